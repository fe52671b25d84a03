package import CadenceModel
import CadencePlanning
package import JournalFile
package import TouchJournal

/// Which present addresses of the customer files were at fault so often that nobody writes to them.
package enum GivenUpAddresses {
  /// An address in the spelling that is hashed: `mail:lin@example.com`, `tel:8615400000000`.
  package static func spelling(of address: String, on channel: Channel) -> String {
    switch channel {
    case .email: return "mail:" + address.lowercased()
    case .sms:
      let digits = address.utf8.filter { (48...57).contains($0) }
      return "tel:" + String(decoding: digits, as: UTF8.self)
    default: return channel.name + ":" + address
    }
  }

  /// By customer, the channels whose present address is given up; only customers with such.
  ///
  /// Only customers whose addresses ever were at fault are looked at.
  package static func found(
    in roster: Roster, _ state: JournalState, folder: StateFolder
  ) -> [CustomerID: ChannelSet] {
    let faulty = state.history.customers.filter { !$0.value.addressFaults.isEmpty }
    guard !faulty.isEmpty, let marks = AddressMarks(reading: folder) else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: faulty.map {
        ($0.key, channels(of: $0.key, $0.value, in: roster, marks))
      })
  }

  /// The channels of one customer.
  package static func channels(
    of customer: CustomerID, _ known: CustomerHistory, in roster: Roster, _ marks: AddressMarks
  ) -> ChannelSet {
    guard let index = roster.index(of: customer) else { return [] }
    let profile = roster.profile(at: index)
    return AddressRule.givenUp(known) { channel in
      if channel == .call { return callNumber(of: profile).map { marks.mark($0) } }
      guard channel.isMachineSent else { return nil }
      let address = profile[MessageBuilder.addressField(of: channel)]
      return address.isEmpty ? nil : marks.mark(spelling(of: address, on: channel))
    }
  }

  /// The number that a rep calls, in the spelling that is hashed: the mobile, else the landline.
  static func callNumber(of profile: CustomerProfile) -> String? {
    let number = [profile[.mobile], profile[.phone]].first { !$0.isEmpty }
    return number.map { spelling(of: $0, on: .sms) }
  }

  /// Marks the number that a call found to be wrong, so that another one on file is called again.
  package static func noting(
    _ fact: Fact, in roster: Roster, folder: StateFolder
  ) throws(JournalProblem) -> Fact {
    guard case .call(let report) = fact.detail, report.outcome == .wrongNumber,
      let index = roster.index(of: fact.customer),
      let number = callNumber(of: roster.profile(at: index))
    else { return fact }
    var noted = fact
    noted.marks.number = try AddressMarks(making: folder).mark(number)
    return noted
  }
}

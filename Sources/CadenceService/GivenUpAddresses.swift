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
      guard channel.isMachineSent else { return nil }
      let address = profile[MessageBuilder.addressField(of: channel)]
      return address.isEmpty ? nil : marks.mark(spelling(of: address, on: channel))
    }
  }
}

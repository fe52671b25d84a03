package import CadenceModel
package import JournalFile

/// Addresses and numbers that do not exist, as the last who tried them said.
///
/// The journal keeps their marks, not the addresses: as soon as the customer file has another one, the
/// customer can be reached again.
package enum DeadAddresses {
  /// The mark of where a channel reaches a customer now; nil where it does not.
  static func mark(of index: Int, on channel: Channel, in roster: Roster, _ marks: AddressMarks)
    -> String?
  {
    let profile = roster.profile(at: index)
    switch channel {
    case .email:
      let address = profile[.email]
      return address.isEmpty ? nil : marks.mark("mail:" + address.lowercased())
    case .sms:
      let digits = profile[.mobile].utf8.filter { (48...57).contains($0) }
      return digits.isEmpty ? nil : marks.mark("tel:" + String(decoding: digits, as: UTF8.self))
    default: return nil
    }
  }

  /// Takes them out of the customers' reach; `marks` is nil where none was ever kept.
  package static func drop(from roster: inout Roster, _ history: History, marks: AddressMarks?) {
    guard let marks else { return }
    for (customer, known) in history.customers where !known.deadAddresses.isEmpty {
      guard let index = roster.index(of: customer) else { continue }
      for channel in [Channel.email, .sms] {
        let mark = mark(of: index, on: channel, in: roster, marks)
        guard let mark, known.deadAddresses.contains(mark) else { continue }
        roster.customers[index].reachable.subtract(ChannelSet(channel))
      }
    }
  }
}

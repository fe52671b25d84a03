package import CadenceModel
package import CivilTime
package import TouchJournal

/// A digest goes through the same machine as customers' messages, under an identity of its own.
package enum RepDigestTouch {
  /// The cadence name that marks it; `check` refuses a cadence file of this name.
  package static let cadence = CadenceName("rep-digest")
  private static let prefix = "rep:"

  /// Under whose key a rep's digests are sealed.
  static func owner(_ rep: RepID) -> CustomerID { CustomerID(prefix + rep.text) }

  /// The identity of a rep's digest of a day.
  package static func id(_ rep: RepID, _ day: Day, _ part: DigestPart = .morning) -> TouchID {
    TouchID(
      customer: owner(rep), cadence: cadence, occurrence: day.description,
      step: part == .morning ? 1 : 2)
  }

  /// The rep, day and part of an identity; nil when it is a customer's touch.
  package static func read(_ touch: TouchID) -> (rep: RepID, day: Day, part: DigestPart)? {
    guard touch.cadence == cadence, touch.customer.text.hasPrefix(prefix),
      let day = Day(iso: touch.occurrence)
    else { return nil }
    let rep = RepID(String(touch.customer.text.dropFirst(prefix.count)))
    return (rep, day, touch.step == 1 ? .morning : .evening)
  }
}

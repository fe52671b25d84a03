/// Why a zone's data cannot be used.
package enum ZoneFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are no TZif file, or are cut.
  case notTZif
  /// Version 1: without 64-bit times and the rule for far years.
  case oldVersion
  /// Counts leap seconds (the `right/` zones); our instants do not.
  case leapSeconds
  /// An index or a count contradicts another.
  case inconsistent
  /// The footer is no POSIX TZ rule.
  case footer(String)

  /// One sentence for a diagnostic.
  package var description: String {
    switch self {
    case .notTZif: "not a TZif file, or cut short"
    case .oldVersion: "TZif version 1; version 2 or later is needed"
    case .leapSeconds: "counts leap seconds; take the zone outside right/"
    case .inconsistent: "the TZif file contradicts itself"
    case .footer(let text): "the TZif footer is no rule: \(text)"
    }
  }
}

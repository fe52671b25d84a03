/// Whose day it is: the customer's own, or a family member's.
package enum Relation: Hashable, Sendable {
  case customer
  case spouse
  /// The n-th parent on file, from 1.
  case parent(UInt8)
  /// The n-th child on file, from 1.
  case child(UInt8)
  /// A day that the couple shares, such as the wedding anniversary.
  case couple

  /// The prefix of an occurrence: empty for the customer, else `spouse.`, `parent1.`, `child2.`.
  package var occurrencePrefix: String {
    switch self {
    case .customer, .couple: ""
    case .spouse: "spouse."
    case .parent(let number): "parent\(number)."
    case .child(let number): "child\(number)."
    }
  }

  /// The name in commands and journal: `spouse`, `parent1`, `child2`.
  package var name: String {
    switch self {
    case .customer: "customer"
    case .spouse: "spouse"
    case .parent(let number): "parent\(number)"
    case .child(let number): "child\(number)"
    case .couple: "couple"
    }
  }

  /// Reads a ``name``; nil for any other text, and for numbers beside 1 to 9.
  package init?(name: some StringProtocol) {
    let numbered = name.dropLast()
    let number = name.last.flatMap { UInt8(String($0)) } ?? 0
    switch (name, numbered) {
    case ("customer", _): self = .customer
    case ("spouse", _): self = .spouse
    case ("couple", _): self = .couple
    case (_, "parent") where number > 0: self = .parent(number)
    case (_, "child") where number > 0: self = .child(number)
    default: return nil
    }
  }

  /// English words for listings: `the customer`, `the spouse`, `child 2`.
  package var words: String {
    switch self {
    case .customer: "the customer"
    case .spouse: "the spouse"
    case .parent(let number): "parent \(number)"
    case .child(let number): "child \(number)"
    case .couple: "the couple"
    }
  }
}

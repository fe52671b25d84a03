package import TouchJournal

/// Which receipts came for a message.
package struct ReceiptSet: Sendable, Hashable {
  private var bits: UInt8 = 0

  /// None so far.
  package init() {}

  /// Adds one.
  package mutating func insert(_ status: ReceiptStatus) { bits |= Self.bit(status) }

  /// Adds another's.
  package mutating func formUnion(_ other: ReceiptSet) { bits |= other.bits }

  /// Whether one of the kind came.
  package func contains(_ status: ReceiptStatus) -> Bool { bits & Self.bit(status) != 0 }

  private static func bit(_ status: ReceiptStatus) -> UInt8 {
    switch status {
    case .delivered: 1
    case .bounced: 2
    case .complained: 4
    }
  }
}

/// Collects receipts from the journal's lines, by touch.
///
/// A gateway may be faster than our own outcome; then its receipt knows only the gateway's own name
/// of the message, which the outcome brings.
package struct ReceiptFold: Sendable {
  /// What came, by the touch's text.
  package private(set) var receipts: [String: ReceiptSet] = [:]
  private var early: [String: ReceiptSet] = [:]

  /// Nothing yet.
  package init() {}

  /// Takes in the next line.
  package mutating func apply(_ entry: JournalEntry) {
    switch entry.kind {
    case .receipt:
      guard let status = entry.text("status").flatMap(ReceiptStatus.init(rawValue:)) else { return }
      if let touch = entry.text("touch") {
        receipts[touch, default: ReceiptSet()].insert(status)
      } else if let remote = entry.text("remote") {
        early[remote, default: ReceiptSet()].insert(status)
      }
    case .outcome:
      guard let touch = entry.text("touch"), let remote = entry.text("remote"),
        let known = early.removeValue(forKey: remote)
      else { return }
      receipts[touch, default: ReceiptSet()].formUnion(known)
    default: break
    }
  }
}

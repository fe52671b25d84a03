/// A mail address with an optional display name.
package struct Mailbox: Hashable, Sendable {
  /// The name to show; empty: none.
  package var name: String
  /// `local@domain`, ASCII.
  package var address: String

  /// A mailbox; checked when a mail is composed.
  package init(name: String = "", address: String) {
    self.name = name
    self.address = address
  }

  /// Whether an address can stand in a header and an SMTP command as it is.
  ///
  /// RFC 5321's plain form only: dot-atom local part up to 64, host name with at least one letter,
  /// 254 octets in all. Addresses in quotes or in other scripts are refused.
  package static func isPlain(_ address: String) -> Bool {
    let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard address.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].count),
      !parts[1].isEmpty
    else { return false }
    let local = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return local.allSatisfy { !$0.isEmpty && $0.allSatisfy(HeaderText.isAtom) }
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
          && label.last != UInt8(ascii: "-") && label.allSatisfy(HeaderText.isHostByte)
      }
  }
}

/// E-mail addresses of a role and not of a person.
///
/// Source: the mailbox names of RFC 2142, without those of network services that are long gone, and
/// the two spellings that mail is sent from and not read at.
enum RoleAddress {
  private static let roles = [
    "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster",
    "hostmaster", "webmaster", "www", "noreply", "no-reply",
  ]
  private static let longest = 10

  /// The role that the local part of an address names; nil for a person's.
  static func role(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    let end = min(range.upperBound, range.lowerBound + longest + 1)
    guard let at = (range.lowerBound..<end).first(where: { span[$0] == UInt8(ascii: "@") })
    else { return nil }
    let length = at - range.lowerBound
    return roles.first { role in
      guard role.utf8.count == length else { return false }
      var position = range.lowerBound
      for byte in role.utf8 {
        // Letters of an address count in either case.
        guard span[position] | 0x20 == byte || span[position] == byte else { return false }
        position += 1
      }
      return true
    }
  }
}

/// What an e-mail cell was read as.
enum MailAddressReading: Hashable, Sendable {
  case empty
  /// An address in lower case; perhaps a second one.
  case address(String, second: String?)
  /// No address.
  case refused
}

/// Reads e-mail cells: the strict core of RFC 5321 addresses, in ASCII.
enum MailAddressCell {
  /// Reads a cell.
  static func read(_ text: String) -> MailAddressReading {
    var plain = CellText.plain(text).lowercased()
    if CellText.isPlaceholder(plain) { return .empty }
    if plain.hasPrefix("mailto:") { plain.removeFirst(7) }
    if let open = plain.lastIndex(of: "<"), plain.hasSuffix(">") {
      plain = String(plain[plain.index(after: open)...].dropLast())
    }
    let separators: Set<Character> = [";", ",", "/", " ", "、", "；", "，", "|"]
    let parts = plain.split { separators.contains($0) }.map(String.init)
    guard let first = parts.first, parts.allSatisfy({ isAddress($0.utf8) }) else { return .refused }
    return .address(first, second: parts.dropFirst().first { $0 != first })
  }

  /// Whether the bytes are a plain address: dot-atom, `@`, a domain with a dot; lower case.
  static func isAddress(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
    let local = bytes[..<at]
    let domain = bytes[bytes.index(after: at)...]
    guard (1...64).contains(local.count), isDotted(local, extra: true), domain.contains(0x2E)
    else { return false }
    guard isDotted(domain, extra: false), let last = domain.last, last != 0x2D else { return false }
    return domain.first != 0x2D
  }

  /// Atoms between single dots.
  private static func isDotted(_ bytes: some Collection<UInt8>, extra: Bool) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x2D: break
      case 0x2E where previous != 0x2E: break
      case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E:
        guard extra else { return false }
      default: return false
      }
      previous = byte
    }
    return previous != 0x2E
  }
}

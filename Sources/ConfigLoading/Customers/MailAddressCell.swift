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
    return (1...64).contains(local.count) && isDotted(local) && isDomain(domain)
  }

  /// Two labels or more of letters, digits and inner hyphens, the last one with a letter: what ends
  /// in a number is an address of a machine.
  private static func isDomain(_ bytes: some Collection<UInt8>) -> Bool {
    var previous = UInt8(ascii: ".")
    var length = 0
    var dots = 0
    var hasLetter = false
    for byte in bytes {
      switch byte {
      case 0x30...0x39: break
      case 0x61...0x7A: hasLetter = true
      case 0x2D where previous != 0x2E: break
      case 0x2E where (1...63).contains(length) && previous != 0x2D:
        dots += 1
        length = -1
        hasLetter = false
      default: return false
      }
      length += 1
      previous = byte
    }
    return dots > 0 && (1...63).contains(length) && previous != 0x2D && hasLetter
  }

  /// Atoms between single dots.
  private static func isDotted(_ bytes: some Collection<UInt8>) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x2D: break
      case 0x2E where previous != 0x2E: break
      case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E:
        break
      default: return false
      }
      previous = byte
    }
    return previous != 0x2E
  }
}

/// What a host name in the settings may look like, and which of them mean this machine.
package enum NetworkHost {
  /// Whether the host can only be this machine: `localhost`, `127.…` or `::1`.
  ///
  /// Names that merely resolve to a loopback address are not counted: the resolver may change.
  package static func isLoopback(_ host: some StringProtocol) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" { return true }
    return host.hasPrefix("127.") && isDottedDecimal(host)
  }

  /// Whether the text is a host name of letters, digits and hyphens, or a dotted-decimal address.
  ///
  /// `0x7f.1`, `2130706433` and `127.1`, which resolvers read as addresses, are refused: a last
  /// label that is all digits is only allowed in a full dotted-decimal address (the WHATWG URL
  /// standard's "ends in a number" rule).
  package static func isPlainName(_ host: some StringProtocol) -> Bool {
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy({ isLabel($0.utf8) }), let last = labels.last else { return false }
    let lastIsNumber =
      last.utf8.allSatisfy(isDigit) || last.hasPrefix("0x") || last.hasPrefix("0X")
    return !lastIsNumber || isDottedDecimal(host)
  }

  /// Whether the text is an IPv6 address in hexadecimal groups, without a zone.
  package static func isPlainIPv6(_ host: some StringProtocol) -> Bool {
    host.utf8.count <= 39 && host.contains(":")
      && host.utf8.allSatisfy { isDigit($0) || isHexLetter($0) || $0 == UInt8(ascii: ":") }
  }

  /// Whether a numeric address is one to which no connection is ever made (`CurlLibrary`):
  /// 0.0.0.0/8, link-local, where clouds keep their metadata service, multicast and reserved.
  package static func isNeverCalled(_ host: some StringProtocol) -> Bool {
    if host.contains(":") {
      let start = host.lowercased().prefix(4)
      return host == "::" || start.hasPrefix("ff")
        || ["fe8", "fe9", "fea", "feb"].contains(start.prefix(3))
    }
    guard isDottedDecimal(host) else { return false }
    let bytes = host.split(separator: ".").compactMap { UInt8($0) }
    return bytes[0] == 0 || (bytes[0] == 169 && bytes[1] == 254) || bytes[0] >= 224
  }

  private static func isDottedDecimal(_ host: some StringProtocol) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        part.utf8.allSatisfy(isDigit) && UInt8(part) != nil
          && (part.utf8.count == 1 || part.first != "0")
      }
  }

  private static func isLabel(_ label: some Collection<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard let first = label.first, label.count <= 63, first != hyphen else { return false }
    var last = first
    for byte in label {
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      guard isDigit(byte) || isLetter || byte == hyphen || byte == UInt8(ascii: "_") else {
        return false
      }
      last = byte
    }
    return last != hyphen
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isHexLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "f")
  }
}

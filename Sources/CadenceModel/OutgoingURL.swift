/// A web address that the service may send to: https, or http to this machine only.
///
/// The text is kept as written; only spellings that every parser reads alike are let through, so
/// that the host that was checked is the host that is called: no user name, no port tricks, no
/// numeric host other than plain dotted decimals, no fragment, nothing but printable ASCII.
package struct OutgoingURL: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not accepted as an address.
  package enum Problem: Error, Hashable, Sendable {
    case notPrintable, unknownScheme, userInformation, badHost(String), badPort(String), fragment
    case plainHTTP(String)
    case neverCalled(String)

    /// One sentence for the admin, without any secret that the address may carry.
    package var text: String {
      switch self {
      case .notPrintable: "the address holds a character that must be percent-encoded"
      case .unknownScheme: "the address must begin with https:// (or http:// to this machine)"
      case .userInformation: "the address must not carry a user name or password"
      case .badHost(let host): "“\(host)” is not a plain host name"
      case .badPort(let port): "“\(port)” is not a port"
      case .fragment: "the address must not have a # part"
      case .neverCalled(let host):
        "\(host) is link-local, multicast or reserved, and nothing is ever sent there"
      case .plainHTTP(let host): "http:// is only for this machine; use https:// for \(host)"
      }
    }
  }

  /// The whole address, as it was written.
  package let text: String
  /// Whether the connection is encrypted.
  package let isSecure: Bool
  /// The host, lower case, without brackets.
  package let host: String
  /// `HOST` or `HOST:PORT`, as the `Host` header carries it.
  package let authority: String
  /// The path from its `/`, at least `/`.
  package let path: String
  /// What stands behind the `?`, percent-encoded; empty without one.
  package let query: String

  /// Checks an address and takes it apart.
  package init(_ text: String) throws(Problem) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }) else {
      throw .notPrintable
    }
    guard !text.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }
    let rest: Substring
    if text.hasPrefix("https://") {
      isSecure = true
      rest = text.dropFirst(8)
    } else if text.hasPrefix("http://") {
      isSecure = false
      rest = text.dropFirst(7)
    } else {
      throw .unknownScheme
    }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    authority = String(rest[..<end])
    host = try Self.host(authority: authority)
    guard !NetworkHost.isNeverCalled(host) else { throw .neverCalled(host) }
    guard isSecure || NetworkHost.isLoopback(host) else { throw .plainHTTP(host) }
    let tail = rest[end...]
    let mark = tail.firstIndex(of: "?") ?? tail.endIndex
    path = mark == tail.startIndex ? "/" : String(tail[..<mark])
    query = String(tail[mark...].dropFirst())
    self.text = text
  }

  /// The address as written; it may carry a secret, so it never goes to a log.
  package var description: String { text }

  /// Quotes, backslash, angle brackets and the like: each is read differently by some parser.
  private static let refused: Set<UInt8> = Set("\"\\<>^`{|}".utf8)

  private static func host(authority: String) throws(Problem) -> String {
    guard !authority.contains("@") else { throw .userInformation }
    var name = authority[...]
    if name.first == "[" {
      guard let close = name.firstIndex(of: "]") else { throw .badHost(authority) }
      try checkPort(name[name.index(after: close)...])
      name = name[name.index(after: name.startIndex)..<close]
      guard name == "::1" || NetworkHost.isPlainIPv6(name) else { throw .badHost(authority) }
      return name.lowercased()
    }
    let colon = name.firstIndex(of: ":") ?? name.endIndex
    try checkPort(name[colon...])
    name = name[..<colon]
    guard NetworkHost.isPlainName(name) else { throw .badHost(String(name)) }
    return name.lowercased()
  }

  private static func checkPort(_ text: Substring) throws(Problem) {
    guard !text.isEmpty else { return }
    let digits = text.dropFirst()
    guard text.first == ":", digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      digits.first != "0", let port = UInt16(digits), port > 0
    else { throw .badPort(String(text)) }
  }
}

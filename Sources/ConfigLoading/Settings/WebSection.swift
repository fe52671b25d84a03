import CadenceModel

/// What `web:` says.
struct WebDraft: Sendable {
  var listen: ListenAddress?
  var baseURL: Located<String>?
  var trustedProxies: [String] = []

  static let section = ConfigSection(
    "web", "Pages and hooks over HTTP (docs/channels.md). Without listen nothing is listened for.",
    defaults: WebDraft(), hints: ["port": "write listen: 127.0.0.1:8025"]
  ) {
    ConfigField(
      "listen", \.listen, .listenAddress,
      "Address and port to listen at, 127.0.0.1:8025. Plain HTTP: other machines come through a "
        + "proxy that does TLS. A change holds from the next start.")
    ConfigField(
      "base_url", \.baseURL, ConfigForm<String>.text("https address", most: 500).located,
      "The public address of the pages, https; without it mails carry no opt-out link.")
    ConfigField(
      "trusted_proxies", \.trustedProxies, ConfigForm<String>.numericHost.list(atMost: 20),
      "Addresses of the proxies before it, whose X-Forwarded-For is believed.")
  }

  /// In the model's terms; nil while nothing is listened for.
  var settings: WebSettings? {
    listen.map {
      WebSettings(host: $0.host, port: $0.port, trustedProxies: Set(trustedProxies))
    }
  }
}

/// Address and port.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  var host: String
  var port: Int

  var description: String { WebSettings(host: host, port: port).authority }
}

extension ConfigForm where Value == ListenAddress {
  /// `127.0.0.1:8025` or `[::1]:8025`; names are not looked up.
  static var listenAddress: ConfigForm<ListenAddress> {
    .scalar("address and port, 127.0.0.1:8025") { (text) throws(ConfigComplaint) in
      let colon = text.lastIndex(of: ":") ?? text.startIndex
      let digits = text[colon...].dropFirst()
      var host = text[..<colon]
      if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits),
        port > 0, digits.first != "0", ConfigForm<String>.isNumericHost(host)
      else {
        throw ConfigComplaint(
          "“\(text)” is no address and port; write digits such as 127.0.0.1:8025 or [::1]:8025")
      }
      return ListenAddress(host: String(host), port: Int(port))
    }
  }
}

extension ConfigForm where Value == String {
  /// An address of digits.
  static var numericHost: ConfigForm<String> {
    .scalar("address such as 127.0.0.1") { (text) throws(ConfigComplaint) in
      guard isNumericHost(text) else {
        throw ConfigComplaint("“\(text)” is no address; write digits such as 127.0.0.1 or ::1")
      }
      return text
    }
  }

  static func isNumericHost(_ host: some StringProtocol) -> Bool {
    if host.contains(":") { return NetworkHost.isPlainIPv6(host) }
    guard let last = host.last, last.isASCII, last.isWholeNumber else { return false }
    return NetworkHost.isPlainName(host)
  }
}

/// Where the web pages and hooks are listened for.
package struct WebSettings: Hashable, Sendable {
  /// An address of this machine, in digits.
  package var host: String
  /// 1 to 65535.
  package var port: Int
  /// Peers whose `X-Forwarded-For` is believed: the proxy before us.
  package var trustedProxies: Set<String>

  /// Listens there.
  package init(host: String, port: Int, trustedProxies: Set<String> = []) {
    self.host = host
    self.port = port
    self.trustedProxies = trustedProxies
  }

  /// `127.0.0.1:8025`, `[::1]:8025`.
  package var authority: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

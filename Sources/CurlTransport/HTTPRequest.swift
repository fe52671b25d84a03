package import CadenceModel

/// A request as a value.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` or `PUT`.
  package var method: String
  /// Where to; https, or http to this machine.
  package var url: OutgoingURL
  /// Header names and values in order; a value never holds a control character.
  package var headers: [(name: String, value: String)]
  /// The body's bytes; nil for none.
  package var body: [UInt8]?
  /// Seconds to wait for the connection.
  package var connectTimeout: Int
  /// Seconds to wait for everything.
  package var timeout: Int
  /// PEM file of the authorities to trust instead of the system's.
  package var caFile: String?

  /// A request of these parts.
  package init(
    method: String, url: OutgoingURL, headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil, connectTimeout: Int = 30, timeout: Int = 60, caFile: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectTimeout = connectTimeout
    self.timeout = timeout
    self.caFile = caFile
  }

  /// Whether every header can be written on a line of its own: names are tokens (RFC 9110), values
  /// hold no control character.
  package var hasSafeHeaders: Bool {
    headers.allSatisfy { header in
      !header.name.isEmpty
        && header.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        && header.value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
  }
}

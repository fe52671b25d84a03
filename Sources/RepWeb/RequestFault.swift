/// Why a request is refused before anybody looks at what it wants; the connection ends with it.
package enum RequestFault: Error, Hashable, Sendable {
  /// Not a request of HTTP/1.1 that every server and proxy reads alike (RFC 9112, section 11.2).
  case malformed
  /// Head longer than 16 KiB, or more than 100 fields.
  case headTooLarge
  /// Body longer than 256 KiB.
  case bodyTooLarge
  /// A body without its length.
  case lengthRequired
  /// A compressed body.
  case encoded
  /// Not complete in time.
  case tooSlow

  /// The status that is answered.
  package var status: Int {
    switch self {
    case .malformed: 400
    case .headTooLarge: 431
    case .bodyTooLarge: 413
    case .lengthRequired: 411
    case .encoded: 415
    case .tooSlow: 408
    }
  }

  /// The whole answer.
  var response: String {
    let phrase =
      switch self {
      case .malformed: "Bad Request"
      case .headTooLarge: "Request Header Fields Too Large"
      case .bodyTooLarge: "Content Too Large"
      case .lengthRequired: "Length Required"
      case .encoded: "Unsupported Media Type"
      case .tooSlow: "Request Timeout"
      }
    return "HTTP/1.1 \(status) \(phrase)\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
      + "Connection: close\r\n\r\n"
  }
}

/// What a connection may use up.
package enum WebLimits {
  /// Bytes of request line and fields.
  package static let head = 16 * 1024
  /// Fields.
  package static let fields = 100
  /// Bytes of a body.
  package static let body = 256 * 1024
  /// Connections at a time; further ones wait to be accepted.
  package static let connections = 64
  /// Seconds from the connection to the last byte of the request.
  package static let readSeconds: Int64 = 10
  /// Seconds for the answer after that.
  package static let answerSeconds: Int64 = 30
}

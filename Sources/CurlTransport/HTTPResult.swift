/// How a request ended.
package struct HTTPResult: Hashable, Sendable {
  /// Why a request was never tried.
  package enum Stop: Hashable, Sendable {
    /// A header would have broken its line.
    case unsafeHeader
    /// The loop is closing; the request may have been sent if ``HTTPResult/wasSent``.
    case closing
    /// libcurl could not be used, or refused a setting.
    case unusable
  }

  /// libcurl's result (``CurlCode``).
  package var curlCode: Int
  /// The answer's status; 0 when none came.
  package var status: Int
  /// The `Retry-After` header in seconds, where it was given as such.
  package var retryAfter: Int?
  /// The answer's body, at most ``bodyLimit`` bytes.
  package var body: [UInt8]
  /// Whether the answer was longer and was cut.
  package var isTruncated: Bool
  /// Whether any byte of the request may have left this machine.
  package var wasSent: Bool
  /// libcurl's words for what went wrong.
  package var errorText: String
  /// Set when we stopped it ourselves.
  package var stop: Stop?

  /// The longest answer that is kept: no gateway needs more, and a wrong address must not fill
  /// the memory.
  package static let bodyLimit = 65_536

  /// A result of these values.
  package init(
    curlCode: Int, status: Int = 0, retryAfter: Int? = nil, body: [UInt8] = [],
    isTruncated: Bool = false, wasSent: Bool = false, errorText: String = "", stop: Stop? = nil
  ) {
    self.curlCode = curlCode
    self.status = status
    self.retryAfter = retryAfter
    self.body = body
    self.isTruncated = isTruncated
    self.wasSent = wasSent
    self.errorText = errorText
    self.stop = stop
  }
}

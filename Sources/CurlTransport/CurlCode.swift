/// The results of libcurl that the classification of a delivery names; the numbers are libcurl's.
package enum CurlCode {
  /// The transfer went through.
  package static let ok = 0
  /// The host's name has no address.
  package static let resolveFailed = 6
  /// Nobody answers at the address.
  package static let connectFailed = 7
  /// A reply that refuses: the greeting, or a 4xx or 5xx after the final dot.
  package static let weirdReply = 8
  /// EHLO and HELO were refused.
  package static let accessDenied = 9
  /// What came was more than we keep.
  package static let writeFailed = 23
  /// No reply in time.
  package static let timedOut = 28
  /// TLS could not be agreed on.
  package static let tlsFailed = 35
  /// A hook, or the closing of the pool, stopped the transfer.
  package static let abortedByCallback = 42
  /// MAIL, RCPT or DATA was refused, or the connection broke while sending.
  package static let sendFailed = 55
  /// The connection broke while waiting for a reply.
  package static let receiveFailed = 56
  /// The certificate is not one we trust, or not for this host.
  package static let certificateRefused = 60
  /// The relay offers no STARTTLS although it is required.
  package static let tlsUnavailable = 64
  /// User name or password were refused.
  package static let loginDenied = 67
}

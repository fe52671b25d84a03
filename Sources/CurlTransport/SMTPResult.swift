/// How a submission ended, as three values that must be read together (reliability notes 2.4).
package struct SMTPResult: Hashable, Sendable {
  /// Why a submission never became a transfer, or was broken off by us.
  package enum Stop: Hashable, Sendable {
    /// The sender or the recipient cannot be written into a command.
    case unsafeAddress
    /// `beforeConnect` said no.
    case attemptRefused
    /// `beforeFinalDot` said no.
    case crossRefused
    /// The relay did not offer the login that we were to use.
    case loginNotOffered
    /// The pool is closing.
    case closing
    /// libcurl could not be used, or refused a setting.
    case unusable
  }

  /// libcurl's result (``CurlCode``).
  package var curlCode: Int
  /// The last reply code of the server; 0 when there was none.
  ///
  /// Not a verdict by itself: after a broken connection it is the reply to an earlier command.
  package var responseCode: Int
  /// The text of the last reply, all its lines, printable characters only.
  package var reply: String
  /// libcurl's words for what went wrong.
  package var errorText: String
  /// Whether the final dot may have left: `beforeFinalDot` said yes.
  package var crossed: Bool
  /// Set when we stopped it ourselves.
  package var stop: Stop?

  /// A result of these values.
  package init(
    curlCode: Int, responseCode: Int = 0, reply: String = "", errorText: String = "",
    crossed: Bool = false, stop: Stop? = nil
  ) {
    self.curlCode = curlCode
    self.responseCode = responseCode
    self.reply = reply
    self.errorText = errorText
    self.crossed = crossed
    self.stop = stop
  }

  /// A submission that never became a transfer.
  package init(stop: Stop) {
    self.init(curlCode: CurlCode.abortedByCallback, stop: stop)
  }
}

/// One message for one recipient, ready to be handed to a relay.
package struct SMTPSubmission: Sendable {
  /// The return path; empty for none (`MAIL FROM:<>`).
  package var envelopeFrom: String
  /// The one recipient: one mail each, so that one refusal concerns one customer.
  package var recipient: String
  /// The message's exact bytes, lines ended by CRLF; dots are stuffed by libcurl.
  package var bytes: [UInt8]
  /// Asked before the first network byte; false: nothing is sent.
  package var beforeConnect: @Sendable () -> Bool
  /// Asked once before the last bytes of the message leave, so before the final dot; false: the
  /// transfer is broken off and no server may deliver what it has.
  package var beforeFinalDot: @Sendable () -> Bool
  /// Called once with the result, on a thread of the pool, where it may block.
  package var completion: @Sendable (SMTPResult) -> Void

  /// Puts a submission together; hooks that say yes are the default.
  package init(
    envelopeFrom: String, recipient: String, bytes: [UInt8],
    beforeConnect: @escaping @Sendable () -> Bool = { true },
    beforeFinalDot: @escaping @Sendable () -> Bool = { true },
    completion: @escaping @Sendable (SMTPResult) -> Void
  ) {
    self.envelopeFrom = envelopeFrom
    self.recipient = recipient
    self.bytes = bytes
    self.beforeConnect = beforeConnect
    self.beforeFinalDot = beforeFinalDot
    self.completion = completion
  }

  /// Whether an address can be written into an SMTP command as it is.
  ///
  /// libcurl 7.88 passes CR and LF on to the wire, so nothing that could end the command or the
  /// brackets gets as far: no control character, blank, angle bracket or line separator.
  package static func isSafe(address: String) -> Bool {
    // Nearly all addresses; Unicode's properties are looked up for the others only.
    if address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }) {
      return true
    }
    return address.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0...0x20, 0x7F...0xA0, 0x2028, 0x2029, 0x3C, 0x3E: false
      default: !scalar.properties.isBidiControl
      }
    }
  }
}

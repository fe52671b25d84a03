import CadenceModel
package import CurlTransport

/// Reads how an SMTP submission ended: the table of the reliability notes, section 2.4.
///
/// libcurl's code, the reply code and whether the message crossed must be read together: libcurl
/// 7.88 reports failure 56 *with* reply code 250 when the server vanished after MAIL or RCPT.
package enum SMTPClassification {
  /// The report for a result; recipient and secrets are kept out of its texts.
  package static func report(
    of result: SMTPResult, recipient: String, secrets: [String] = []
  ) -> DeliveryReport {
    let reason = ReasonText(recipient: recipient, secrets: secrets)
    if let stop = result.stop { return report(of: stop) }
    if result.curlCode == CurlCode.ok && result.responseCode == 250 && result.crossed {
      let reply = reason.clean(result.reply)
      return DeliveryReport(.accepted(reference: reply.isEmpty ? nil : reply))
    }
    let said = result.responseCode < 400 ? "" : result.reply
    let failed = result.crossed ? "" : "the conversation failed (libcurl code \(result.curlCode))"
    let words = reason.clean([said, result.errorText, failed].first { !$0.isEmpty } ?? "")
    if result.curlCode == CurlCode.loginDenied { return fault(words, openNow: true) }
    if let openNow = breakerSignal(result) { return fault(words, openNow: openNow) }
    if result.responseCode >= 400 && result.responseCode <= 599 {
      return refusal(result, words: words)
    }
    guard result.crossed else { return fault(words) }
    return DeliveryReport(
      .uncertain(reason: words.isEmpty ? "no answer after the final dot" : words))
  }

  private static func report(of stop: SMTPResult.Stop) -> DeliveryReport {
    switch stop {
    case .unsafeAddress:
      DeliveryReport(
        .rejected(reason: "the address holds characters no mail may carry"), address: .unknown)
    case .attemptRefused: .stopped("the attempt could not be recorded")
    case .crossRefused: .stopped("stopped before the point of no return")
    case .loginNotOffered:
      fault("the relay does not offer the login that the settings ask for", openNow: true)
    case .closing: .stopped("the service is stopping")
    case .unusable:
      DeliveryReport(
        .unsent(reason: "libcurl refused the settings", endpointFault: true, openNow: true))
    }
  }

  /// Whether the refusal is about us as a sender, and if so whether it opens the breaker at once:
  /// credentials (530, 534, 535, x.7.8) and policy (5.7.1, 5.7.26, 5.7.515) do; 4.7.x only counts,
  /// since greylisting speaks so too.
  private static func breakerSignal(_ result: SMTPResult) -> Bool? {
    guard (400...599).contains(result.responseCode) else { return nil }
    if [530, 534, 535].contains(result.responseCode) { return true }
    guard let status = EnhancedStatus(reply: result.reply), status.subject == 7 else { return nil }
    if status.detail == 8 { return true }
    if status.kind == 4 { return false }
    return [1, 26, 515].contains(status.detail) ? true : nil
  }

  private static func refusal(_ result: SMTPResult, words: String) -> DeliveryReport {
    let code = result.responseCode
    let isForNow = code < 500
    let deferred = DeliveryReport(.deferred(reason: words, retryAfter: nil))
    func rejected(_ address: AddressFaultKind? = nil) -> DeliveryReport {
      DeliveryReport(.rejected(reason: words), address: address)
    }
    let isGreeting = !result.crossed && result.curlCode != CurlCode.sendFailed
    if isGreeting { return fault(words) }
    guard let status = EnhancedStatus(reply: result.reply) else {
      if code == 421 { return result.crossed ? deferred : fault(words) }
      return isForNow ? deferred : rejected(.unexplained)
    }
    let address = AddressFaultKind(subject: status.subject, detail: status.detail)
    switch (status.subject, status.detail) {
    case _ where address == .closed:
      return DeliveryReport(.deferred(reason: words, retryAfter: nil), address: address)
    case (4, _), (3, 2): return result.crossed ? deferred : fault(words)
    case _ where isForNow: return code == 421 && !result.crossed ? fault(words) : deferred
    default: return rejected(address)
    }
  }

  private static func fault(_ words: String, openNow: Bool = false) -> DeliveryReport {
    DeliveryReport(.unsent(reason: words, endpointFault: true, openNow: openNow))
  }
}

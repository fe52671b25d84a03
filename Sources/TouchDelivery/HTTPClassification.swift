package import CadenceModel
package import CurlTransport

/// Reads a gateway's answer: the general rule of the reliability notes, section 2.4, with what the
/// gateway's definition says of its own codes.
package enum HTTPClassification {
  /// The report for an answer; recipient and secrets are kept out of its texts.
  package static func report(
    of result: HTTPResult, from definition: GatewayDefinition, recipient: String,
    secrets: [String] = []
  ) -> DeliveryReport {
    let reason = ReasonText(recipient: recipient, secrets: secrets)
    if let stop = result.stop, !result.wasSent { return report(of: stop) }
    guard result.wasSent else {
      return DeliveryReport(
        .unsent(reason: reason.clean(result.errorText), endpointFault: true, openNow: false))
    }
    let isCut = result.curlCode == CurlCode.writeFailed && result.isTruncated
    guard result.curlCode == CurlCode.ok || isCut, result.status > 0 else {
      let words = result.stop == nil ? result.errorText : "the service stopped while waiting"
      return unanswered(reason.clean(words), definition)
    }
    return Answer(result: result, definition: definition, reason: reason).report
  }

  private static func report(of stop: HTTPResult.Stop) -> DeliveryReport {
    switch stop {
    case .unsafeHeader:
      DeliveryReport(
        .rejected(reason: "a header would hold a control character"))
    case .closing: .stopped("the service is stopping")
    case .unusable:
      DeliveryReport(
        .unsent(reason: "libcurl refused the settings", endpointFault: true, openNow: true))
    }
  }

  /// Sent without a usable answer: only a gateway that documents it may be asked again.
  fileprivate static func unanswered(
    _ words: String, _ definition: GatewayDefinition
  ) -> DeliveryReport {
    definition.isIdempotent
      ? DeliveryReport(.deferred(reason: words, retryAfter: nil))
      : DeliveryReport(.uncertain(reason: words.isEmpty ? "no usable answer" : words))
  }
}

/// An answer that came in whole, or cut at the limit.
private struct Answer {
  let result: HTTPResult
  let definition: GatewayDefinition
  let reason: ReasonText
  let json: JSONValue?

  init(result: HTTPResult, definition: GatewayDefinition, reason: ReasonText) {
    self.result = result
    self.definition = definition
    self.reason = reason
    json = result.isTruncated ? nil : JSONValue(bytes: result.body)
  }

  var report: DeliveryReport {
    let isGood = definition.successStatuses.contains(result.status)
    if isGood && definition.success.allSatisfy(holds) {
      let reference = definition.messageIDPath.flatMap { json?.value(at: $0)?.text }
      return DeliveryReport(.accepted(reference: reference.map(reason.clean)))
    }
    if let code, let rule = definition.codes.first(where: { Self.fits(code, $0.code) }) {
      return report(of: rule.verdict)
    }
    if let verdict = definition.statuses[result.status] { return report(of: verdict) }
    if (200...299).contains(result.status) {
      // A readable code that no rule names is still the gateway's no.
      return report(of: isGood && code != nil ? .rejected : .uncertain)
    }
    return generalReport
  }

  private var generalReport: DeliveryReport {
    switch result.status {
    case 300...399, 401, 403, 407: report(of: .fault)
    case 429: report(of: .deferred)
    case 400...499: report(of: .rejected)
    default: report(of: .uncertain)
    }
  }

  private func report(of verdict: GatewayDefinition.Verdict) -> DeliveryReport {
    switch verdict {
    case .deferred: DeliveryReport(.deferred(reason: words, retryAfter: result.retryAfter))
    case .rejected: DeliveryReport(.rejected(reason: words))
    case .address: DeliveryReport(.rejected(reason: words), address: .unknown)
    case .blacklisted:
      DeliveryReport(.rejected(reason: words), isBlacklisted: true)
    case .fault: DeliveryReport(.unsent(reason: words, endpointFault: true, openNow: true))
    case .uncertain: HTTPClassification.unanswered(words, definition)
    }
  }

  private var code: String? {
    definition.codePaths.lazy.compactMap { json?.value(at: $0)?.text }.first
  }

  private var words: String {
    let said = definition.reasonPaths.lazy.compactMap { json?.value(at: $0)?.text }.first
    let parts = ["HTTP \(result.status)", code, said ?? (json == nil ? plainBody : nil)]
    return reason.clean(parts.compactMap(\.self).joined(separator: " "))
  }

  /// The beginning of an answer that is no JSON, unless it is a web page.
  private var plainBody: String? {
    let text = String(decoding: result.body.prefix(200), as: UTF8.self)
    return text.isEmpty || text.contains("<") ? nil : text
  }

  private func holds(_ check: GatewayDefinition.Check) -> Bool {
    switch check {
    case .value(let path, let texts):
      guard let text = json?.value(at: path)?.text else { return false }
      return texts.contains(text)
    case .contains(let text):
      return !result.isTruncated && String(decoding: result.body, as: UTF8.self).contains(text)
    case .present(let path):
      guard let value = json?.value(at: path) else { return false }
      return value != .null
    }
  }

  private static func fits(_ code: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? code.hasPrefix(pattern.dropLast()) : code == pattern
  }
}

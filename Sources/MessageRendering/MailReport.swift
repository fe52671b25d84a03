/// What a mail that came in says of one of ours: a report on delivery (RFC 3464) or a complaint
/// (RFC 5965).
///
/// Everything else says nothing, whatever its words are.
package enum MailReport: Hashable, Sendable {
  /// Delivery failed for good; the enhanced status code, such as `5.1.1`.
  case bounced(token: String, code: String)
  /// It arrived.
  case delivered(token: String, code: String)
  /// The reader called it spam.
  case complained(token: String)
  /// Why it is none, in a word.
  case ignored(String)

  /// So many bytes are looked at: the report stands before the message it is about.
  package static let limit = 1 << 20

  /// Reads a message.
  ///
  /// `mailbox` is the return path without token, `recipient` whom the mail system
  /// says that it is for; nil: what the headers say.
  package init(_ bytes: [UInt8], mailbox: String, recipient: String? = nil) {
    let message = MailPart(bytes.prefix(Self.limit)[...])
    let type = message.contentType
    guard type.kind == "multipart/report", let boundary = type["boundary"] else {
      let submitted = message.header("auto-submitted")?.lowercased() ?? "no"
      self = .ignored(submitted.hasPrefix("no") ? "no-report" : "auto-reply")
      return
    }
    let parts = message.parts(boundary)
    let addresses = [recipient].compactMap(\.self) + message.recipients
    let own = addresses.lazy.compactMap { Self.token(in: $0, mailbox) }.first
    switch type["report-type"]?.lowercased() {
    case "delivery-status", "global-delivery-status":
      self = Self.delivery(parts, token: own)
    case "feedback-report": self = Self.complaint(parts, token: own, mailbox)
    default: self = .ignored("other-report")
    }
  }

  private static func delivery(_ parts: [MailPart], token: String?) -> MailReport {
    guard let token else { return .ignored("no-token") }
    let report = parts.first {
      ["message/delivery-status", "message/global-delivery-status"].contains($0.contentType.kind)
    }
    guard let report else { return .ignored("no-status") }
    let groups = report.fieldGroups.dropFirst().map { MailPart($0) }
    let actions = groups.compactMap { group -> (String, String)? in
      guard let action = group.header("action")?.lowercased(),
        let code = code(group.header("status") ?? "")
      else { return nil }
      return (String(action.prefix { $0 != " " && $0 != "(" }), code)
    }
    if let failed = actions.first(where: { $0.0 == "failed" }) {
      return .bounced(token: token, code: failed.1)
    }
    if let arrived = actions.first(where: { $0.0 == "delivered" }) {
      return .delivered(token: token, code: arrived.1)
    }
    return .ignored(actions.isEmpty ? "no-status" : "not-final")
  }

  private static func complaint(_ parts: [MailPart], token: String?, _ mailbox: String)
    -> MailReport
  {
    guard let report = parts.first(where: { $0.contentType.kind == "message/feedback-report" })
    else {
      return .ignored("no-feedback")
    }
    let fields = MailPart(report.body)
    guard fields.header("feedback-type") != nil else { return .ignored("no-feedback") }
    let original = parts.first {
      ["message/rfc822", "text/rfc822-headers"].contains($0.contentType.kind)
    }.map { MailPart($0.body) }
    let places = [fields.header("original-mail-from"), original?.header("return-path")]
    let named = places.lazy.compactMap(\.self).compactMap { Self.token(in: $0, mailbox) }.first
    guard let token = named ?? token else { return .ignored("no-token") }
    return .complained(token: token)
  }

  /// `5.1.1` at the beginning of a status field.
  private static func code(_ text: String) -> String? {
    let code = text.drop { $0 == " " }.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = code.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.utf8.count) }),
      ["2", "4", "5"].contains(parts[0])
    else { return nil }
    return String(code)
  }

  /// The token of `box+TOKEN@host` in an address or a list of them.
  private static func token(in text: String, _ mailbox: String) -> String? {
    let parts = mailbox.lowercased().split(separator: "@")
    guard parts.count == 2 else { return nil }
    let ends: Set<Character> = ["<", ">", ",", " ", ";", "\t"]
    for word in text.lowercased().split(whereSeparator: { ends.contains($0) }) {
      guard word.hasPrefix("\(parts[0])+"), word.hasSuffix("@\(parts[1])") else { continue }
      let token = word.dropFirst(parts[0].count + 1).dropLast(parts[1].count + 1)
      let isPlain = token.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
      }
      if isPlain, (1...64).contains(token.utf8.count) { return String(token) }
    }
    return nil
  }
}

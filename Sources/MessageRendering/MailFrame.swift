import CadenceModel

/// What stands under the text of every e-mail: who writes, and how to end it.
///
/// The company appears here and not in the text (product row D2).
package struct MailFrame: Hashable, Sendable {
  /// Signature, a line each.
  package var signature: [String]
  /// How the reader refuses further mails; nil: nothing is said.
  package var optOutLine: String?

  /// A frame of these lines.
  package init(signature: [String] = [], optOutLine: String? = nil) {
    self.signature = signature.map(SafeText.line).filter { !$0.isEmpty }
    self.optOutLine = optOutLine.map(SafeText.line)
  }

  /// The usual frame: rep, company, the rep's number, then the site's own lines.
  ///
  /// The opt-out line is left out of strictly personal business (`withOptOut: false`).
  package init(context: MessageContext, siteLines: [String], withOptOut: Bool = true) {
    let isChinese = LanguageTag.isChinese(context.language)
    let who = [context[.repName], context[.company]].compactMap { $0 }
    self.init(
      signature: [who.joined(separator: isChinese ? " · " : ", ")]
        + [context[.repPhone]].compactMap { $0 } + siteLines,
      optOutLine: withOptOut
        ? (isChinese
          ? "如果不想再收到这样的邮件，回复“退订”即可，我们不再打扰。"
          : "If you would rather not get notes like this, just reply “unsubscribe”.") : nil)
  }

  /// The text with signature and opt-out line below it.
  func text(_ body: String) -> String {
    var parts = [body]
    // RFC 3676, 4.3: two hyphens and a space introduce a signature.
    if !signature.isEmpty { parts.append(signature.joined(separator: "\n")) }
    if let optOutLine { parts.append(optOutLine) }
    guard parts.count > 1 else { return body + "\n" }
    return parts[0] + "\n\n-- \n" + parts[1...].joined(separator: "\n\n") + "\n"
  }
}

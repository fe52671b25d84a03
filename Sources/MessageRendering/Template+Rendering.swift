import CadenceModel

extension Template {
  /// Makes the message for one customer.
  ///
  /// `sms` is what the gateway puts around a short message, `mail` what stands under an e-mail.
  /// Throws a ``RenderFailure``: nothing is ever cut or left open to make a message fit.
  package func render(
    _ context: MessageContext, sms: SMSFrame = SMSFrame(), mail: MailFrame = MailFrame()
  ) throws(RenderFailure) -> RenderedMessage {
    let body = SafeText.block(try text.render(context))
    guard !body.allSatisfy(\.isWhitespace) else { throw .emptyText }
    switch identity.channel {
    case .email: return try renderMail(body, context, mail)
    case .sms: return try renderSMS(body, context, sms)
    case .card, .letter:
      let whole = PaperFrame(context: context, on: identity.channel).text(body)
      return RenderedMessage(
        identity: identity, text: whole, payload: whole, parameters: parameters(context))
    default:
      return RenderedMessage(
        identity: identity, text: body, payload: body, parameters: parameters(context))
    }
  }

  private func renderMail(
    _ body: String, _ context: MessageContext, _ frame: MailFrame
  ) throws(RenderFailure) -> RenderedMessage {
    let line = SafeText.line(try subject?.render(context) ?? "")
    guard !line.isEmpty else { throw .emptyText }
    let fragment = try html?.render(context) ?? MailPage.fragment(body)
    let text = frame.text(body)
    return RenderedMessage(
      identity: identity, subject: line, text: text,
      html: MailPage.document(fragment, language: identity.language, frame: frame),
      payload: text, parameters: parameters(context),
      attachment: attachment(for: context.interests))
  }

  private func renderSMS(
    _ body: String, _ context: MessageContext, _ frame: SMSFrame
  ) throws(RenderFailure) -> RenderedMessage {
    guard !body.contains(where: { $0 == "【" || $0 == "】" }) else { throw .signatureBracket }
    let whole = frame.whole(body)
    let length = SMSText(whole)
    guard length.segments <= frame.maxSegments else {
      throw .tooManySegments(length.segments, most: frame.maxSegments)
    }
    return RenderedMessage(
      identity: identity, text: whole, length: length, payload: frame.payload(body),
      parameters: parameters(context))
  }

  private func parameters(_ context: MessageContext) -> [RenderedMessage.Parameter] {
    text.printedVariables.compactMap { variable in
      context[variable].map { RenderedMessage.Parameter(name: variable.rawValue, value: $0) }
    }
  }

  /// The first file for one of the customer's interests, else the first for everybody.
  private func attachment(for interests: [String]) -> String? {
    let wanted = Set(interests.map { $0.lowercased() })
    let fitting = attachments.first {
      $0.interest.map { wanted.contains($0.lowercased()) } ?? false
    }
    return (fitting ?? attachments.first { $0.interest == nil })?.fileName
  }
}

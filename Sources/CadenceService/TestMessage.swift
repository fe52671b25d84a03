package import CadenceModel
package import CivilTime
package import MessageRendering
package import TouchDelivery

/// The message of `send-test`: says what it is, in the site's language.
package struct TestMessage {
  private let settings: Settings
  private let templates: TemplateLibrary

  /// A test message of a site.
  package init(settings: Settings, templates: TemplateLibrary) {
    self.settings = settings
    self.templates = templates
  }

  /// Where a channel's messages go now, for humans.
  package func route(_ channel: Channel) -> String {
    let name: String? =
      switch channel {
      case .email: settings.channels.smtp.map { "\($0.host):\($0.port)" }
      case .sms: settings.channels.sms?.name
      default: settings.channels.chat?.name
      }
    if settings.mode != .live { return "the outbox (rehearsal)" }
    return name ?? "the outbox"
  }

  /// Composes it.
  package func message(on channel: Channel, to address: String, now: Instant) throws
    -> OutgoingMessage
  {
    let zone = settings.zones[settings.site.zone] ?? .utc
    let isChinese = LanguageTag.isChinese(settings.site.language)
    let text = isChinese ? "这是一条测试消息，收到说明通道正常。" : "This is a test message; the channel works."
    let touch = "send-test/\(now.milliseconds)"
    var message = OutgoingMessage(
      touch: touch, channel: channel, recipient: address, at: zone.text(now))
    guard channel == .email else {
      let frame = SMSFrame(gateway: channel == .sms ? settings.channels.sms : nil)
      let length = SMSText(frame.whole(text))
      message.text = frame.payload(text)
      message.segments = max(1, length.segments)
      message.isUCS2 = length.encoding == .ucs2
      message.signature = frame.signature
      return message
    }
    var mail = Mail(
      key: touch, date: now, offsetSeconds: zone.utcOffset(at: now),
      from: Mailbox(name: settings.site.company, address: settings.site.mailFrom),
      to: [Mailbox(address: address)],
      subject: isChinese ? "Fifthcall 测试邮件" : "A test mail from Fifthcall", text: text)
    mail.unsubscribe = nil
    message.sender = settings.site.mailFrom
    message.bytes = try mail.composed()
    return message
  }
}

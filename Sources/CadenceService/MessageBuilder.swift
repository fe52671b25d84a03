package import CadenceModel
package import CivilTime
package import MessageRendering
package import TouchDelivery

/// Makes the finished message of a touch: variant, rendering, and the mail's exact bytes.
package struct MessageBuilder: Sendable {
  private let settings: Settings
  private let roster: Roster
  private let templates: TemplateLibrary
  private let links: MessageLinks?

  /// What is to be said to whom, and when.
  package struct Request: Sendable {
    /// The touch's identity, which draws the variant and names the mail.
    package var touch: TouchID
    /// Index of the customer.
    package var customer: Int
    /// The channel chosen.
    package var channel: Channel
    /// The template's name.
    package var template: TemplateName
    /// Only this variant; nil: the rotation decides.
    package var variant: String?
    /// What it is about.
    package var occasion: MessageOccasion
    /// Texts the customer had before.
    package var used: [TextUse]
    /// The moment of composing.
    package var now: Instant
    /// The customer with what was recorded since; nil: as the file says.
    package var effective: Customer?

    /// A request of these parts.
    package init(
      touch: TouchID, customer: Int, channel: Channel, template: TemplateName,
      variant: String? = nil, occasion: MessageOccasion, used: [TextUse] = [], now: Instant
    ) {
      self.touch = touch
      self.customer = customer
      self.channel = channel
      self.template = template
      self.variant = variant
      self.occasion = occasion
      self.used = used
      self.now = now
    }
  }

  /// A finished message with the text it was made from.
  package struct Built: Sendable {
    /// What the channel gets.
    package var message: OutgoingMessage
    /// What was rendered.
    package var rendered: RenderedMessage
  }

  /// Why there is no message; it becomes the touch's skip reason.
  package enum Problem: Error, Sendable, CustomStringConvertible {
    /// All variants were used and none has rested long enough.
    case noFreshText(TemplateName, Channel)
    /// The template has no such variant.
    case noVariant(TemplateName, String)
    case render(RenderFailure)
    case mail(MailFailure)

    /// The reason of the contract's list.
    package var reason: SkipReason {
      switch self {
      case .noFreshText: .noFreshText
      case .noVariant, .render, .mail: .missingData
      }
    }

    /// A sentence without personal data.
    package var description: String {
      switch self {
      case .noFreshText(let name, let channel):
        "template \(name) has no fresh \(channel.name) text for this customer"
      case .noVariant(let name, let variant): "template \(name) has no variant \(variant)"
      case .render(let failure): failure.description
      case .mail(let failure): failure.description
      }
    }
  }

  /// A builder over one generation of settings.
  package init(
    settings: Settings, roster: Roster, templates: TemplateLibrary, links: MessageLinks? = nil
  ) {
    self.links = links
    self.settings = settings
    self.roster = roster
    self.templates = templates
  }

  /// Chooses the text, renders it and composes the message.
  package func build(_ request: Request) throws(Problem) -> Built {
    let context = MessageContext(
      settings: settings, roster: roster, customer: request.customer, occasion: request.occasion,
      effective: request.effective)
    let template = try choose(request, language: context.language)
    let rendered: RenderedMessage
    do throws(RenderFailure) {
      rendered = try template.render(
        context, sms: SMSFrame(gateway: settings.channels.sms),
        mail: MailFrame(context: context, siteLines: settings.site.signatureLines))
    } catch {
      throw .render(error)
    }
    return Built(message: try message(request, rendered, template), rendered: rendered)
  }

  private func choose(_ request: Request, language: String) throws(Problem) -> Template {
    let variants = templates.variants(
      of: request.template, on: request.channel, language: language,
      fallback: settings.site.language)
    if let wanted = request.variant {
      guard let template = variants.first(where: { $0.identity.variant == wanted }) else {
        throw .noVariant(request.template, wanted)
      }
      return template
    }
    let choice = VariantChoice.choose(
      among: variants, used: request.used, today: request.occasion.day,
      restMonths: settings.policy.textRestMonths, touch: request.touch.description)
    guard case .text(let template) = choice else {
      throw .noFreshText(request.template, request.channel)
    }
    return template
  }

  private func message(
    _ request: Request, _ rendered: RenderedMessage, _ template: Template
  ) throws(Problem) -> OutgoingMessage {
    let customer = roster.customers[request.customer]
    let profile = roster.profile(at: request.customer)
    let zone = settings.zones[roster.zones[Int(customer.zone)]] ?? .utc
    var message = OutgoingMessage(
      touch: request.touch.description, channel: request.channel,
      recipient: profile[Self.addressField(of: request.channel)], at: zone.text(request.now))
    switch request.channel {
    case .email:
      message.sender =
        links?.returnPath(of: request.touch, at: request.now) ?? settings.site.mailFrom
      message.bytes = try mailBytes(request, rendered, to: message.recipient, zone: zone)
      message.text = rendered.text
    case .sms:
      message.text = rendered.payload
      message.segments = rendered.length?.segments ?? 1
      message.isUCS2 = rendered.length?.encoding == .ucs2
      set(settings.channels.sms, rendered, template, on: &message)
    default:
      message.text = rendered.payload
      set(settings.channels.chat, rendered, template, on: &message)
    }
    return message
  }

  private func set(
    _ gateway: GatewayDefinition?, _ rendered: RenderedMessage, _ template: Template,
    on message: inout OutgoingMessage
  ) {
    guard let gateway else { return }
    let identity = rendered.identity
    message.signature = gateway.signature
    message.templateID =
      gateway.templateID(
        of: identity.name.text, language: identity.language, variant: identity.variant)
      ?? template.templateIDs[gateway.name]
    message.templateParameters = rendered.parameters.map { (name: $0.name, value: $0.value) }
  }

  private func mailBytes(
    _ request: Request, _ rendered: RenderedMessage, to address: String, zone: ZoneRules
  ) throws(Problem) -> [UInt8] {
    let site = settings.site
    let repIndex = Int((request.effective ?? roster.customers[request.customer]).rep)
    let rep = repIndex < settings.reps.count ? settings.reps[repIndex] : nil
    var mail = Mail(
      key: request.touch.description, date: request.now,
      offsetSeconds: zone.utcOffset(at: request.now),
      from: Mailbox(
        name: site.mailFromName.isEmpty ? site.company : site.mailFromName, address: site.mailFrom),
      to: [Mailbox(address: address)],
      replyTo: (rep?.email ?? site.replyTo).map { Mailbox(address: $0) },
      subject: rendered.subject ?? "", text: rendered.text, html: rendered.html)
    mail.unsubscribe = MailUnsubscribe(
      mailto: site.replyTo ?? site.mailFrom,
      link: links?.optOut(of: request.touch.customer, at: request.now))
    if let name = rendered.attachment, let bytes = templates.attachments[name] {
      mail.attachments = [MailAttachment(fileName: name, bytes: bytes)]
    }
    do throws(MailFailure) {
      return try mail.composed()
    } catch {
      throw .mail(error)
    }
  }

  /// Where the file has the address of a machine channel.
  static func addressField(of channel: Channel) -> ProfileField {
    switch channel {
    case .email: .email
    case .sms: .mobile
    default: .chat
    }
  }
}

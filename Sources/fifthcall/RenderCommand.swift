import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import MessageRendering
import TouchJournal

/// `fifthcall render`: what one customer would get from a template.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Shows what one customer would get from a template.",
    discussion: """
      The text is the one that the rotation would choose today, unless --variant names one. Values
      that only a planned touch knows, such as the day of a visit, are samples; they are named on
      standard error. Nothing is sent or recorded.
      """)

  /// How it is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Argument(help: "The template's name: its folder below templates/.")
  var template: String

  @Option(help: "The customer's id.")
  var customer: String

  @Option(
    help: "email, sms, chat, card or letter. Default: the first of them that the template has.")
  var channel: String?

  @Option(help: "Only this variant.")
  var variant: String?

  @Option(help: "table or json.")
  var format: Format = .table

  @OptionGroup var site: SiteOptions

  func validate() throws {
    if let channel, Channel(name: channel)?.hasTexts != true {
      throw ValidationError("--channel is email, sms, chat, card or letter")
    }
  }

  func run() throws {
    let reading = try SiteReading(site)
    let roster = reading.site.roster
    let index = try reading.index(of: customer)
    let library = reading.site.templates
    let names = library.names.map(\.text)
    guard names.contains(template) else {
      throw Self.refusal("unknown template \(template)\(NearestName.hint(template, in: names))")
    }
    let preview = RenderPreview(
      template: TemplateName(template), settings: reading.settings, roster: roster, index: index,
      now: reading.now)
    let chosen = try choose(
      from: variants(library, preview.context.language, reading.settings),
      used: SentTexts.uses(reading.state.history.customers[CustomerID(customer)]),
      today: preview.day, restMonths: reading.settings.policy.textRestMonths)
    let samples = preview.samples.filter(chosen.variables.contains).map(\.rawValue)
    if !samples.isEmpty {
      StandardError.write("note: sample values for \(samples.joined(separator: ", "))")
    }
    let message: RenderedMessage
    do throws(RenderFailure) {
      message = try chosen.render(
        preview.context, sms: SMSFrame(gateway: reading.settings.channels.sms),
        mail: MailFrame(
          context: preview.context, siteLines: reading.settings.site.signatureLines))
    } catch {
      throw Self.refusal("\(chosen.identity.textID) cannot be rendered for \(customer): \(error)")
    }
    try show(message)
  }

  private func variants(
    _ library: TemplateLibrary, _ language: String, _ settings: Settings
  ) throws -> [Template] {
    let wanted =
      channel.flatMap { Channel(name: $0) }.map { [$0] } ?? Channel.allCases.filter(\.hasTexts)
    for channel in wanted {
      let found = library.variants(
        of: TemplateName(template), on: channel, language: language,
        fallback: settings.site.language)
      if !found.isEmpty { return found }
    }
    throw Self.refusal(
      "template \(template) has no \(channel ?? "") text for language \(language)")
  }

  private func choose(
    from variants: [Template], used: [TextUse], today: Day, restMonths: Int
  ) throws -> Template {
    if let variant {
      guard let found = variants.first(where: { $0.identity.variant == variant }) else {
        let names = variants.map(\.identity.variant)
        throw Self.refusal("no variant \(variant); there are \(names.joined(separator: ", "))")
      }
      return found
    }
    let choice = VariantChoice.choose(
      among: variants, used: used, today: today, restMonths: restMonths,
      touch: "\(customer)/\(template)")
    if case .text(let found) = choice { return found }
    StandardError.write("note: this customer has had every text; none would be sent today")
    return variants[0]
  }

  private func show(_ message: RenderedMessage) throws {
    switch format {
    case .json: try LineOutput.line(RenderedJSON.line(message))
    case .table:
      try LineOutput.line("text:     \(message.identity.textID)")
      if let subject = message.subject { try LineOutput.line("subject:  \(subject)") }
      if let length = message.length {
        try LineOutput.line(
          "length:   \(length.units) units \(length.encoding.rawValue), \(length.segments) "
            + (length.segments == 1 ? "segment" : "segments"))
      }
      if let attachment = message.attachment { try LineOutput.line("attached: \(attachment)") }
      let text = "\n" + message.text
      try LineOutput.handOver(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }
  }

  private static func refusal(_ text: String) -> ExitCode {
    StandardError.write(text)
    return .badData
  }
}

package import CadenceModel
import CadencePlanning
package import CivilTime
package import MessageRendering
package import RepReporting

/// Proposes what to write on a card or in a letter: chosen and rendered as messages are (product rows D3
/// and D4).
package struct PaperTexts: Sendable {
  private let settings: Settings
  private let roster: Roster
  private let templates: TemplateLibrary

  /// Proposals from one generation of settings and texts.
  package init(settings: Settings, roster: Roster, templates: TemplateLibrary) {
    self.settings = settings
    self.roster = roster
    self.templates = templates
  }

  /// The text for a task; nil where its step has none for that channel.
  ///
  /// `used` are the texts that the customer has had or is about to get.
  package func proposal(_ question: PaperQuestion, used: [TextUse], customer: Customer)
    -> PaperText?
  {
    guard let channel = Self.channel(of: question.channel), let name = question.template else {
      return nil
    }
    let context = MessageContext(
      settings: settings, roster: roster, customer: question.customer,
      occasion: MessageOccasion(day: question.day, occurrence: question.occurrence),
      effective: customer)
    let variants = templates.variants(
      of: name, on: channel, language: context.language, fallback: settings.site.language)
    guard !variants.isEmpty else { return nil }
    // Who lacks what one text says gets another.
    let written = variants.compactMap { template in
      (try? template.render(context)).map { (template, text: $0.text) }
    }
    let choice = VariantChoice.choose(
      among: written.map(\.0), used: used, today: question.day,
      restMonths: settings.policy.textRestMonths, touch: question.touch.description)
    guard case .text(let chosen) = choice,
      let found = written.first(where: { $0.0.identity == chosen.identity })
    else { return .usedUp(name) }
    return .text(
      found.text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) },
      id: chosen.identity.textID)
  }

  /// The text that was proposed for the task which a fact answers; nil when it was none.
  package func identity(answeredBy fact: Fact, _ history: CustomerHistory?, zone: ZoneRules)
    -> TemplateIdentity?
  {
    guard let touch = fact.touch, let customer = roster.index(of: touch.customer),
      let cadence = settings.cadences.first(where: { $0.name == touch.cadence }),
      cadence.steps.indices.contains(touch.step - 1),
      let channel = Self.channel(written: fact.detail)
    else { return nil }
    let occurrence = Occurrence(
      text: touch.occurrence, trigger: cadence.trigger, festivals: settings.festivals)
    guard let occurrence else { return nil }
    let question = PaperQuestion(
      touch: touch, customer: customer, channel: channel,
      template: cadence.steps[touch.step - 1].template, day: zone.local(at: fact.at).day,
      occurrence: occurrence)
    let effective = EffectiveCustomer.of(
      roster.customers[customer], history, roster: roster, settings: settings,
      sources: roster.sources, on: question.day)
    let found = proposal(question, used: SentTexts.uses(history), customer: effective)
    guard case .text(_, let id)? = found else { return nil }
    return templates.template(textID: id)?.identity
  }

  /// Answers a digest's questions.
  package func answers(_ history: History)
    -> @Sendable (PaperQuestion, Customer, [String]) ->
    PaperText?
  {
    { question, customer, alsoUsed in
      var used = SentTexts.uses(history.customers[question.touch.customer])
      used += alsoUsed.map { TextUse(textID: $0, day: question.day) }
      return proposal(question, used: used, customer: customer)
    }
  }

  /// What is written for a task: with a gift goes a card.
  private static func channel(of task: Channel) -> Channel? {
    task.isOnPaper ? task : task == .gift ? .card : nil
  }

  /// On which channel a fact tells that something was written.
  private static func channel(written detail: FactDetail) -> Channel? {
    switch detail {
    case .card: .card
    case .letter: .letter
    case .gift: .gift
    default: nil
    }
  }
}

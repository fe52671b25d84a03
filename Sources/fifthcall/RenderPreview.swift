import CadenceModel
import CivilTime
import MessageRendering

/// The values for a preview: the customer's own, and samples for what only a touch would know.
struct RenderPreview {
  /// Values for the template.
  let context: MessageContext
  /// Today in the customer's zone.
  let day: Day
  /// The variables that stand for a touch that is not there.
  let samples: [TemplateVariable]

  /// Gathers the values as the first cadence that uses the template would.
  init(
    template: TemplateName, settings: Settings, roster: Roster, index: Int, now: Instant
  ) {
    let customer = roster.customers[index]
    let zone = Int(customer.zone) < roster.zones.count ? roster.zones[Int(customer.zone)] : ""
    let today = (settings.zones[zone] ?? settings.zones[settings.site.zone] ?? .utc)
      .local(at: now).day
    let cadence = settings.cadences.first { cadence in
      cadence.steps.contains { $0.template == template }
    }
    let occasion = MessageOccasion(
      day: today, occurrence: cadence.flatMap { Self.occurrence($0, settings, customer, today) })
    var context = MessageContext(
      settings: settings, roster: roster, customer: index, occasion: occasion)
    let ofTouch: [TemplateVariable] = [
      .years, .person, .festival, .visitDate, .visitTime, .material,
    ]
    let missing = ofTouch.filter { context[$0] == nil }
    for variable in missing { context[variable] = variable.sample(language: context.language) }
    self.context = context
    day = today
    samples = missing
  }

  private static func occurrence(
    _ cadence: Cadence, _ settings: Settings, _ customer: Customer, _ day: Day
  ) -> Occurrence? {
    let year = Int16(clamping: day.year)
    switch cadence.trigger {
    case .anniversary(let rule) where rule.date == .wedding:
      return .kept(.couple, year: year, isLunar: false)
    case .anniversary(let rule) where rule.people.contains(.customer):
      return .kept(.customer, year: year, isLunar: false)
    case .anniversary:
      return customer.family.first.map { .kept($0.relation, year: year, isLunar: false) }
    case .festival(let rule):
      let index = settings.festivals.firstIndex { rule.festivals.contains($0.name) }
      return index.map { .festival(UInt8(clamping: $0), year: year) }
    default: return nil
    }
  }
}

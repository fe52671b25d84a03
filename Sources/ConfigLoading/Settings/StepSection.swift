import CadenceModel
import CivilTime

/// A step as a cadence file says it.
struct StepDraft: Sendable {
  var channels: Located<[Channel]> = Located([])
  var template: Located<String>?
  var after: Located<CalendarPeriod>?
  var before: Located<CalendarPeriod>?
  var part = Step.DayPart.any
  var expires: CalendarPeriod?
  var elseTask = false
  var title = ""
  var talk: [String] = []
  var audience = AudienceDraft()
  var deadline: Located<ComplaintDeadline>?
  /// Whether one of its keys was wrong, and told so.
  var isDamaged = false

  static let section = ConfigSection(
    "step", "One touch of a cadence.", defaults: StepDraft()
  ) {
    ConfigField(
      "channels", \.channels,
      ConfigForm<Channel>.choice(
        Channel.allCases.map { ($0.name, $0) }, what: "channel"
      ).list(atLeast: 1, atMost: 8).located, required: true,
      "In order of preference; the first one that is allowed and reachable is taken. email, sms "
        + "and chat are sent by the machine, the rest are tasks for the rep.")
    ConfigField(
      "template", \.template, ConfigForm<String>.name("template name").located,
      "The folder in templates/ with the texts; needed by email, sms and chat. For card and letter "
        + "what is proposed to the rep, for a gift the card that goes with it.")
    ConfigField(
      "after", \.after, ConfigForm<CalendarPeriod>.period().located,
      "How long after the occurrence's day; in a ladder after the previous attempt. Days (3d), "
        + "working days (3wd) or months (3mo).")
    ConfigField(
      "before", \.before, ConfigForm<CalendarPeriod>.period(positive: true).located,
      "How long before the occurrence's day; not in ladders.")
    ConfigField(
      "part", \.part, .choice(of: Step.DayPart.self, what: "part of the day"),
      "When in the day; alternate: the other half of the day than the previous attempt.")
    ConfigField(
      "expires", \.expires, .period(),
      "How long after its planned day it may still be made; without it the kind's own rule.")
    ConfigField(
      "else_task", \.elseTask, .flag,
      "Whether a message that cannot be sent becomes a call for the rep.")
    ConfigField(
      "title", \.title, .text(most: 60), "The task in a few words, for the digest.")
    ConfigField(
      "talk", \.talk, ConfigForm<String>.text("line", most: 200).list(atMost: 20),
      "Short talking points for the rep.")
    ConfigField(
      "audience", \.audience, AudienceDraft.section.form, "Only for these of the cadence's.")
    ConfigField(
      "deadline", \.deadline,
      ConfigForm<ComplaintDeadline>.choice(of: ComplaintDeadline.self, what: "deadline").located,
      "In a complaint's ladder: due by the moment promised, else complaints.answer_within (answer), "
        + "or by complaints.solve_within (solve).")
  }

  /// The step in the model's terms.
  var step: Step {
    var offset = after?.value ?? .days(0)
    if let before = before?.value {
      offset = CalendarPeriod(
        months: -before.months, days: -before.days, workdays: -before.workdays)
    }
    var step = Step(
      channels: channels.value, template: template.map { TemplateName($0.value) },
      offset: offset, dayPart: part, expires: expires, elseTask: elseTask, title: title,
      talk: talk, audience: audience.value)
    step.deadline = deadline?.value
    return step
  }
}

import CadenceModel

extension ReportSettings {
  /// What `reports:` may say.
  static let section = ConfigSection(
    "reports", "The thresholds of fifthcall report; docs/reports.md has the formulas.",
    defaults: ReportSettings()
  ) {
    ConfigField(
      "least_typed", \.leastTyped, .integer(1...1_000_000, of: "of customers"),
      "With fewer customers of a known type the structure of the base is not judged.")
    ConfigField(
      "led_from", \.ledFrom, .integer(1...100, of: "of percent"),
      "A type leads the base from this share of it, in percent …")
    ConfigField(
      "led_ahead", \.ledAhead, .integer(0...100, of: "of percent points"),
      "… if it is so many percent points ahead of the second.")
    ConfigField(
      "given_up_after", \.givenUpAfter, .integer(1...3650, of: "of days"),
      "After so many days without a call a follow-up counts as given up.")
    ConfigField(
      "neglected_after", \.neglectedAfter, NeglectSettings.section.form,
      "Days without a real contact after which a customer counts as neglected.")
  }
}

extension NeglectSettings {
  /// What `neglected_after:` may say.
  static let section = ConfigSection(
    "neglected_after", "Days without a real contact after which a customer is neglected, by tier.",
    defaults: NeglectSettings()
  ) {
    ConfigField("top", \.top, days, "The first hundredth of the year's buyers.")
    ConfigField("large", \.large, days, "The next four hundredths.")
    ConfigField("medium", \.medium, days, "The next fifteen.")
    ConfigField("small", \.small, days, "The other buyers of the year.")
    ConfigField("inactive", \.inactive, days, "Who bought before that.")
    ConfigField("prospect", \.prospect, days, "Who has asked or was offered something.")
    ConfigField("suspect", \.suspect, days, "Everybody else.")
  }

  private static let days = ConfigForm<Int>.integer(1...36_500, of: "of days")
}

extension EffortSettings {
  /// What `effort:` may say.
  static let section = ConfigSection(
    "effort", "What a rep's work takes, in minutes, where nobody reported it.",
    defaults: EffortSettings()
  ) {
    ConfigField("call", \.call, minutes, "A call that reached the customer.")
    ConfigField("call_unanswered", \.callUnanswered, minutes, "A call that did not.")
    ConfigField("visit", \.visit, minutes, "A visit, with the way there.")
    ConfigField("contact", \.contact, minutes, "Any other real contact, such as a walk-in.")
    ConfigField("gift", \.gift, minutes, "A gift brought.")
    ConfigField("card", \.card, minutes, "A card written.")
    ConfigField("letter", \.letter, minutes, "A letter written.")
  }

  private static let minutes = ConfigForm<Int>.integer(0...1440, of: "of minutes")
}

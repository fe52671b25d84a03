import CadenceModel
import CivilTime

extension ManagerSettings {
  /// What `manager:` may say.
  static let section = ConfigSection(
    "manager", "The manager's mails: once a week, and whenever something is too late.",
    defaults: ManagerSettings()
  ) {
    ConfigField(
      "email", \.email, .address, "Where they go; without it there are none.")
    ConfigField(
      "at", \.at, .minute,
      "When the first of a day goes out, in the site's zone; what becomes too late later in the "
        + "day is told at the next full hour.")
    ConfigField(
      "weekday", \.weekday,
      ConfigForm<Weekday>.choice(
        Weekday.allCases.map { ($0.name.lowercased(), $0) }, what: "weekday"),
      "The day of the weekly mail; the next working day where it is none.")
  }
}

extension EscalationSettings {
  /// What `escalation:` may say.
  static let section = ConfigSection(
    "escalation",
    "When an undone task is more than its rep's own matter, in working days of the rep or of whoever stands in.",
    defaults: EscalationSettings()
  ) {
    ConfigField("remind_after", \.remindAfter, days, "So late, the rep is reminded.")
    ConfigField("tell_manager_after", \.tellManagerAfter, days, "So late, the manager is told.")
    ConfigField(
      "reassign_after", \.reassignAfter, days, "So late, somebody else is proposed to take over.")
  }

  private static let days = ConfigForm<Int>.integer(1...365, of: "of working days")
}

import CadenceModel
import CivilTime

extension ComplaintSettings {
  static let section = ConfigSection(
    "complaints", "By when complaints are answered and solved, where nobody promised a moment.",
    defaults: ComplaintSettings()
  ) {
    ConfigField(
      "answer_within", \.answerWithin, .period(wholeDays: false, positive: true),
      "From the complaint to the first call back (deadline: answer). Hours and minutes count within "
        + "policy.call_windows of the rep's working days. Default: 2h.")
    ConfigField(
      "solve_within", \.solveWithin, .period(positive: true),
      "From the complaint to the day on which it is put right (deadline: solve). Default: 3wd.")
  }
}

extension ConfigForm where Value == LadderEvent {
  /// A kind of fact or a signal.
  static var event: ConfigForm<LadderEvent> {
    .choice(LadderEvent.all.map { ($0.name, $0) }, what: "record kind or signal")
  }
}

package import CadenceModel
package import CivilTime

/// Who works when, and who stands in for whom.
package struct RepDuty: Sendable {
  private let settings: Settings

  /// The duty rules of a configuration.
  package init(_ settings: Settings) { self.settings = settings }

  /// Whether the rep works on a day: not absent, no public holiday, and either one of the rep's
  /// weekdays or a weekend day that the official list makes a working day.
  package func isWorking(_ rep: Rep, on day: Day) -> Bool {
    guard !rep.isAbsent(on: day) else { return false }
    return isRegularDay(rep, day)
  }

  /// Whether the rep would work, absences aside; the planner places tasks by the same rule.
  private func isRegularDay(_ rep: Rep, _ day: Day) -> Bool {
    let country = rep.country ?? settings.site.country
    let region = rep.country == nil ? settings.site.region : nil
    return (settings.calendars[country] ?? .plain).isWorked(
      day, region: region, weekdays: rep.weekdays)
  }

  /// The rep's last working day before `day`; nil when there was none in 60 days.
  package func workday(before day: Day, of rep: Rep) -> Day? {
    (1...60).lazy.map { day - $0 }.first { isWorking(rep, on: $0) }
  }

  /// The rep's next working day after `day`; nil when there is none in 60 days.
  package func workday(after day: Day, of rep: Rep) -> Day? {
    (1...60).lazy.map { day + $0 }.first { isWorking(rep, on: $0) }
  }

  /// Who has a rep's tasks on a day: the rep, or in an absence the deputy, or the deputy's deputy.
  ///
  /// Nil when everybody in the chain is away: then the tasks wait.
  package func cover(of index: Int, on day: Day) -> Int? {
    settings.standIn(for: index, on: day)
  }

  /// Whether somebody does a rep's tasks on a day; the planner hands them out by the same rule.
  func isServed(_ index: Int, on day: Day) -> Bool {
    let inCharge = Int(settings.inCharge(UInt16(clamping: index), on: day))
    guard settings.reps.indices.contains(inCharge), isRegularDay(settings.reps[inCharge], day),
      let found = cover(of: index, on: day)
    else { return false }
    return isRegularDay(settings.reps[found], day)
  }

  /// The absence that the rep comes back from on `day`: nothing was worked between.
  package func absenceEnded(of rep: Rep, on day: Day) -> Absence? {
    guard isWorking(rep, on: day) else { return nil }
    return rep.absences.filter { $0.last < day }.max { $0.last < $1.last }.flatMap { absence in
      let between = stride(from: absence.last + 1, to: day, by: 1)
      return between.contains { isWorking(rep, on: $0) } ? nil : absence
    }
  }
}

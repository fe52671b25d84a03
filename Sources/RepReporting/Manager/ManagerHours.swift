package import CadenceModel
package import CivilTime

/// When the manager's mails are due.
package struct ManagerHours: Sendable {
  private let settings: Settings
  private let zone: ZoneRules

  /// The hours of some settings.
  package init(_ settings: Settings) {
    self.settings = settings
    zone = settings.zones[settings.site.zone] ?? .utc
  }

  /// The nominal day of the weekly mail of a day's week: the last such weekday, the day included.
  package func nominal(on day: Day) -> Day {
    day - (Int(day.weekday.rawValue) - Int(settings.manager.weekday.rawValue) + 7) % 7
  }

  /// When a weekly mail is due: on its nominal day, or the first working day after it; nil in a week without
  /// one, of which the next mail tells as the week before.
  package func due(week nominal: Day) -> Instant? {
    (0..<7).lazy.map { nominal + $0 }.first { settings.isOfficeDay($0) }.map {
      zone.instant(day: $0, minute: settings.manager.at)
    }
  }

  /// How long after its moment a weekly mail that downtime kept back is still sent.
  package static let weekGrace = 3 * 86_400

  /// The moments of a day at which the manager hears of what is too late.
  ///
  /// `manager.at`, then every full hour until calls end; none on days off.
  package func looks(on day: Day) -> [(mail: ManagerMail, at: Instant)] {
    guard settings.isOfficeDay(day) else { return [] }
    let first = settings.manager.at
    let end = settings.policy.callWindows.map(\.end).max() ?? .endOfDay
    let later = (first.hour + 1..<24).compactMap { MinuteOfDay($0 * 60) }.filter { $0 <= end }
    return ([first] + later).map {
      (.late(day, hour: $0.hour), zone.instant(day: day, minute: $0))
    }
  }

  /// The last such moment that has come on the day of `moment`; not the first of the day on which the weekly
  /// mail tells everything.
  package func look(at moment: Instant) -> (mail: ManagerMail, at: Instant)? {
    let today = zone.local(at: moment).day
    let told = due(week: nominal(on: today))
    return looks(on: today).last { $0.at <= moment && $0.at != told }
  }

  /// The next moment at which anything may be due.
  package func next(after moment: Instant) -> Instant? {
    let today = zone.local(at: moment).day
    let looks = (looks(on: today) + looks(on: today + 1)).map(\.at)
    let weeks = [nominal(on: today), nominal(on: today) + 7].compactMap { due(week: $0) }
    return (looks + weeks).filter { $0 > moment }.min()
  }

  /// The moment of which a mail tells; nil where the hours have changed since.
  package func moment(of mail: ManagerMail) -> Instant? {
    switch mail {
    case .week(let day): due(week: day)
    case .late(let day, _): looks(on: day).first { $0.mail == mail }?.at
    }
  }

  /// When the manager last heard of what is too late, by what is journalled of the mails; nil: never.
  package func lastHeard(_ known: CustomerHistory?, before moment: Instant) -> Instant? {
    (known?.touches ?? []).compactMap { record -> Instant? in
      guard record.outcome?.mayHaveReached ?? true else { return nil }
      return ManagerMailTouch.read(record.touch).flatMap { self.moment(of: $0) }
    }.filter { $0 < moment }.max()
  }
}

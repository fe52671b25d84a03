import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Logging
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Holds what a start must not let go: after a gap, with a strange base, with a multiplied plan;
  /// books what the gap has made too late, at once or when the hold for it ends.
  ///
  /// Once, as soon as the clock can be trusted.
  func guardStart() {
    guard !isGuarded else { return }
    watchClock()
    guard !isTimeless else { return }
    isGuarded = true
    if let end = state.standing.previousEnd {
      catchUp(after: (now - end) / 1000)
      leaptFrom = leaptFrom ?? end
      bookLeap()
      tellMachine()
    }
    acceptOrHold()
  }

  /// Compares base and look-ahead with what was accepted last, and holds or keeps them.
  func acceptOrHold() {
    let fresh = lookAhead()
    defer {
      tellStaleData()
      guardZones()
    }
    guard let old = state.standing.accepted else {
      append([.accepted(fresh)])
      return
    }
    guard let reason = suspicion(of: fresh, after: old) else {
      if fresh != old { append([.accepted(fresh)]) }
      open(HoldReason.roster)
      open(HoldReason.lookAhead)
      return
    }
    shut(reason.cause, details: [reason.text])
  }

  /// Holds a service that was started without its texts, also after somebody released everything:
  /// there is nothing to send.
  func guardTexts() {
    guard !site.hasTexts else { return }
    shut(HoldReason.templates, details: [site.places.templates])
  }

  /// Keeps the look-ahead of a new day, which the next reload is compared with.
  func keepLookAhead() {
    let causes = Set(state.holds.map(\.cause))
    guard causes.isDisjoint(with: [HoldReason.roster, HoldReason.lookAhead]) else { return }
    // The fuse goes on comparing with what was expected when somebody last looked.
    let before = forecast
    let fresh = lookAhead()
    forecast = before
    append([.accepted(fresh)])
  }

  /// What is strange about a site after the one accepted last; nil when nothing is.
  private func suspicion(of fresh: AcceptedSite, after old: AcceptedSite)
    -> (cause: String, text: String)?
  {
    if let change = Self.sketch(fresh).change(from: Self.sketch(old)) {
      return (HoldReason.roster, Self.text(change))
    }
    guard fresh.generation != old.generation || fresh.sketch != old.sketch,
      !(old.isSample && !fresh.isSample),
      LookAheadRule.isBlast(before: old.messages, after: fresh.messages)
    else { return nil }
    return (
      HoldReason.lookAhead,
      "\(old.messages) → \(fresh.messages) messages in \(LookAheadRule.days) days"
    )
  }

  /// Why new customer files must not be taken over; nil when they may.
  func rosterRefusal(_ site: LoadedSite, _ settings: Settings) -> String? {
    guard let old = state.standing.accepted else { return nil }
    let fresh = Self.numbers(of: site.roster, settings)
    guard let change = Self.sketch(fresh).change(from: Self.sketch(old)) else { return nil }
    var kept = fresh
    kept.messages = old.messages
    refused = kept
    return Self.text(change)
  }

  /// The present base with what would go out in the coming days; keeps the forecast by day.
  func lookAhead() -> AcceptedSite {
    let today = siteZone.local(at: now).day
    let plan = messages(from: today, days: LookAheadRule.days).plan
    forecast = [:]
    for day in 0..<LookAheadRule.days { forecast[today + day] = 0 }
    var site = Self.numbers(of: roster, settings)
    for touch in plan.touches {
      site.messages += 1
      if isFused(touch) { forecast[touch.day, default: 0] += 1 }
    }
    site.first = today
    site.days = (0..<LookAheadRule.days).map { forecast[today + $0] ?? 0 }
    return site
  }

  /// Festivals write to everybody by design.
  private func isFused(_ touch: PlannedTouch) -> Bool {
    settings.cadences[Int(touch.cadence)].kind != .festival
  }

  /// Holds a day's batch that is far larger than such days are.
  func guardBatch(_ today: Day) {
    guard freedDay != today, !isTimeless else { return }
    var due: [String: Int] = [:]
    for touch in planned.values where touch.day == today && isFused(touch) {
      due["\(settings.cadences[Int(touch.cadence)].name)", default: 0] += 1
    }
    let fuse = BlastFuse(
      due: due, base: roster.customers.count, past: pastDays(today), forecast: forecast[today],
      known: state.standing.known[today])
    for verdict in fuse.verdicts {
      switch verdict {
      case .total(let count, let most):
        blow(HoldReason.blast, today, "\(today): \(count) > \(most)")
      case .cadence(let name, let count, let most):
        blow(
          HoldReason.cause(HoldReason.blast, of: name), today,
          "\(today): \(name) \(count) > \(most)")
      }
    }
  }

  /// Holds a batch unless somebody released it today.
  private func blow(_ cause: String, _ today: Day, _ found: String) {
    let released = [cause, HoldReason.blast].compactMap { state.standing.released[$0] }
    guard !released.contains(where: { siteZone.local(at: $0).day == today }) else { return }
    shut(cause, details: [found])
  }

  /// After a reload: batches that the new files make ordinary are held no longer.
  func reopenBatches() {
    for hold in state.holds where HoldReason.base(hold.cause) == HoldReason.blast {
      open(hold.cause)
    }
  }

  /// Messages of each of the last 28 days, yesterday first; nil while the service is younger.
  private func pastDays(_ today: Day) -> [Int]? {
    guard let first = state.history.firstStart,
      today - siteZone.local(at: first).day >= 28
    else { return nil }
    var counts = [Int](repeating: 0, count: 28)
    countMessages { day in
      if (1...28).contains(today - day) { counts[today - day - 1] += 1 }
    }
    return counts
  }

  /// Says when the list of holidays of a country is not known for this year or, late in the year,
  /// for the next one; the planner holds back what cannot be judged (`calendar-unknown`).
  func tellStaleData() {
    let today = siteZone.local(at: now).day
    let years = StaleCalendarRule.years(today)
    staleCalendars = settings.calendars.sorted { $0.key < $1.key }.flatMap { country, calendar in
      years.filter { !calendar.isKnown(year: $0) }.map { "holidays/\(country).csv: \($0)" }
    }
    guard !staleCalendars.isEmpty else { return }
    log.error(
      "holidays are not known", metadata: ["found": "\(staleCalendars.joined(separator: ", "))"])
    alert(.staleData(staleCalendars))
  }

  /// Holds customers whose clocks change while the system's zone data are too old to know when.
  func guardZones() {
    guard let release = parts.zoneData() else { return }
    let today = siteZone.local(at: now).day
    guard ZoneDataRule.isStale(year: release.year, today: today) else {
      open(HoldReason.zones)
      return
    }
    let names = roster.zones.filter { settings.zones[$0]?.changes(around: now) ?? true }.sorted()
    guard !names.isEmpty else {
      log.warning("the system's time zone data are old", metadata: ["tzdata": "\(release.text)"])
      return
    }
    let vouched = state.standing.released[HoldReason.zones].map { siteZone.local(at: $0).day }
    guard vouched.map({ today - $0 > ZoneDataRule.vouchedDays }) ?? true else { return }
    shut(
      HoldReason.zones,
      details: ["tzdata \(release.text)", names.prefix(10).joined(separator: ", ")])
  }

  private static func numbers(of roster: Roster, _ settings: Settings) -> AcceptedSite {
    let isSample = !roster.customers.isEmpty && roster.customers.allSatisfy(\.isSample)
    let sketch = RosterSketch(ids: roster.customers.lazy.map(\.id.text), isSample: isSample)
    return AcceptedSite(
      generation: settings.generation, customers: sketch.count, isSample: isSample,
      sketch: sketch.text, messages: 0)
  }

  private static func sketch(_ site: AcceptedSite) -> RosterSketch {
    RosterSketch(
      count: site.customers, isSample: site.isSample,
      hashes: RosterSketch.hashes(site.sketch) ?? [])
  }

  private static func text(_ change: RosterSketch.Change) -> String {
    switch change {
    case .shrunk(let before, let after): "\(before) → \(after) customers"
    case .strangers(let count): "of \(count) customers hardly any was known before"
    }
  }
}

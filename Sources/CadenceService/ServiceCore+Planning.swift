import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Dispatch
import JournalFile
import Logging
import MessageRendering
import RepReporting
import ServiceRuntime
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// A planner over what holds now: settings, customers, and the journal as planning reads it.
  ///
  /// What does not change with every record is prepared once and kept.
  var newPlanner: Planner {
    let history = knownHistory
    let today = siteZone.local(at: now).day
    if var planner = preparedPlanner {
      preparedPlanner = nil
      if planner.advance(to: history) {
        planner.open(today)
        prepareDay(&planner)
        preparedPlanner = planner.withoutHistory
        return planner
      }
    }
    var planner = Planner(settings: settings, roster: roster, history: history).opened(today)
    prepareDay(&planner)
    preparedPlanner = planner.withoutHistory
    return planner
  }

  /// What a day's plans share is worked out once; plans of one customer after a record need it, too.
  private func prepareDay(_ planner: inout Planner) {
    let today = siteZone.local(at: now).day
    planner.prepareVisits(from: today, days: 40, now: planMoment)
    // The gate and the digests ask for a day; whoever recorded something, for three.
    var spans = [(from: today, days: 1), (from: today, days: 3)]
    if hasOtherZones {
      spans.append((from: firstDay(of: today, wantsDayBefore: true), days: 3))
    }
    planner.prepareTables(spans)
  }

  /// The plan of some days by what holds now, for everybody.
  func plan(from: Day, days: Int) -> (plan: Plan, planner: Planner) {
    let planner = newPlanner
    return (planner.planOnAllCores(from: from, days: days, now: planMoment), planner)
  }

  /// What the machine would send on some days by what holds now, for everybody or to one customer.
  func messages(from: Day, days: Int, customer: Int? = nil) -> (plan: Plan, planner: Planner) {
    let planner = newPlanner
    var filter = PlanFilter(customer: customer)
    filter.messagesOnly = true
    let plan = planner.planOnAllCores(from: from, days: days, filter: filter, now: planMoment)
    return (plan, planner)
  }

  /// Plans anew for everybody from a site's day on, and hands the machine what it may send.
  func replan(_ today: Day) {
    gatekeeper.reset()
    planDay = today
    managerLooks = []
    digestTasks = digestTasks.filter { id, _ in
      (RepDigestTouch.read(id)?.day ?? today) >= today - 1
    }
    let first = firstDay(of: today, wantsDayBefore: hasOtherZones)
    let (plan, planner) = messages(from: first, days: today + 2 - first)
    take(plan, planner)
    log.info(
      "planned",
      metadata: [
        "day": "\(today)", "messages": "\(planned.count)", "generation": "\(site.generation)",
      ])
  }

  /// Plans anew for one customer, after a fact about them.
  func replan(customer index: Int) {
    guard let planDay else { return }
    // What a member of the household said may concern the others.
    gatekeeper.reset()
    let zone = settings.zones[roster.zones[Int(roster.customers[index].zone)]]
    let first = firstDay(of: planDay, wantsDayBefore: zone?.name != siteZone.name)
    let (plan, planner) = messages(from: first, days: 3, customer: index)
    let old = planned.ids(of: Int32(index))
    old.forEach { planned.remove($0) }
    let fresh = note(plan, planner)
    perform(machine.handle(.replanned(old, fresh), at: now))
  }

  /// Whether any customer lives in another zone than the office.
  private var hasOtherZones: Bool { roster.zones.contains { $0 != settings.site.zone } }

  /// The first day of a plan that is to hold all messages of today, with the day before where customers
  /// live in other zones: their yesterday or tomorrow can be the office's today.
  ///
  /// Never before the first start. Nothing is due by then, and a plan that begins earlier has its visits on
  /// other days than all others, so that messages would announce visits that nobody makes.
  private func firstDay(of today: Day, wantsDayBefore: Bool) -> Day {
    guard wantsDayBefore else { return today }
    let start = state.history.firstStart.map { siteZone.local(at: $0).day } ?? today
    return max(today - 1, min(start, today))
  }

  /// Replaces everything that is planned, and lets the machine release what is due.
  private func take(_ plan: Plan, _ planner: Planner) {
    planned = PlannedMessages()
    let fresh = note(plan, planner)
    guardBatch(siteZone.local(at: now).day)
    perform(machine.handle(.planned(fresh), at: now))
  }

  /// Notes a plan's messages as far as they are not journalled, and answers them for the machine.
  private func note(_ plan: Plan, _ planner: Planner) -> [PendingTouch] {
    var fresh: [PendingTouch] = []
    let firstDay = state.history.firstStart.map { siteZone.local(at: $0).day }
    for touch in plan.touches where touch.channel.isMachineSent {
      // Nothing planned before the first start is due (contract section 2).
      if let firstDay, touch.day < firstDay { continue }
      let id = planner.touchID(of: touch)
      guard state.unsettled[id.description] == nil, !mayHaveReached(id) else { continue }
      planned.insert(id, touch)
      fresh.append(pendingTouch(id, touch, planner))
    }
    return fresh
  }

  /// Whether a touch went out, or perhaps did: whatever a plan says, it never goes out again.
  private func mayHaveReached(_ id: TouchID) -> Bool {
    state.history.customers[id.customer]?.touches.contains {
      $0.touch == id && $0.outcome?.mayHaveReached == true
    } ?? false
  }

  private func pendingTouch(_ id: TouchID, _ touch: PlannedTouch, _ planner: Planner)
    -> PendingTouch
  {
    let cadence = settings.cadences[Int(touch.cadence)]
    return PendingTouch(
      id: id, channel: touch.channel, due: planner.instant(of: touch),
      expires: planner.expiry(of: touch), precedence: cadence.precedence,
      retry: retry(of: id, on: touch.channel),
      lane: lane(ofCustomer: Int(touch.customer), touch.channel))
  }

  /// Who goes first, for a cadence that the settings may no longer have.
  func precedence(of cadence: CadenceName) -> Precedence {
    settings.cadences.first { $0.name == cadence }?.precedence ?? .greeting
  }

  /// Which table of delays holds for a touch.
  func retry(of id: TouchID, on channel: Channel) -> RetryPolicy {
    if HouseTouch.isOne(id) { return .digest }
    guard channel == .email else { return .gateway }
    guard let smtp = settings.channels.smtp else { return .localRelay }
    return NetworkHost.isLoopback(smtp.host) ? .localRelay : .remoteMail
  }

  /// What the message of a planned touch is about; a message before a visit names that visit.
  func occasion(of touch: PlannedTouch) -> MessageOccasion {
    var occasion = MessageOccasion(day: touch.day, occurrence: touch.occurrence)
    let cadence = settings.cadences[Int(touch.cadence)]
    let offset = cadence.steps[Int(touch.step) - 1].offset
    if case .maintenance = cadence.trigger, offset.days < 0 {
      occasion.visit = visit(announcedBy: touch, days: -offset.days)
    }
    return occasion
  }

  /// When the plan wants the visit that a message announces; nil when it is not planned any more.
  private func visit(announcedBy touch: PlannedTouch, days: Int) -> LocalTime? {
    let planner = newPlanner
    let filter = PlanFilter(
      customer: Int(touch.customer), cadence: settings.cadences[Int(touch.cadence)].name)
    // A notice that was held up is nearer to its visit.
    let plan = planner.plan(from: touch.day + 1, days: days, filter: filter, now: planMoment)
    let visit = plan.touches
      .first { $0.channel == .visit && $0.occurrence == touch.occurrence }
    return visit.map { LocalTime(day: $0.day, minute: $0.minute) }
  }

  /// Whether a hold concerns a touch: most concern all, some one cadence, and old zone data only
  /// those whose clocks change.
  private func holds(_ hold: JournalHold, _ id: TouchID) -> Bool {
    if let cadence = HoldReason.cadence(hold.cause) { return "\(id.cadence)" == cadence }
    guard hold.cause == HoldReason.zones else { return true }
    guard let index = roster.index(of: id.customer) else { return true }
    let zone = settings.zones[roster.zones[Int(roster.customers[index].zone)]]
    return zone?.changes(around: now) ?? true
  }

  /// The gate just before a send, from the same rules as the planner.
  func gate(_ id: TouchID) -> GateVerdict {
    // Asked again each minute, so that a release is noticed even if its command was not.
    if isTimeless || !site.hasTexts || state.holds.contains(where: { holds($0, id) }) {
      return .wait(until: now.adding(seconds: 60))
    }
    guard let touch = planned[id] ?? underWay[id] else { return .skip(.ended) }
    let moment = now
    return gatekeeper.judge(
      touch, history: known(of: id.customer), at: moment, today: siteZone.local(at: moment).day
    ) { newPlanner }
  }

  /// Finds an intended touch in the present settings and roster again; nil when either lost it.
  func recovered(_ id: TouchID, channel: Channel, day: Day, due: Instant) -> PlannedTouch? {
    guard let customer = roster.index(of: id.customer),
      let cadence = settings.cadences.firstIndex(where: { $0.name == id.cadence }),
      id.step <= settings.cadences[cadence].steps.count,
      let occurrence = Occurrence(
        text: id.occurrence, trigger: settings.cadences[cadence].trigger,
        festivals: settings.festivals)
    else { return nil }
    let zone = settings.zones[roster.zones[Int(roster.customers[customer].zone)]] ?? .utc
    return PlannedTouch(
      customer: Int32(clamping: customer), cadence: UInt16(cadence), step: UInt8(clamping: id.step),
      channel: channel, occurrence: occurrence, day: day, minute: zone.local(at: due).minute)
  }
}

import CadenceModel
import CivilTime

/// One walk over customers: plans each in order of precedence and collects what comes of it.
///
/// The arrays are used again for every customer, so that a million cost no allocation each; it is
/// not copyable because a hidden copy would cost more than planning a customer.
struct CustomerPass: ~Copyable {
  let context: PlanningContext
  let horizon: PlanningHorizon
  let policy: ContactPolicy
  let wantsSkips: Bool
  /// Whose customers are wanted, by index of the rep; nil: everybody's.
  private let wantedReps: [Bool]?
  private let wantedCadence: Int?
  private let wantsNobody: Bool
  private let wantsMessagesOnly: Bool
  /// Spares customers without touches, in short plans.
  let quickLook: QuickLook?

  var touches: [PlannedTouch] = []
  var skips: [PlannedSkip] = []
  /// What rules said, while explaining; nil while planning.
  var verdicts: [Verdict]?

  /// Whether the standing of the customer before says nothing but the reach.
  private var isStandingPlain = true
  /// Index of the customer at hand.
  var index = 0
  var customer = Customer(id: CustomerID("-"))
  var standing = CustomerStanding(Customer(id: CustomerID("-")))
  var history: CustomerHistory?
  /// What facts say of the customer, as far as an audience asks for it.
  var segment = Segment()
  /// The places of the cadences that may have something to say of the customer.
  private(set) var places: [Int] = []
  /// Whether one of those asks for the segment.
  private var needsSegment = false
  private var isSegmentKnown = false
  /// Reads the customer's ladders; nil before the first.
  var ladders: LadderReader?
  /// A number for the customer's id.
  var hash: UInt64 = 0
  /// Which of the context's day tables is the customer's.
  var table = 0
  private var dayTable = DayTable.empty
  /// Messages that went out or are planned, for the caps.
  var messages: [MessageDay] = []
  /// Days of contacts that greetings keep a gap to, beside those foreseen.
  var contacts: [Day] = []
  /// Days of messages that the calendar alone brings (birthdays, festivals), kept or not.
  var foreseen: [Day] = []
  /// Calls of the customer at hand, before those of one day are put together.
  var calls: [Call] = []
  /// Calls that others take along.
  var joined: [JoinedTouch] = []
  /// Days on which the family celebrates.
  var birthdays: [Day] = []

  init(_ context: PlanningContext, filter: PlanFilter, wantsSkips: Bool) {
    self.context = context
    horizon = context.horizon
    policy = context.settings.policy
    self.wantsSkips = wantsSkips
    let isShort = horizon.to - horizon.from < QuickLook.mostDays
    // A look costs tables that one customer is not worth.
    let isOfMany = filter.customer == nil
    quickLook = isShort && isOfMany && !wantsSkips ? QuickLook(context) : nil
    let names = filter.rep.map { [$0] } ?? filter.reps
    let settings = context.settings
    let reps =
      names.isEmpty
      ? nil
      : settings.reps.map { rep in
        // A leaver's customers are planned for the successor, too.
        names.contains(rep.id)
          || rep.left.map { names.contains(settings.heir(of: rep, leaving: $0)) } ?? false
      }
    let cadence = filter.cadence.map { name in
      context.settings.cadences.firstIndex { $0.name == name }
    }
    wantsMessagesOnly = filter.messagesOnly
    wantedReps = reps
    wantedCadence = cadence ?? nil
    wantsNobody = reps?.contains(true) == false || (cadence != nil && wantedCadence == nil)
  }

  /// Plans some customers.
  mutating func run(_ range: Range<Int>) {
    if wantsNobody { return }
    if wantedReps == nil, wantedCadence == nil {
      // Six or seven touches a year are usual; what is not needed is never touched.
      touches.reserveCapacity(range.count * (horizon.to - horizon.from + 1) / 52)
    }
    // Looked at in their place: copying a million customers would take longer than passing them by.
    let customers = context.roster.customers
    let places = customers.span
    for index in range {
      if let wantedReps, !wantedReps[Int(places[index].rep)], !context.isKnown(index) { continue }
      if wantsMessagesOnly, isOutOfReach(index, places[index]) { continue }
      if let quickLook, !quickLook.mayHaveTouches(index, places[index]) { continue }
      run(index)
    }
  }

  /// Plans one customer; with `tasks` only somebody who has one of those.
  mutating func run(_ index: Int, having tasks: LaterTasks? = nil) {
    if wantsNobody { return }
    take(index)
    if let wantedReps, !wantedReps[Int(customer.rep)] {
      load()
      if owns(wantedReps) { runOwned(wantedReps) }
      return
    }
    if let tasks, !has(tasks) { return }
    load()
    if wantsMessagesOnly, !mayHaveMessages() { return }
    runAll()
  }

  /// Tasks of some cadences after a day.
  struct LaterTasks {
    /// Settings indices.
    let cadences: Set<Int>
    let after: Day

    func contains(_ touch: PlannedTouch) -> Bool {
      touch.day > after && !touch.channel.isMachineSent && cadences.contains(Int(touch.cadence))
    }
  }

  /// Whether a wanted rep has the tasks of a complaint of the customer's.
  private func owns(_ wanted: [Bool]) -> Bool {
    guard let history, history.kinds.contains(FactKindSet(.complaint)) else { return false }
    return history.facts.contains { recorded in
      let owner = recorded.fact.marks.owner
      return context.settings.reps.indices.contains {
        wanted[$0] && context.settings.reps[$0].id == owner
      }
    }
  }

  /// Plans the customer of another rep, of which only what wanted reps own is wanted.
  private mutating func runOwned(_ wanted: [Bool]) {
    let (touches, skips, joined) = (self.touches.count, self.skips.count, self.joined.count)
    runAll()
    func isForeign(_ touch: PlannedTouch) -> Bool {
      !(touch.owner.map { wanted[Int($0)] } ?? false)
    }
    self.touches.removeAll(from: touches, where: isForeign)
    self.joined.removeAll(from: joined) { isForeign($0.with) }
    self.skips.removeLast(self.skips.count - skips)
  }

  /// Plans the customer taken up.
  private mutating func runAll() {
    if needsSegment { knowSegment() }
    for place in places { plan(context.tables.cadences[place]) }
    if !calls.isEmpty { handOutCalls() }
  }

  /// Whether the customer taken up has one of some tasks of festivals: such a task stands by itself, so that
  /// nothing else has to be planned to know.
  private mutating func has(_ tasks: LaterTasks) -> Bool {
    let before = touches.count
    var isLoaded = false
    for place in places {
      let cadence = context.tables.cadences[place]
      guard tasks.cadences.contains(cadence.index) else { continue }
      if cadence.needsSegment { knowSegment() }
      guard answer(cadence) != .outside else { continue }
      if !isLoaded { load() }
      isLoaded = true
      plan(cadence)
    }
    let isFound =
      calls.contains { tasks.contains($0.touch) }
      || touches[before...].contains(where: tasks.contains)
    touches.removeLast(touches.count - before)
    calls.removeAll(keepingCapacity: true)
    return isFound
  }

  /// Plans one cadence for the customer taken up.
  private mutating func plan(_ cadence: PreparedCadence) {
    let answer = cadence.audience.answer(customer, segment)
    if answer == .outside { return }
    let refusal = refusal(cadence, isExcluded: answer == .excluded)
    if refusal != nil, !wantsSkips { return }
    switch cadence.trigger {
    case .anniversary(let rule): celebrate(cadence, rule, refusal)
    case .festival: keepFestivals(cadence, refusal)
    case .ladder(let ladder): climb(cadence, ladder, refusal)
    case .maintenance(let rule): maintain(cadence, rule, refusal)
    case .greeting(let rule): greet(cadence, rule, refusal)
    }
  }

  /// What came of it, in order.
  consuming func finished() -> Plan {
    var plan = Plan(touches: touches, skips: skips, joined: joined)
    touches = []
    skips = []
    PlanOrder.sort(&plan.touches)
    PlanOrder.sort(&plan.skips)
    return plan
  }

  /// Takes up who the customer is by file and facts.
  private mutating func take(_ index: Int) {
    self.index = index
    history = context.history(of: index)
    customer = context.customer(of: index, history)
    places.removeAll(keepingCapacity: true)
    needsSegment = verdicts != nil
    isSegmentKnown = false
    segment = Segment()
    for sieve in context.tables.sieves {
      let found = sieve.places(customer, history)
      for place in SetBits(found) { places.append(sieve.first + place) }
      if found & sieve.segments != 0 { needsSegment = true }
    }
  }

  /// Adds up what facts say, once: it takes longer than anything else that is asked of most customers.
  private mutating func knowSegment() {
    guard !isSegmentKnown else { return }
    segment = context.segment(of: customer, history)
    isSegmentKnown = true
  }

  /// Whether the customer taken up belongs to a cadence's audience.
  mutating func answer(_ cadence: PreparedCadence) -> AudienceTest.Answer {
    if cadence.audience.needsSegment { knowSegment() }
    return cadence.audience.answer(customer, segment)
  }

  /// Takes up what happened so far.
  private mutating func load() {
    hash = StableHash.of(customer.id.text)
    table = context.dayTable(customer)
    dayTable = context.tables.dayTables[table]
    messages.removeAll(keepingCapacity: true)
    contacts.removeAll(keepingCapacity: true)
    foreseen.removeAll(keepingCapacity: true)
    birthdays.removeAll(keepingCapacity: true)
    ladders = nil
    // Without history nothing but the reach differs from one customer to the next.
    if isStandingPlain {
      standing.reach = Reach(customer)
    } else {
      standing = CustomerStanding(customer)
    }
    isStandingPlain = history == nil
    guard let history else {
      if context.shareMourning(&standing, of: index) { isStandingPlain = false }
      return
    }
    standing.fold(history, before: horizon.now, zone: zone, policy: policy)
    context.shareMourning(&standing, of: index)
    contacts += standing.humanContacts
    for record in history.touches where record.at < horizon.now {
      guard record.mayHaveReached else { continue }
      let day = record.sentDay(zone)
      contacts.append(day)
      if record.channel.isMachineSent {
        messages.append(MessageDay(day: day, counts: record.countsToCaps, isPast: true))
      }
    }
  }

  /// Why nothing of a cadence may reach the customer at present.
  private func refusal(_ cadence: PreparedCadence, isExcluded: Bool) -> SkipReason? {
    if let reason = LifeRule.refuses(standing) { return reason }
    if cadence.isPaused { return .paused }
    if isExcluded { return .excluded }
    return ComplaintRule.refuses(cadence, standing)
  }

  /// The customer's zone.
  var zone: ZoneRules { context.zones[Int(customer.zone)] }

  /// What the customer's calendar says of a day.
  func flags(_ day: Day) -> DayTable.Flags { dayTable[day] }

  /// The working days of the rep in charge.
  var rep: RepDays { context.tables.repDays[Int(customer.rep)] }

  /// What the journal has of a touch.
  ///
  /// One that was refused because of its address, which is given up now, is as if it had never been
  /// tried: it goes another way or becomes a task, or is left out with its reason.
  func record(
    _ cadence: PreparedCadence, _ occurrence: Occurrence, _ step: PreparedStep
  ) -> TouchRecord? {
    guard let found = lastRecord(cadence, occurrence, step) else { return nil }
    let isLost = found.outcome == .rejected && history?.givenUp.contains(found.channel) == true
    return isLost ? nil : found
  }

  private func lastRecord(
    _ cadence: PreparedCadence, _ occurrence: Occurrence, _ step: PreparedStep
  ) -> TouchRecord? {
    guard let history, !history.touches.isEmpty else { return nil }
    var text: String?
    var found: TouchRecord?
    for record in history.touches
    where record.touch.step == Int(step.number) && record.at < horizon.now
      && record.touch.cadence == cadence.cadence.name
    {
      let wanted = text ?? occurrence.text(festivals: context.settings.festivals)
      text = wanted
      if record.touch.occurrence == wanted { found = record }
    }
    return found
  }

  /// The touch's identity.
  func touchID(
    _ cadence: PreparedCadence, _ occurrence: Occurrence, _ step: PreparedStep
  ) -> TouchID {
    TouchID(
      customer: customer.id, cadence: cadence.cadence.name,
      occurrence: occurrence.text(festivals: context.settings.festivals), step: Int(step.number))
  }

  /// Until when a touch was put off.
  func snooze(
    _ day: Day, _ cadence: PreparedCadence, _ occurrence: Occurrence, _ step: PreparedStep
  ) -> Day? {
    if standing.snoozes.isEmpty, standing.machineHeldUntil == nil { return nil }
    let id = touchID(cadence, occurrence, step)
    let isMachineSent = step.channels.allSatisfy(\.isMachineSent)
    return SnoozeRule.delay(day, standing, isMachineSent: isMachineSent) { id }
  }

  /// Whether listings want this cadence.
  func isWanted(_ cadence: PreparedCadence) -> Bool {
    wantedCadence.map { $0 == cadence.index } ?? true
  }

  /// Whether listings want what a rep does.
  var wantsTasks: Bool { !wantsMessagesOnly }
}

extension TouchRecord {
  /// Whether the customer got it, may have got it, or is about to.
  var mayHaveReached: Bool {
    guard let outcome else { return true }
    return outcome.mayHaveReached || (outcome == .deferred && !isSettled)
  }
}

extension Array {
  /// Removes some of the elements from a place on.
  fileprivate mutating func removeAll(from start: Int, where isUnwanted: (Element) -> Bool) {
    let kept = self[start...].filter { !isUnwanted($0) }
    replaceSubrange(start..., with: kept)
  }
}

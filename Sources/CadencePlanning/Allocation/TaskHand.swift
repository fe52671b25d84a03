import CadenceModel
import CivilTime

/// Takes the tasks out of a plan, has them handed out, and puts them back on their days.
struct TaskHand {
  private typealias Entry = (task: TaskAllocator.WaitingTask, rep: Int, comesUp: Day)

  private let planner: Planner
  private let days: ClosedRange<Day>
  private let cover: RepCover
  private let festivals: FestivalTaskDays
  private var segments: [Int32: Segment] = [:]
  private var ranks: [Int32: CustomerRank] = [:]
  private var now: Instant
  /// Calls, then visits.
  private var entries: [[Entry]] = [[], []]

  init(
    planner: Planner, context: PlanningContext, _ festivals: FestivalTaskDays,
    days: ClosedRange<Day>
  ) {
    // Who everybody is, is read once and not for each of them.
    self.planner = planner.opened(days.lowerBound)
    self.days = days
    self.festivals = festivals
    cover = RepCover(planner.settings, context.tables.repDays)
    now = context.horizon.now
  }

  /// Takes the calls and visits of a plan up; `ahead` are those after its last day, of festivals.
  mutating func take(_ touches: [PlannedTouch], _ ahead: [PlannedTouch]) {
    for (place, touch) in touches.enumerated() { take(touch, place) }
    for touch in ahead { take(touch, -1) }
    for kind in entries.indices { spreadFestivals(kind) }
  }

  private mutating func take(_ touch: PlannedTouch, _ place: Int) {
    guard !touch.channel.isMachineSent else { return }
    // Of every task, since gifts and cards ask for the tier, too.
    let rank = rank(of: touch.customer)
    guard touch.channel == .call || touch.channel == .visit else { return }
    let rep = Int(planner.repIndex(of: touch))
    let task = TaskAllocator.WaitingTask(
      rank: rank, due: touch.day - Int(touch.daysOverdue), touch: touch,
      place: place)
    entries[touch.channel == .call ? 0 : 1].append((task, rep, touch.day))
  }

  private mutating func rank(of customer: Int32) -> CustomerRank {
    if let known = ranks[customer] { return known }
    let segment = planner.segment(of: Int(customer), on: days.lowerBound, now: now)
    let level = planner.roster.customers[Int(customer)].level
    let rank = CustomerRank(need: need(of: Int(customer)), segment: segment, level: level)
    segments[customer] = segment
    ranks[customer] = rank
    return rank
  }

  private func need(of index: Int) -> Need? {
    guard !planner.historyOf.isEmpty, planner.historyOf[index] else { return nil }
    let history = planner.history.customers[planner.roster.customers[index].id]
    let facts = history?.facts.lazy.map(\.fact).filter { $0.at < now } ?? []
    return Need.last(in: Array(facts))
  }

  /// Gives the festivals' tasks the days on which they come up.
  private mutating func spreadFestivals(_ kind: Int) {
    struct Pile: Hashable {
      let rep: Int
      let day: Day
    }
    var piles: [Pile: [Int]] = [:]
    for (index, entry) in entries[kind].enumerated() where festivals.contains(entry.task.touch) {
      piles[Pile(rep: entry.rep, day: entry.task.touch.day), default: []].append(index)
    }
    for (pile, members) in piles {
      let found = FestivalSpread.days(
        of: members.map { entries[kind][$0].task }, rep: pile.rep, on: pile.day,
        most: limit(kind, of: pile.rep), cover: cover)
      for (place, index) in members.enumerated() { entries[kind][index].comesUp = found[place] }
    }
  }

  private func limit(_ kind: Int, of rep: Int) -> Int {
    let rep = planner.settings.reps[rep]
    return kind == 0 ? rep.callsPerDay : rep.visitsPerDay
  }

  /// Gives every task its day.
  mutating func handOut(_ plan: consuming Plan) -> Allocation {
    var moves: [TaskMove] = []
    var gone: Set<Int> = []
    var changed: [PlannedTouch] = []
    var joined = plan.joined
    let settings = planner.settings
    for kind in entries.indices {
      let most = settings.reps.indices.map { limit(kind, of: $0) }
      var allocator = TaskAllocator(
        entries[kind], cover: cover, most: most, days: days
      ) { task in
        let precedence = settings.cadences[Int(task.touch.cadence)].precedence
        return task.touch.isAgreed || precedence <= .promise
      }
      allocator.run()
      for (index, entry) in entries[kind].enumerated() {
        let (touch, day) = (entry.task.touch, allocator.given[index])
        if day == touch.day || (day == nil && touch.day > days.upperBound) { continue }
        if entry.task.place >= 0 { gone.insert(entry.task.place) }
        if let day { changed.append(touch.moved(to: day)) }
        for place in joined.indices where joined[place].with == touch {
          joined[place].with = day.map { touch.moved(to: $0) } ?? touch
        }
        let rep = cover.server(of: entry.rep, on: touch.day) ?? entry.rep
        moves.append(TaskMove(touch: touch, day: day, rep: rep, most: most[rep]))
      }
    }
    plan.joined = joined
    if !moves.isEmpty { plan.touches = merged(plan.touches, without: gone, with: changed) }
    return Allocation(
      plan: plan, moves: moves, segments: segments, households: planner.households)
  }

  /// The touches that stay and those with a new day, by day, minute and customer.
  private func merged(
    _ touches: [PlannedTouch], without gone: Set<Int>, with changed: [PlannedTouch]
  ) -> [PlannedTouch] {
    let added = changed.sorted { $0.comesBefore($1) }
    var merged: [PlannedTouch] = []
    merged.reserveCapacity(touches.count)
    var next = 0
    for (place, touch) in touches.enumerated() where !gone.contains(place) {
      while next < added.count, added[next].comesBefore(touch) {
        merged.append(added[next])
        next += 1
      }
      merged.append(touch)
    }
    return merged + added[next...]
  }
}

extension PlannedTouch {
  /// The same task on another day; later than planned, it is overdue by so much more.
  fileprivate func moved(to day: Day) -> PlannedTouch {
    var moved = self
    moved.day = day
    moved.daysOverdue = UInt16(clamping: max(day - (self.day - Int(daysOverdue)), 0))
    if daysLeft != .max {
      moved.daysLeft = UInt16(clamping: max(self.day + Int(daysLeft) - day, 0))
    }
    return moved
  }

  /// The order of a plan's rows.
  fileprivate func comesBefore(_ other: PlannedTouch) -> Bool {
    if day != other.day { return day < other.day }
    if minute != other.minute { return minute < other.minute }
    if customer != other.customer { return customer < other.customer }
    return cadence != other.cadence ? cadence < other.cadence : step < other.step
  }
}

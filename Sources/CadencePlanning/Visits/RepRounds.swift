import CadenceModel
import CivilTime
import HeapModule

/// The rounds of one rep: which visits fall on which day (`docs/capacity.md`).
///
/// Visits are taken in the order in which their windows end. Each gets the latest day of its window that
/// is free and fits, and takes along whoever in the same area may be visited on that day. So a customer
/// who is new changes the days of the own area only, unless a day of the rep is full.
struct RepRounds {
  /// A place in the order: by the window's last day, visits for other reasons first, then by customer.
  private struct Turn: Comparable {
    let last: Day
    /// -1 for a visit for another reason.
    let chain: Int32
    let item: Int32

    static func < (left: Self, right: Self) -> Bool {
      if left.last != right.last { return left.last < right.last }
      return left.chain != right.chain ? left.chain < right.chain : left.item < right.item
    }
  }

  /// A visit and the day it got.
  struct Placed {
    let visit: DueVisit
    let day: Day
    /// Whether the customer was told this day.
    let isTold: Bool
  }

  private let chains: [VisitChain]
  private let members: [Int32]
  private let agreed: [OtherVisit]
  private let days: FittingDays
  private let most: Int
  private let start: Day
  private let limit: Day

  private var heap = Heap<Turn>()
  private var items: [DueVisit] = []
  private var isPlaced: [Bool] = []
  /// Open visits by area.
  private var open: [UInt32: [Int32]] = [:]
  private var load: DayLoad
  private var placed: [Placed] = []
  /// Visits that were announced, by chain and number, with the day that the customer was told.
  private var told: [Int32: [UInt16: Day]] = [:]

  init(
    chains: [VisitChain], members: [Int32], agreed: [OtherVisit], days: FittingDays, most: Int,
    start: Day, limit: Day
  ) {
    self.chains = chains
    self.members = members
    self.agreed = agreed.sorted { ($0.day, $0.area) < ($1.day, $1.area) }
    self.days = days
    self.most = most
    self.start = start
    self.limit = limit
    load = DayLoad(from: start, to: limit)
  }

  /// The days of all visits whose window ends by the limit.
  mutating func run() -> [Placed] {
    plan()
    // Usually what was announced is what is planned. Where it is not, what the customer was told holds.
    if findTold() { plan() }
    return placed
  }

  private mutating func plan() {
    (heap, items, isPlaced, open, placed) = (Heap(), [], [], [:], [])
    load = DayLoad(from: start, to: limit)
    for (item, visit) in agreed.enumerated() {
      load.add(visit.day)
      heap.insert(Turn(last: visit.day, chain: -1, item: Int32(clamping: item)))
    }
    for chain in members {
      for visit in chains[Int(chain)].open(start: start, chain: chain) { push(visit) }
    }
    while let turn = heap.popMin(), turn.last <= limit {
      if turn.chain < 0 {
        takeAlong(agreed[Int(turn.item)].area, on: agreed[Int(turn.item)].day)
      } else if !isPlaced[Int(turn.item)] {
        settle(turn.item)
      }
    }
  }

  /// The days that customers were told, and whether any of them is not the one planned.
  private mutating func findTold() -> Bool {
    var isOff = false
    for one in placed {
      for said in chains[Int(one.visit.chain)].announced where said.number == one.visit.number {
        let isRight = said.mayName(one.day)
        if !isRight { isOff = true }
        told[one.visit.chain, default: [:]][one.visit.number] =
          isRight ? one.day : said.sent + said.lead
      }
    }
    return isOff
  }

  private mutating func push(_ visit: DueVisit) {
    var visit = visit
    if let day = told[visit.chain]?[visit.number] {
      visit = DueVisit(
        chain: visit.chain, number: visit.number, due: visit.due, window: day...day,
        isMade: visit.isMade)
      load.add(day)
    }
    guard visit.window.upperBound <= limit else { return }
    let item = Int32(clamping: items.count)
    items.append(visit)
    isPlaced.append(false)
    heap.insert(Turn(last: visit.window.upperBound, chain: visit.chain, item: item))
    open[chains[Int(visit.chain)].area, default: []].append(item)
  }

  /// Finds the day of the visit whose window ends first, and takes along whom it can.
  private mutating func settle(_ item: Int32) {
    let visit = items[Int(item)]
    let chain = chains[Int(visit.chain)]
    if told[visit.chain]?[visit.number] != nil {
      place(item, on: visit.window.upperBound, isTold: true)
      takeAlong(chain.area, on: visit.window.upperBound)
    } else if let day = best(visit, chain) {
      place(item, on: day, isTold: false)
      takeAlong(chain.area, on: day)
    } else {
      // The rep is away all the time: the deputy goes on the first working day.
      place(item, on: days.worked(from: max(visit.due, start)), isTold: false)
    }
  }

  /// The latest fitting day with a visit left, at a weekend where the customer likes that better; where every
  /// day is full, the latest of the emptiest.
  private func best(_ visit: DueVisit, _ chain: VisitChain) -> Day? {
    var emptiest: Day?
    var least = Int.max
    var free: Day?
    var day = visit.window.upperBound
    while day >= visit.window.lowerBound {
      let count = load[day]
      if count < max(least, most), days.fits(day, chain, weekendOnly: false) {
        if count < most {
          if !chain.prefersWeekend || day.weekday.isWeekend { return day }
          free = free ?? day
        }
        if count < least { (emptiest, least) = (day, count) }
      }
      day = day - 1
    }
    return free ?? emptiest
  }

  /// Everybody of the area whose window holds the day joins, who has least time first, while there is room.
  private mutating func takeAlong(_ area: UInt32, on day: Day) {
    guard load[day] < most else { return }
    var waiting = open[area] ?? []
    waiting.removeAll { isPlaced[Int($0)] }
    open[area] = waiting
    let joining = waiting.filter { item in
      let visit = items[Int(item)]
      guard visit.window.contains(day), told[visit.chain]?[visit.number] == nil else {
        return false
      }
      let chain = chains[Int(visit.chain)]
      return days.fits(
        day, chain, weekendOnly: days.hasWeekend(visit.window, chain))
    }
    let order = joining.sorted { left, right in
      let (one, two) = (items[Int(left)], items[Int(right)])
      return Turn(last: one.window.upperBound, chain: one.chain, item: left)
        < Turn(last: two.window.upperBound, chain: two.chain, item: right)
    }
    for item in order.prefix(max(most - load[day], 0)) {
      place(item, on: day, isTold: false)
    }
  }

  /// Puts a visit on a day; the next one of the chain is counted from it.
  private mutating func place(_ item: Int32, on day: Day, isTold: Bool) {
    let visit = items[Int(item)]
    isPlaced[Int(item)] = true
    if !isTold { load.add(day) }
    placed.append(Placed(visit: visit, day: day, isTold: isTold))
    guard !visit.isMade else { return }
    let chain = chains[Int(visit.chain)]
    let due = chain.rule.every.added(to: day)
    guard due > day, Int(visit.number) < chain.made.count + 60 else { return }
    push(
      DueVisit(
        chain: visit.chain, number: visit.number + 1, due: due,
        window: chain.window(due, start: start), isMade: false))
  }
}

/// How many visits fall on each day.
private struct DayLoad {
  private let first: Day
  private var counts: [Int32]

  /// For some days; visits on others are rare, and are not counted.
  init(from first: Day, to last: Day) {
    self.first = first
    counts = [Int32](repeating: 0, count: max(last - first, 0) + 1)
  }

  subscript(day: Day) -> Int {
    let index = day - first
    return counts.indices.contains(index) ? Int(counts[index]) : 0
  }

  mutating func add(_ day: Day) {
    let index = day - first
    if counts.indices.contains(index) { counts[index] += 1 }
  }
}

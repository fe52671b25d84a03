import CadenceModel
import CivilTime
import HeapModule

/// Hands out one kind of tasks, calls or visits, so that no rep has more a day than they can do
/// (`docs/capacity.md`).
///
/// Day by day: what is agreed stays, and what has its last day today; then the first in the order of
/// ``WaitingTask``, of the rep and of those the rep stands in for. Who finds no place waits for the next
/// day. Every task enters and leaves one heap once.
struct TaskAllocator {
  /// A task that has come up and has no day yet.
  struct WaitingTask: Comparable {
    let rank: CustomerRank
    let due: Day
    let touch: PlannedTouch
    /// Its place in the plan, which says the rest: minute, then cadence.
    let place: Int

    /// Rank, the older due day, the customer's id, then the order of the plan.
    static func < (left: Self, right: Self) -> Bool {
      if left.rank != right.rank { return left.rank < right.rank }
      if left.due != right.due { return left.due < right.due }
      return left.touch.customer != right.touch.customer
        ? left.touch.customer < right.touch.customer : left.place < right.place
    }

    static func == (left: Self, right: Self) -> Bool { left.place == right.place }
  }

  private let cover: RepCover
  /// By rep, how many a day.
  private let most: [Int]
  private let days: ClosedRange<Day>
  private var heaps: [Heap<WaitingTask>]
  /// Tasks by the last day on which they may be handed out.
  private var lastDays: [Day: [Int]] = [:]
  private var arrivals: [Day: [Int]] = [:]
  private let tasks: [WaitingTask]
  private let reps: [Int]
  private let isFixed: (WaitingTask) -> Bool
  /// The day of each task, by place in ``tasks``; nil while it waits.
  private(set) var given: [Day?]

  /// For some tasks, each with its rep and the day on which it comes up; `isFixed` says which stay on their
  /// day whatever else there is.
  init(
    _ tasks: [(task: WaitingTask, rep: Int, comesUp: Day)], cover: RepCover, most: [Int],
    days: ClosedRange<Day>, isFixed: @escaping (WaitingTask) -> Bool
  ) {
    self.tasks = tasks.enumerated().map { index, entry in
      let task = entry.task
      return WaitingTask(rank: task.rank, due: task.due, touch: task.touch, place: index)
    }
    reps = tasks.map(\.rep)
    self.cover = cover
    self.most = most
    self.days = days
    self.isFixed = isFixed
    heaps = Array(repeating: Heap(), count: most.count)
    given = Array(repeating: nil, count: tasks.count)
    for (index, entry) in tasks.enumerated() where entry.comesUp <= days.upperBound {
      arrivals[max(entry.comesUp, days.lowerBound), default: []].append(index)
    }
  }

  /// Gives every task its day.
  mutating func run() {
    var used = [Int](repeating: 0, count: most.count)
    for day in days.lowerBound...days.upperBound {
      for rep in used.indices { used[rep] = 0 }
      for index in arrivals[day] ?? [] { takeUp(index, on: day, &used) }
      for index in lastDays[day] ?? [] where given[index] == nil { give(index, day, &used) }
      fill(day, &used)
    }
  }

  private mutating func takeUp(_ index: Int, on day: Day, _ used: inout [Int]) {
    let task = tasks[index]
    guard !isFixed(task) else {
      give(index, day, &used)
      return
    }
    heaps[reps[index]].insert(task)
    guard task.touch.daysLeft != .max else { return }
    let end = max(task.touch.day + Int(task.touch.daysLeft), day)
    lastDays[cover.lastServed(reps[index], from: day, until: end), default: []].append(index)
  }

  private mutating func give(_ index: Int, _ day: Day, _ used: inout [Int]) {
    given[index] = day
    used[cover.server(of: reps[index], on: day) ?? reps[index]] += 1
  }

  /// Fills up what is left of each rep's day.
  private mutating func fill(_ day: Day, _ used: inout [Int]) {
    var served: [Int: [Int]] = [:]
    for rep in heaps.indices where !heaps[rep].isEmpty {
      if let server = cover.server(of: rep, on: day) { served[server, default: []].append(rep) }
    }
    for (server, owners) in served.sorted(by: { $0.key < $1.key }) {
      while used[server] < most[server], let next = first(of: owners) {
        give(next, day, &used)
      }
    }
  }

  /// Takes out the task that comes first among those of some reps.
  private mutating func first(of owners: [Int]) -> Int? {
    var best: (owner: Int, task: WaitingTask)?
    for owner in owners {
      while let top = heaps[owner].min, given[top.place] != nil { heaps[owner].removeMin() }
      guard let top = heaps[owner].min else { continue }
      if best.map({ top < $0.task }) ?? true { best = (owner, top) }
    }
    guard let best else { return nil }
    heaps[best.owner].removeMin()
    return best.task.place
  }
}

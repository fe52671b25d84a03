import CadenceModel
import CivilTime

/// Who does a rep's tasks on a day: the rep, or in an absence the deputy, or the deputy's deputy.
struct RepCover {
  private let reps: [Rep]
  private let days: [RepDays]
  private let deputies: [Int?]
  private let settings: Settings

  init(_ settings: Settings, _ days: [RepDays]) {
    let reps = settings.reps
    self.settings = settings
    self.reps = reps
    self.days = days
    deputies = reps.map { rep in
      rep.deputy.flatMap { deputy in reps.firstIndex { $0.id == deputy } }
    }
  }

  /// Nil on the rep's days off, and where everybody in the chain is away or has the day off.
  func server(of rep: Int, on day: Day) -> Int? {
    guard days[inCharge(rep, on: day)].isWorked(day),
      let found = settings.standIn(for: rep, on: day), days[found].isWorked(day)
    else { return nil }
    return found
  }

  private func inCharge(_ rep: Int, on day: Day) -> Int {
    Int(settings.inCharge(UInt16(clamping: rep), on: day))
  }

  /// The last day up to `end` on which somebody does the rep's tasks; `day` where there is none after it.
  func lastServed(_ rep: Int, from day: Day, until end: Day) -> Day {
    var last = end
    while last > day, server(of: rep, on: last) == nil { last = last - 1 }
    return max(last, day)
  }

  /// So many days of service before a day; nil where none is found in two months.
  func served(_ rep: Int, _ count: Int, before day: Day) -> Day? {
    var (left, reached) = (count, day)
    while left > 0, day - reached < 62 {
      reached = reached - 1
      if server(of: rep, on: reached) != nil { left -= 1 }
    }
    return left == 0 ? reached : nil
  }

  /// The reps whose work depends on each other from a day on, since one stands in for another.
  func connected(with rep: Int, from day: Day) -> Set<Int> {
    var found: Set<Int> = [rep]
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (one, deputy) in deputies.enumerated() {
        guard let deputy, reps[one].absences.contains(where: { $0.last >= day }),
          found.contains(one) != found.contains(deputy)
        else { continue }
        found.formUnion([one, deputy])
        isGrowing = true
      }
      for one in reps.indices {
        guard let left = reps[one].left, case let heir = inCharge(one, on: left),
          found.contains(one) != found.contains(heir)
        else { continue }
        found.formUnion([one, heir])
        isGrowing = true
      }
    }
    return found
  }
}

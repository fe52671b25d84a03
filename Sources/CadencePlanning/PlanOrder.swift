import CadenceModel
import CivilTime

/// Brings touches of customers in order into the order of days, in linear time.
enum PlanOrder {
  /// By day and minute; those of one minute stay in the order of the customers.
  static func sort(_ touches: inout [PlannedTouch]) {
    sort(&touches, minutes: { Int($0.minute.minutes) }, day: { $0.day })
  }

  /// By day; those of one day stay in the order of the customers.
  static func sort(_ skips: inout [PlannedSkip]) {
    sort(&skips, minutes: nil, day: { $0.day })
  }

  /// Parts that are in order each, as one; rows of one minute stay in the order of the parts.
  static func merged(_ parts: [[PlannedTouch]]) -> [PlannedTouch] {
    merged(parts) { Int($0.day.number) << 16 | Int($0.minute.minutes) }
  }

  /// The same for skips, which know no minute.
  static func merged(_ parts: [[PlannedSkip]]) -> [PlannedSkip] {
    merged(parts) { Int($0.day.number) }
  }

  private static func merged<Row>(_ parts: [[Row]], key: (Row) -> Int) -> [Row] {
    var rows: [Row] = []
    rows.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    var places = parts.map { _ in 0 }
    var heads = parts.map { $0.first.map(key) ?? .max }
    while !heads.isEmpty {
      var best = 0
      for part in heads.indices where heads[part] < heads[best] { best = part }
      if heads[best] == .max { break }
      rows.append(parts[best][places[best]])
      places[best] += 1
      let isLeft = places[best] < parts[best].count
      heads[best] = isLeft ? key(parts[best][places[best]]) : .max
    }
    return rows
  }

  private static func sort<Row>(
    _ rows: inout [Row], minutes: ((Row) -> Int)?, day: (Row) -> Day
  ) {
    guard rows.count > 1, let first = rows.lazy.map(day).min() else { return }
    var order = (0..<UInt32(clamping: rows.count)).map { $0 }
    if let minutes {
      let keys = rows.map { UInt16(clamping: minutes($0)) }
      order = scattered(order, keys: keys)
    }
    let keys = rows.map { UInt16(clamping: day($0) - first) }
    order = scattered(order, keys: keys)
    permute(&rows, order: &order)
  }

  /// A stable counting sort of row numbers by a key of each row.
  private static func scattered(_ order: [UInt32], keys: [UInt16]) -> [UInt32] {
    var starts = [Int](repeating: 0, count: Int(keys.max() ?? 0) + 2)
    for key in keys { starts[Int(key) + 1] += 1 }
    for key in starts.indices.dropFirst() { starts[key] += starts[key - 1] }
    var sorted = [UInt32](repeating: 0, count: order.count)
    for row in order {
      let key = Int(keys[Int(row)])
      sorted[starts[key]] = row
      starts[key] += 1
    }
    return sorted
  }

  /// Moves every row to its place in rings, without a second copy of a year's touches.
  private static func permute<Row>(_ rows: inout [Row], order: inout [UInt32]) {
    let done = UInt32.max
    for start in rows.indices where order[start] != done {
      let kept = rows[start]
      var place = start
      while true {
        let source = Int(order[place])
        order[place] = done
        if source == start {
          rows[place] = kept
          break
        }
        rows[place] = rows[source]
        place = source
      }
    }
  }
}

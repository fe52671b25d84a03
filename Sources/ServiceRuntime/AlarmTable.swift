/// Alarms by number, and when to wake for them; moments in nanoseconds.
struct AlarmTable {
  private struct Alarm {
    var handler: @Sendable () -> Void
    var due: Int64?
    var slack: Int64 = 0
  }

  private var alarms: [Int: Alarm] = [:]
  private var last = 0

  /// The moment to wake at: as late as allowed, so that alarms which are due about the same time
  /// cost one waking.
  var next: Int64? {
    alarms.values.compactMap { alarm in alarm.due.map { $0 + alarm.slack } }.min()
  }

  /// A new alarm, not set.
  mutating func add(_ handler: @escaping @Sendable () -> Void) -> Int {
    last += 1
    alarms[last] = Alarm(handler: handler)
    return last
  }

  /// Sets an alarm off once, no sooner than `moment` and at most `slack` later.
  mutating func set(_ id: Int, at moment: Int64, slack: Int64) {
    alarms[id]?.due = moment
    alarms[id]?.slack = slack
  }

  /// Sets an alarm off no more.
  mutating func clear(_ id: Int) { alarms[id]?.due = nil }

  mutating func remove(_ id: Int) { alarms[id] = nil }

  /// The handler of the alarm that has been due longest; it must be set anew to come again.
  mutating func takeDue(at now: Int64) -> (@Sendable () -> Void)? {
    let due = alarms.compactMap { id, alarm in alarm.due.map { (id: id, at: $0) } }
      .filter { $0.at <= now }.min { $0.at < $1.at }
    guard let due else { return nil }
    alarms[due.id]?.due = nil
    return alarms[due.id]?.handler
  }
}

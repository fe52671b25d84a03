package import CadenceModel
package import CivilTime

/// Somebody of the upper tiers with whom nobody spoke for longer than the tier allows
/// (`reports.neglected_after`).
package struct NeglectedCustomer: Hashable, Sendable {
  /// Index of the customer in the roster.
  var customer: Int
  /// The rep in charge, by id.
  var rep: String
  /// Days without a real contact.
  var days: Int
  /// After how many days somebody of that tier counts as neglected.
  var limit: Int

  /// Everybody of whom that holds, the weightiest tier first, then who is furthest over the limit.
  package static func all(_ scope: ReportScope) -> [NeglectedCustomer] {
    var fold = NeglectedReport(scope)
    scope.forEachSubject { fold.take($0) }
    return read(fold.tables(), scope.roster)
  }

  /// Those that a report's table lists.
  static func read(_ tables: [ReportTable], _ roster: Roster) -> [NeglectedCustomer] {
    guard let table = tables.first(where: { $0.name == "customer" }) else { return [] }
    let columns = ["customer", "rep", "tier", "days", "limit"].map {
      table.columns.firstIndex(of: $0)
    }
    let upper = [PyramidTier.top, .large, .medium].map(\.rawValue)
    var found: [NeglectedCustomer] = []
    // The weightiest tiers come first.
    for row in 0..<table.count {
      let cells = table[row]
      let values = columns.map { $0.map { cells[$0].written } ?? "" }
      guard upper.contains(values[2]) else { break }
      guard let index = roster.index(of: CustomerID(values[0])) else { continue }
      found.append(
        NeglectedCustomer(
          customer: index, rep: values[1], days: Int(values[3]) ?? 0, limit: Int(values[4]) ?? 0))
    }
    return found
  }
}

extension RepDuty {
  /// Whether a day is the rep's first working day of its week, which begins on Monday: then the digest names the
  /// neglected.
  package func beginsWeek(_ rep: Rep, _ day: Day) -> Bool {
    let monday = day - (Int(day.weekday.rawValue) - 1)
    return isWorking(rep, on: day) && !(monday..<day).contains { isWorking(rep, on: $0) }
  }
}

extension DailyDigest {
  /// At most so many names, so that the list is one that somebody works through.
  private static let mostNeglected = 5

  /// Picks the rep's own who have no task today anyway.
  static func neglected(_ input: DigestInput, _ rep: Rep, besides tasks: [DigestTask])
    -> [NeglectedCustomer]
  {
    guard RepDuty(input.settings).beginsWeek(rep, input.day) else { return [] }
    let busy = Set(tasks.map(\.customer))
    return Array(
      input.neglected.lazy.filter { $0.rep == rep.id.text && !busy.contains($0.customer) }
        .prefix(mostNeglected))
  }
}

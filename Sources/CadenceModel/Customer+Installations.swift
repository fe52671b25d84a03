import CivilTime

extension Customer {
  /// The installations of the file and those that recorded purchases brought.
  ///
  /// The n-th recorded for one day is that day's n-th installation. It counts unless the file has
  /// that one: the next export contains what was recorded, and nothing is visited twice for it.
  package borrowing func installations(with facts: some Sequence<Fact>) -> [Installation] {
    var all = installations
    var numbers: [Day: UInt8] = [:]
    for fact in facts {
      guard case .purchase(let purchase) = fact.detail, let day = purchase.installed else {
        continue
      }
      let which = (numbers[day] ?? 0) &+ 1
      guard which > 0 else { continue }
      numbers[day] = which
      if all.contains(where: { $0.day == day && $0.which == which }) { continue }
      all.append(Installation(day: day, which: which))
    }
    return all
  }
}

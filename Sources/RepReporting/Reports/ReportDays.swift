import CivilTime

extension Day {
  /// The month: `2026-11`.
  var monthText: String { String("\(self)".dropLast(3)) }

  /// The quarter: `2026-Q4`.
  var quarterText: String { "\(self)".dropLast(6) + "-Q\((month + 2) / 3)" }
}

extension ReportScope {
  /// How many days ago a day was.
  func age(_ day: Day) -> Int { day.distance(to: today) }

  /// The months that the period touches; none where it is longer than ten years.
  var months: [String] {
    guard period.count <= 3660 else { return [] }
    var months: [String] = []
    for number in period {
      let text = Day(Int(number)).monthText
      if months.last != text { months.append(text) }
    }
    return months
  }
}

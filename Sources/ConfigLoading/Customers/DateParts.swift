import CivilTime

/// Year, month and day as found in a cell, before anybody asks whether the day exists.
struct DateParts {
  var year: Int?
  var month = 0
  var day = 0
  var isLunar = false
  var isLeap = false
  /// What was assumed, for a warning.
  var assumed: String?
  /// Two readings of a date whose day and month may be swapped.
  var otherReading: (String, String)?

  /// Why no parts could be found.
  struct Failure: Error {
    var reading: DateReading
    static let notation = Failure(
      reading: .refused("not understood as a date", public: "not understood as a date"))
  }

  /// The date, or why it cannot be.
  func build(latest: Day?) -> DateReading {
    let digits = DateParts.text(year, month, day, isLeap: isLeap)
    if let year, year < 1900 { return DateCell.tooEarly }
    guard isLunar else {
      guard let date = PersonDate.solar(year: year, month: month, day: day) else {
        return .refused("\(digits) does not exist", public: "the day does not exist")
      }
      return DateCell.checked(
        date, latest: latest, assumed: assumed == nil ? nil : "\(date) assumed")
    }
    if let date = PersonDate.lunar(year: year, month: month, leap: isLeap, day: day) {
      return DateCell.checked(
        date, latest: latest, assumed: assumed == nil ? nil : "\(date) assumed")
    }
    guard let year else {
      return .refused("lunar \(digits) does not exist", public: "the lunar day does not exist")
    }
    guard let table = LunarYear(year) else {
      return .refused(
        "the lunar calendar is known up to 2100",
        public: "the lunar calendar is known up to 2100")
    }
    guard let length = table.length(ofMonth: month, leap: isLeap) else {
      let reason = isLeap ? "\(year) has no leap month \(month)" : "lunar \(digits) does not exist"
      return .refused(reason, public: "the lunar month does not exist")
    }
    let head = DateParts.text(year, month, day, isLeap: isLeap).dropLast(3)
    return .refused(
      "lunar \(head) has \(length) days", public: "the lunar month has fewer days")
  }

  /// The parts as they would stand in the contract's notation, existing or not.
  static func text(_ year: Int?, _ month: Int, _ day: Int, isLeap: Bool = false) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year.map(String.init) ?? "-")-\(two(month))\(isLeap ? "L" : "")-\(two(day))"
  }

  /// Finds the parts in a cleaned cell.
  static func find(_ text: String) -> Result<DateParts, Failure> {
    var scanner = DateScanner(text)
    scanner.scan()
    guard !scanner.hasStrangeText else { return .failure(.notation) }
    var parts = DateParts()
    parts.isLunar = scanner.isLunar
    parts.isLeap = scanner.isLeap
    let numbers = scanner.numbers
    if numbers.count == 1, scanner.monthWord == nil { return single(numbers[0], parts) }
    if let month = scanner.monthWord { return english(month, numbers, parts) }
    if numbers.contains(where: { $0.unit == .month || $0.unit == .year }) {
      return united(numbers, parts)
    }
    switch numbers.count {
    case 3: return three(numbers, scanner.marks, parts)
    case 2: return two(numbers, parts)
    default: return .failure(.notation)
    }
  }

  /// `1985年3月12日`, `3月12日`, `八月十五`.
  private static func united(
    _ numbers: [DateScanner.Number], _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    var rest = numbers[...]
    if let first = rest.first, first.unit == .year || (first.digits == 4 && first.unit == nil) {
      parts.year = first.value
      if first.digits <= 2 { parts.assume(twoDigitYear: first.value) }
      rest = rest.dropFirst()
    }
    guard rest.count == 2, let month = rest.first, month.unit == .month, let day = rest.last
    else { return .failure(.notation) }
    parts.month = month.value
    parts.day = day.value
    // Months and days in numerals without 日 or 号 are how lunar days are said.
    if !parts.isLunar, month.isNumeral, day.isNumeral, day.unit == nil {
      parts.isLunar = true
      parts.assumed = "lunar"
    }
    return .success(parts)
  }

  /// `1985-3-12`, `12/3/1985`, `85-3-12`.
  private static func three(
    _ numbers: [DateScanner.Number], _ marks: Set<Unicode.Scalar>, _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    let (a, b, c) = (numbers[0], numbers[1], numbers[2])
    if a.digits >= 3 {
      guard a.digits == 4, c.digits <= 2 else { return .failure(.notation) }
      (parts.year, parts.month, parts.day) = (a.value, b.value, c.value)
      return .success(parts)
    }
    if c.digits == 4 { return swapped(a.value, b.value, year: c.value, parts) }
    guard c.digits <= 2 else { return .failure(.notation) }
    let isYearFirst = a.value > 31 || !marks.contains("/")
    if isYearFirst, (1...31).contains(c.value) {
      parts.assume(twoDigitYear: a.value)
      (parts.month, parts.day) = (b.value, c.value)
      return .success(parts)
    }
    return swapped(a.value, b.value, year: c.value < 30 ? 2000 + c.value : 1900 + c.value, parts)
  }

  /// Day and month in an order that only a number above 12 betrays.
  private static func swapped(
    _ a: Int, _ b: Int, year: Int, _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    parts.year = year
    (parts.month, parts.day) = a > 12 ? (b, a) : (a, b)
    if a <= 12, b <= 12, a != b {
      parts.otherReading = (text(year, b, a), text(year, a, b))
    }
    return .success(parts)
  }

  /// `3-12`: month and day.
  private static func two(
    _ numbers: [DateScanner.Number], _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    guard numbers.allSatisfy({ $0.digits <= 2 }) else { return .failure(.notation) }
    (parts.month, parts.day) = (numbers[0].value, numbers[1].value)
    if parts.month > 12, parts.day <= 12 { swap(&parts.month, &parts.day) }
    parts.assumed = "month before day"
    return .success(parts)
  }

  /// `12 Mar 1985`, `March 12`.
  private static func english(
    _ month: Int, _ numbers: [DateScanner.Number], _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    parts.month = month
    parts.year = numbers.first { $0.digits == 4 }?.value
    let days = numbers.filter { $0.digits <= 2 }
    guard days.count == 1, numbers.count == (parts.year == nil ? 1 : 2) else {
      return .failure(.notation)
    }
    parts.day = days[0].value
    return .success(parts)
  }

  /// `19850312`, Excel's `31118`.
  private static func single(
    _ number: DateScanner.Number, _ start: DateParts
  ) -> Result<DateParts, Failure> {
    var parts = start
    switch number.digits {
    case 8:
      parts.year = number.value / 10_000
      (parts.month, parts.day) = (number.value / 100 % 100, number.value % 100)
      return .success(parts)
    case 4 where (1900...2100).contains(number.value) && number.unit == nil:
      // Excel's serials of 1905 are years as people write them.
      let serial = Day(-25_569) + number.value
      return .failure(
        Failure(reading: .unclear("ambiguous: the year \(number.value) or \(serial)")))
    case 4...5 where number.value >= 1 && number.value <= 73_050 && number.unit == nil:
      // Excel's 1900 system counts a 29 February 1900 that never was (serial 60).
      let epoch = Day(-25_569)
      let civil = (epoch + (number.value < 60 ? number.value + 1 : number.value)).civil()
      (parts.year, parts.month, parts.day) = (civil.year, civil.month, civil.day)
      return .success(parts)
    case 9...13 where number.unit == nil:
      // Eight digits are a day; of births before 1973 the seconds are as few.
      let hint = "a number of seconds since 1970; export dates as 1985-03-12"
      return .failure(Failure(reading: .refused(hint, public: hint)))
    default: return .failure(.notation)
    }
  }

  private mutating func assume(twoDigitYear number: Int) {
    year = number < 30 ? 2000 + number : 1900 + number
    assumed = "century"
  }
}

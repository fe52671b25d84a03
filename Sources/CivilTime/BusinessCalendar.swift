/// Days off and working days of one country; every question about a day is one table look-up.
package struct BusinessCalendar: Sendable {
  /// ISO 3166 code of the country, empty for the plain Monday-to-Friday calendar.
  package let country: String
  /// The rows by day, those of a day in the order of the file.
  package let entries: [HolidayEntry]
  /// Years of which the list says something, without those between that it is silent on.
  package let years: Set<Int>
  /// Years whose official or published list is in the data.
  package let listedYears: Set<Int>
  /// Whether this country's yearly list moves working days, so that a year without it is uncertain.
  package let movesWorkdays: Bool

  /// First day of the table.
  private let start: Day
  /// A verdict a day.
  private let verdicts: [DayVerdict]
  /// Index of the first entry of each day, one more than there are days.
  private let firstEntry: [Int32]
  /// Day numbers of the days off in one region only.
  private let regional: [String: Set<Int32>]

  /// Builds the table of a country from its rows, in any order.
  package init(country: String, entries unsorted: [HolidayEntry]) {
    self.country = country
    entries = Self.sorted(unsorted)
    let builder = WorkdayTable(entries)
    years = builder.years
    listedYears = builder.listedYears
    movesWorkdays = builder.movesWorkdays
    start = builder.start
    verdicts = builder.verdicts()
    var first = [Int32](repeating: 0, count: verdicts.count + 1)
    for entry in entries { first[entry.day - start + 1] += 1 }
    for index in first.indices.dropFirst() { first[index] += first[index - 1] }
    firstEntry = first
    var regional: [String: Set<Int32>] = [:]
    for entry in entries where entry.kind == .public {
      for region in entry.regions { regional[region, default: []].insert(entry.day.number) }
    }
    self.regional = regional
  }

  /// By day, those of a day in their order; the shipped files are sorted already.
  private static func sorted(_ entries: [HolidayEntry]) -> [HolidayEntry] {
    guard !zip(entries, entries.dropFirst()).allSatisfy({ $0.day <= $1.day }) else {
      return entries
    }
    let rows = entries.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }
    return rows.map(\.element)
  }

  /// A calendar without holidays and without knowledge: Monday to Friday for counting working days.
  package static let plain = BusinessCalendar(country: "", entries: [])

  /// The verdict of a day; outside the data, ``DayVerdict/unknown``.
  private func verdict(_ day: Day) -> DayVerdict {
    let index = day - start
    return verdicts.indices.contains(index) ? verdicts[index] : .unknown
  }

  /// Whether the day is worked, by section 5 of the contract; nil where nobody can know yet.
  ///
  /// Outside the data everything is nil. With a region its own days off count too.
  package func isWorkday(_ day: Day, region: String? = nil) -> Bool? {
    if let region, regional[region]?.contains(day.number) == true { return false }
    switch verdict(day) {
    case .worked: return true
    case .weekend, .holiday: return false
    case .unknown, .estimatedHoliday: return nil
    }
  }

  /// Whether the whole country, or the region, has a public holiday; estimated ones count, since a
  /// greeting must keep away from them as well.
  package func isPublicHoliday(_ day: Day, region: String? = nil) -> Bool {
    if let region, regional[region]?.contains(day.number) == true { return true }
    switch verdict(day) {
    case .holiday, .estimatedHoliday: return true
    case .worked, .weekend, .unknown: return false
    }
  }

  /// Whether people who work on some weekdays work on a day: holidays are off, days that make up for
  /// them are worked, their own weekdays decide the rest, and what nobody can know yet.
  package func isWorked(_ day: Day, region: String? = nil, weekdays: Set<Weekday>) -> Bool {
    if isPublicHoliday(day, region: region) { return false }
    if day.weekday.isWeekend, isWorkday(day, region: region) == true { return true }
    return weekdays.contains(day.weekday)
  }

  /// Every row of a day, in the order of the file.
  package func entries(on day: Day) -> ArraySlice<HolidayEntry> {
    let index = day - start
    guard verdicts.indices.contains(index) else { return [] }
    return entries[Int(firstEntry[index])..<Int(firstEntry[index + 1])]
  }

  /// The public holidays of a day, those of the whole country and of the region.
  package func holidays(on day: Day, region: String? = nil) -> [HolidayEntry] {
    entries(on: day).filter {
      $0.kind == .public && ($0.regions.isEmpty || region.map($0.regions.contains) == true)
    }
  }

  /// The observances of a day: no days off.
  package func observances(on day: Day) -> [HolidayEntry] {
    entries(on: day).filter { $0.kind == .observance }
  }

  /// The day `count` working days after (or, negative, before) `day`; 0 gives `day` itself.
  ///
  /// A day nobody can know yet counts by its weekday: a plan must give some day, and the caller
  /// asks ``isWorkday(_:region:)`` about it before relying on it.
  package func day(_ day: Day, plusWorkdays count: Int, region: String? = nil) -> Day {
    var reached = day
    var left = count.magnitude
    let step = count < 0 ? -1 : 1
    while left > 0 {
      reached += step
      if isWorkday(reached, region: region) ?? !reached.weekday.isWeekend { left -= 1 }
    }
    return reached
  }

  /// Whether a year's holidays are known: officially, for countries that move working days.
  package func isKnown(year: Int) -> Bool {
    movesWorkdays ? listedYears.contains(year) : years.contains(year)
  }
}

/// What a business calendar knows about a day.
enum DayVerdict: UInt8 {
  case unknown, worked, weekend, holiday
  /// A public holiday whose date is not certain yet.
  case estimatedHoliday
}

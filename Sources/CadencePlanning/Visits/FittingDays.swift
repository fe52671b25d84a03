import CadenceModel
import CivilTime

/// On which days a rep can visit a customer: the rep is there, and the customer has no holiday.
struct FittingDays {
  let rep: RepDays
  /// By ``VisitChain/holidays``.
  let tables: [DayTable]
  /// The days that the tables know.
  let known: ClosedRange<Day>
  /// What tells of the others: calendars and regions by ``VisitChain/holidays``.
  let calendars: [BusinessCalendar]
  let regions: [String?]

  /// Whether a visit may be on a day.
  func fits(_ day: Day, _ chain: VisitChain, weekendOnly: Bool) -> Bool {
    if weekendOnly, !day.weekday.isWeekend { return false }
    return rep.isPresent(day) && !isHoliday(day, chain.holidays)
  }

  /// Whether the customer likes weekends and there is one in the window on which the rep works.
  func hasWeekend(_ window: ClosedRange<Day>, _ chain: VisitChain) -> Bool {
    guard chain.prefersWeekend else { return false }
    return (0...(window.upperBound - window.lowerBound)).contains {
      fits(window.lowerBound + $0, chain, weekendOnly: true)
    }
  }

  /// The rep's first working day at or after a day.
  func worked(from day: Day) -> Day { rep.next(from: day) }

  private func isHoliday(_ day: Day, _ table: Int) -> Bool {
    if known.contains(day) { return tables[table][day].contains(.holiday) }
    return calendars[table].isPublicHoliday(day, region: regions[table])
  }
}

import CadenceModel
import CivilTime

/// Counts hours within the call windows of a rep's working days.
struct WorkClock {
  private let windows: [TimeWindow]
  private let rep: RepDays

  init(_ windows: [TimeWindow], _ rep: RepDays) {
    self.windows = windows.sorted { $0.start < $1.start }
    self.rep = rep
  }

  /// The moment so much later; an absence counts as work, since the deputy is there.
  func after(_ moment: LocalTime, _ period: CalendarPeriod) -> LocalTime {
    var whole = period
    whole.seconds = 0
    var day = rep.day(moment.day, plus: whole)
    var from = moment.minute
    var left = (period.seconds + 59) / 60
    guard left > 0 else { return LocalTime(day: rep.next(from: day), minute: from) }
    for _ in 0..<400 {
      if rep.isWorked(day) {
        for window in windows where window.end > from {
          let start = max(window.start, from)
          let length = Int(window.end.minutes) - Int(start.minutes)
          if left <= length {
            let minute = MinuteOfDay(Int(start.minutes) + left) ?? window.end
            return LocalTime(day: day, minute: minute)
          }
          left -= length
        }
      }
      day += 1
      from = .midnight
    }
    return LocalTime(day: day, minute: from)
  }
}

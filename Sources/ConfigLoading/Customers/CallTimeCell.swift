import CivilTime

/// When a customer may be called, as the file says it: a range, a part of the day, weekends.
struct CallTimeCell: Hashable, Sendable {
  /// Minutes of the day; nil for any.
  var window: TimeWindow?
  /// Whether weekends were named.
  var prefersWeekend = false
  /// Whether nothing in the cell was understood.
  var isUnclear = false

  /// Reads a cell: `09:00-12:00`, `18点后`, `周末下午`, `Weekends`, `evenings`.
  static func read(_ text: String) -> CallTimeCell {
    let plain = CellText.plain(text).lowercased()
    var cell = CallTimeCell()
    if CellText.isPlaceholder(plain) { return cell }
    for word in ["周末", "双休", "星期六", "星期日", "周六", "周日", "礼拜天", "weekend", "saturday", "sunday"]
    where plain.contains(word) { cell.prefersWeekend = true }
    cell.window = range(plain) ?? parts.first { plain.contains($0.word) }?.window
    let isAny = ["随时", "都可以", "any", "工作日", "weekday"].contains { plain.contains($0) }
    cell.isUnclear = cell.window == nil && !cell.prefersWeekend && !isAny
    return cell
  }

  /// Two clock times, or one with 后, 以后, after, 前, before.
  private static func range(_ text: String) -> TimeWindow? {
    var times: [Int] = []
    var digits: [Int] = []
    var minutes: [Int]?
    func close() {
      guard let hour = number(digits), hour <= 24 else { return }
      times.append(hour * 60 + (minutes.flatMap(number) ?? 0))
    }
    for scalar in text.unicodeScalars {
      if scalar.isDigit {
        if minutes == nil {
          digits.append(Int(scalar.value) - 0x30)
        } else {
          minutes?.append(Int(scalar.value) - 0x30)
        }
      } else if [":", "点", "时", "."].contains(scalar), !digits.isEmpty, minutes == nil {
        minutes = []
      } else if scalar == "半", minutes == [] {
        minutes = [3, 0]
      } else if !digits.isEmpty {
        close()
        (digits, minutes) = ([], nil)
      }
    }
    if !digits.isEmpty { close() }
    if text.contains("pm") { times = times.map { $0 < 720 ? $0 + 720 : $0 } }
    switch times.count {
    case 2: return window(times[0], times[1])
    case 1 where text.contains("后") || text.contains("after") || text.contains("from"):
      return window(times[0], 21 * 60)
    case 1 where text.contains("前") || text.contains("before") || text.contains("until"):
      return window(9 * 60, times[0])
    default: return nil
    }
  }

  private static func number(_ digits: [Int]) -> Int? {
    guard (1...2).contains(digits.count) else { return nil }
    return digits.reduce(0) { $0 * 10 + $1 }
  }

  private static func window(_ start: Int, _ end: Int) -> TimeWindow? {
    guard let start = MinuteOfDay(start), let end = MinuteOfDay(end) else { return nil }
    return TimeWindow(start: start, end: end)
  }

  private static let parts: [(word: String, window: TimeWindow?)] = [
    ("上午", window(540, 720)), ("早上", window(540, 720)), ("morning", window(540, 720)),
    ("中午", window(720, 840)), ("noon", window(720, 840)), ("下午", window(840, 1080)),
    ("afternoon", window(780, 1020)), ("傍晚", window(1050, 1140)), ("晚上", window(1110, 1230)),
    ("晚间", window(1110, 1230)), ("evening", window(1050, 1200)),
  ].sorted { $0.0.utf8.count > $1.0.utf8.count }
}

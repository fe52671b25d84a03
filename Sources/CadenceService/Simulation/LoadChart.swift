import CadenceModel
import CivilTime

/// The load as a picture: stacked bars by channel, a day or a week each (`load.svg`).
struct LoadChart {
  /// One colour of the picture.
  private struct Series {
    var name: String
    var color: String
    var channel: Channel
    var isSend: Bool
  }

  private static let series = [
    Series(name: "e-mail", color: "#3b76b8", channel: .email, isSend: true),
    Series(name: "SMS", color: "#6fa8dc", channel: .sms, isSend: true),
    Series(name: "chat", color: "#9cc9c2", channel: .chat, isSend: true),
    Series(name: "call", color: "#c8742c", channel: .call, isSend: false),
    Series(name: "visit", color: "#e0a458", channel: .visit, isSend: false),
    Series(name: "gift", color: "#8f6bb0", channel: .gift, isSend: false),
    Series(name: "card", color: "#b79ad0", channel: .card, isSend: false),
    Series(name: "letter", color: "#8a8f98", channel: .letter, isSend: false),
  ]
  private static let width = 960
  private static let left = 64
  private static let right = 24
  private static let top = 96
  private static let plotHeight = 300
  private static let bottom = 56

  private let first: Day
  private let last: Day
  private let step: Int
  /// By series, then by bar.
  private let bars: [[Int]]
  /// The distance of grid lines.
  private let unit: Int
  /// The count at the top of the picture.
  private let ceiling: Int

  /// A chart of so many days; from four months on a bar is a week.
  init(_ load: LoadTable, from first: Day, days: Int) {
    let step = days > 120 ? 7 : 1
    var bars = Self.series.map { _ in [Int](repeating: 0, count: (days + step - 1) / step) }
    for (key, count) in load.counts where first <= key.day && key.day < first + days {
      let index = Self.series.firstIndex {
        $0.channel == key.channel && $0.isSend == key.isSend
      }
      if let index { bars[index][(key.day - first) / step] += count }
    }
    self.first = first
    self.step = step
    self.bars = bars
    let highest = bars[0].indices.map { bar in bars.reduce(0) { $0 + $1[bar] } }.max() ?? 0
    unit = Self.unit(upTo: highest)
    ceiling = max(1, (highest + unit - 1) / unit) * unit
    last = first + (days - 1)
  }

  /// The picture as SVG 1.1, readable on light and dark pages.
  var svg: String {
    let height = Self.top + Self.plotHeight + Self.bottom
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
      viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="title desc">
      <title id="title">\(title)</title>
      <desc id="desc">\(description)</desc>
      <style>
      text { font: 12px system-ui, sans-serif; fill: #41464d }
      .page { fill: #ffffff } .grid { stroke: #d9dce1 } .axis { stroke: #8a8f98 }
      .title { font-size: 16px; font-weight: 600; fill: #1d2126 }
      @media (prefers-color-scheme: dark) {
      text { fill: #b9bec6 } .page { fill: #16191d } .grid { stroke: #343a42 }
      .title { fill: #eef0f3 } }
      </style>
      <rect class="page" width="100%" height="100%" rx="6"/>
      <text class="title" x="\(Self.left)" y="32">\(title)</text>

      """
    text += legend + grid + drawnBars + timeAxis
    return text + "</svg>\n"
  }

  private var title: String {
    "Messages and tasks a \(step == 7 ? "week" : "day"), \(first) to \(last)"
  }

  private var description: String {
    let sums = zip(Self.series, bars).map { "\($0.name) \($1.reduce(0, +))" }
    return "Sums: " + sums.joined(separator: ", ")
  }

  private var barCount: Int { bars[0].count }

  /// The distance of grid lines: 1, 2 or 5 times a power of ten, so that there are at most six.
  private static func unit(upTo highest: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where highest <= 5 * factor * power { return factor * power }
      power *= 10
    }
  }

  private func y(_ count: Int) -> Double {
    let part = Double(count) / Double(ceiling)
    return Double(Self.top + Self.plotHeight) - part * Double(Self.plotHeight)
  }

  private func x(_ bar: Int) -> Double {
    let plot = Double(Self.width - Self.left - Self.right)
    return Double(Self.left) + plot * Double(bar) / Double(max(1, barCount))
  }

  /// A coordinate with one digit behind the point, the same on every machine.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}

extension LoadChart {
  private var legend: String {
    var text = ""
    var x = Self.left
    for (series, counts) in zip(Self.series, bars) where counts.contains(where: { $0 > 0 }) {
      text += "<rect x=\"\(x)\" y=\"51\" width=\"12\" height=\"12\" rx=\"2\" "
      text += "fill=\"\(series.color)\"/>"
      text += "<text x=\"\(x + 18)\" y=\"61\">\(series.name)</text>\n"
      x += 18 + series.name.count * 7 + 24
    }
    text += "<text x=\"\(Self.left)\" y=\"84\">blue and green: the machine sends; "
    return text + "other colours: tasks of the reps</text>\n"
  }

  private var grid: String {
    var text = ""
    for count in stride(from: 0, through: ceiling, by: unit) {
      let y = Self.number(y(count))
      text += "<line class=\"\(count == 0 ? "axis" : "grid")\" x1=\"\(Self.left)\" "
      text += "x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
      text += "<text x=\"\(Self.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
      text += "\(count)</text>\n"
    }
    return text
  }

  private var drawnBars: String {
    var text = ""
    let gap = min(2, (x(1) - x(0)) / 5)
    for bar in 0..<barCount {
      var below = 0
      for (series, counts) in zip(Self.series, bars) where counts[bar] > 0 {
        let bottom = y(below)
        below += counts[bar]
        text += "<rect x=\"\(Self.number(x(bar) + gap / 2))\" y=\"\(Self.number(y(below)))\" "
        text += "width=\"\(Self.number(x(bar + 1) - x(bar) - gap))\" "
        text += "height=\"\(Self.number(bottom - y(below)))\" fill=\"\(series.color)\"/>\n"
      }
    }
    return text
  }

  /// Months on a long picture, days on a short one.
  private var timeAxis: String {
    let y = Self.top + Self.plotHeight
    var text = ""
    let span = last - first + 1
    let isLong = span > 62
    let every = isLong ? max(1, span / 900 + 1) : max(1, (span + 15) / 16)
    var months = 0
    for offset in 0..<span {
      let day = first + offset
      let civil = day.civil()
      if isLong {
        guard civil.day == 1 else { continue }
        months += 1
        guard (months - 1) % every == 0 else { continue }
      } else if offset % every != 0 {
        continue
      }
      let x = Self.number(x(0) + (x(1) - x(0)) * Double(offset) / Double(step))
      let label = isLong ? String("\(day)".prefix(7)) : String("\(day)".suffix(5))
      text += "<line class=\"axis\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(y)\" y2=\"\(y + 5)\"/>"
      text += "<text x=\"\(x)\" y=\"\(y + 20)\">\(label)</text>\n"
    }
    text += "<text x=\"\(Self.left)\" y=\"\(y + 42)\">"
    return text + "first day of the \(isLong ? "month" : "bar"); left: how many a "
      + "\(step == 7 ? "week" : "day")</text>\n"
  }
}

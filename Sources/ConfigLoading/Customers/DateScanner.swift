/// Takes a cell apart into numbers, units and marks of a date.
struct DateScanner {
  /// 年, 月, 日 behind a number.
  enum Unit { case year, month, day }

  /// A number as written.
  struct Number {
    var value: Int
    var digits: Int
    var unit: Unit?
    /// Whether it was written in Chinese numerals.
    var isNumeral = false
  }

  private(set) var numbers: [Number] = []
  /// The marks between the numbers.
  private(set) var marks: Set<Unicode.Scalar> = []
  private(set) var isLunar = false
  private(set) var isLeap = false
  /// The month that an English name says.
  private(set) var monthWord: Int?
  /// Whether something stands there that belongs to no date.
  private(set) var hasStrangeText = false

  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    var text = text.lowercased()
    for word in ["农历", "阴历", "旧历", "夏历", "lunar"] where text.contains(word) {
      isLunar = true
      text = text.split(separator: word, omittingEmptySubsequences: false).joined(separator: " ")
    }
    for word in ["公历", "阳历", "新历", "国历", "solar"] where text.contains(word) {
      text = text.split(separator: word, omittingEmptySubsequences: false).joined(separator: " ")
    }
    scalars = Array(Self.withoutTime(text).unicodeScalars)
  }

  /// `1985-03-12 00:00:00` and `1985-03-12t00:00` without their time.
  private static func withoutTime(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":") else { return text }
    let head = text[..<colon]
    guard let cut = head.lastIndex(where: { $0 == " " || $0 == "t" }) else { return text }
    return String(head[..<cut])
  }

  /// Reads the whole cell.
  mutating func scan() {
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar.isDigit {
        readDigits()
      } else if Self.numeral(scalar) != nil || Self.isLunarWord(scalar) {
        readNumeral()
      } else if ("a"..."z").contains(scalar) {
        readWord()
      } else {
        readMark(scalar)
      }
    }
  }

  private mutating func readDigits() {
    var value = 0
    var digits = 0
    while position < scalars.count, scalars[position].isDigit {
      value = min(value, 1 << 50) * 10 + Int(scalars[position].value - 0x30)
      digits += 1
      position += 1
    }
    // `31118.0`: a serial as a float.
    if numbers.isEmpty, digits >= 4, position + 1 < scalars.count, scalars[position] == ".",
      scalars[(position + 1)...].allSatisfy({ $0 == "0" })
    {
      position = scalars.count
    }
    numbers.append(Number(value: value, digits: digits, unit: readUnit()))
  }

  private mutating func readUnit() -> Unit? {
    guard position < scalars.count else { return nil }
    let unit: Unit
    switch scalars[position] {
    case "年": unit = .year
    case "月": unit = .month
    case "日", "号": unit = .day
    default: return nil
    }
    position += 1
    return unit
  }

  /// Numerals: 一九八五, 十二, 廿三, 初五, 三十, 正月, 冬月, 腊月.
  private mutating func readNumeral() {
    var run: [Unicode.Scalar] = []
    while position < scalars.count,
      Self.numeral(scalars[position]) != nil || Self.isLunarWord(scalars[position])
    {
      run.append(scalars[position])
      position += 1
    }
    if run.contains(where: { Self.isLunarWord($0) }) { isLunar = true }
    run.removeAll { $0 == "初" }
    var number = Number(value: 0, digits: 0, unit: nil, isNumeral: true)
    if run == ["正"] || run == ["元"] {
      number.value = 1
    } else if run == ["冬"] {
      number.value = 11
    } else if run == ["腊"] {
      number.value = 12
    } else if run.count >= 2, run.allSatisfy({ (Self.numeral($0) ?? 10) < 10 }) {
      for scalar in run.prefix(8) { number.value = number.value * 10 + (Self.numeral(scalar) ?? 0) }
      number.digits = run.count
    } else {
      number.value = Self.value(run)
    }
    if number.digits == 0 { number.digits = number.value < 10 ? 1 : 2 }
    number.unit = readUnit()
    if run == ["正"] || run == ["冬"] || run == ["腊"], number.unit != .month {
      hasStrangeText = true
    }
    numbers.append(number)
  }

  private mutating func readWord() {
    var word = ""
    while position < scalars.count, ("a"..."z").contains(scalars[position]) {
      word.unicodeScalars.append(scalars[position])
      position += 1
    }
    if word == "l" {
      if numbers.isEmpty { isLunar = true } else { (isLunar, isLeap) = (true, true) }
    } else if ["st", "nd", "rd", "th", "of"].contains(word), !numbers.isEmpty || monthWord != nil {
      return
    } else if word.count >= 3,
      let month = Self.months.firstIndex(where: {
        $0.hasPrefix(word) || word == "sept" && $0.hasPrefix("sept")
      }), monthWord == nil
    {
      monthWord = month + 1
    } else {
      hasStrangeText = true
    }
  }

  private mutating func readMark(_ scalar: Unicode.Scalar) {
    position += 1
    switch scalar {
    case "闰", "閏": (isLunar, isLeap) = (true, true)
    case "+" where position == scalars.count && isLunar: isLeap = true
    case "农", "阴": isLunar = true
    case "-", "/", ".", "–", "—", "−": marks.insert(scalar)
    case " ", ",", "(", ")", "[", "]", "（", "）", "生", "、": break
    default: hasStrangeText = true
    }
  }

  /// Words that only lunar dates use.
  private static func isLunarWord(_ scalar: Unicode.Scalar) -> Bool {
    ["初", "正", "冬", "腊", "廿", "卅"].contains(scalar)
  }

  private static func numeral(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "〇", "零", "○": 0
    case "一", "元": 1
    case "二", "两": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    case "十": 10
    case "廿": 20
    case "卅": 30
    default: nil
    }
  }

  /// The value of numerals up to 39: 十, 十二, 二十三, 廿三, 三十.
  private static func value(_ run: [Unicode.Scalar]) -> Int {
    var total = 0
    for scalar in run.prefix(4) {
      guard let value = numeral(scalar) else { continue }
      if value == 10 { total = max(1, total) * 10 } else { total += value }
    }
    return total
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}

extension Unicode.Scalar {
  /// Whether it is one of 0…9.
  var isDigit: Bool { ("0"..."9").contains(self) }
}

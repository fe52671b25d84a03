import CivilTime

/// The purchases of a cell: `date|product|quantity|amount` or with `|margin`, joined by `;`.
struct PurchaseCell: Hashable, Sendable {
  /// The purchases that were understood, in that notation.
  var text = ""
  /// The day of the last of them.
  var last: Day?
  /// What was not understood, to be kept as a note.
  var leftover = ""

  /// Reads a cell.
  static func read(_ cell: String, today: Day) -> PurchaseCell {
    var result = PurchaseCell()
    var good: [String] = []
    var bad: [String] = []
    for part in cell.split(whereSeparator: { $0 == ";" || $0 == "；" || $0 == "\n" }) {
      if let (text, day) = one(String(part), today: today) {
        good.append(text)
        result.last = max(result.last ?? day, day)
      } else {
        let clean = CellText.cleaned(String(part))
        if !CellText.isPlaceholder(clean) { bad.append(clean) }
      }
    }
    result.text = good.joined(separator: ";")
    result.leftover = bad.joined(separator: "; ")
    return result
  }

  private static func one(_ text: String, today: Day) -> (String, Day)? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "|" || $0 == "｜" }
      .map(String.init)
    guard parts.count == 4 || parts.count == 5,
      case .date(let date, _) = DateCell.read(parts[0], latest: today), let day = date.birth,
      let quantity = number(parts[2]), let amount = number(parts[3], mayBeNegative: true)
    else { return nil }
    var margin: String?
    if parts.count == 5, !CellText.isPlaceholder(CellText.plain(parts[4])) {
      margin = number(parts[4], mayBeNegative: true)
      if margin == nil { return nil }
    }
    let product = CellText.cleaned(parts[1])
    guard !product.isEmpty else { return nil }
    return ("\(day)|\(product)|\(quantity)|\(amount)\(margin.map { "|\($0)" } ?? "")", day)
  }

  /// Digits with at most one point; currency signs, units and thousands separators removed.
  ///
  /// `1,234.50` and `1.234,50` are the same number: of two kinds of marks the last one divides. One
  /// kind alone divides where it stands once and not before exactly three digits, or is a point.
  /// A minus in front is a refund's.
  private static func number(_ text: String, mayBeNegative: Bool = false) -> String? {
    var digits: [Unicode.Scalar] = []
    var isNegative = false
    for scalar in CellText.plain(text).unicodeScalars {
      switch scalar {
      case "-" where mayBeNegative && digits.isEmpty && !isNegative: isNegative = true
      case "0"..."9", ".", ",": digits.append(scalar)
      case " ", "'", "¥", "￥", "$", "€", "£", "元", "樘", "件", "个", "套", "扇", "把", "m", "㎡": break
      default: return nil
      }
    }
    guard let first = digits.first, first.isDigit, let last = digits.last, last.isDigit else {
      return nil
    }
    let point = dividing(digits)
    guard (point ?? digits.count) <= 12 else { return nil }
    var number = isNegative ? "-" : ""
    for (index, scalar) in digits.enumerated() {
      if index == point {
        number.append(".")
      } else if scalar.isDigit {
        number.unicodeScalars.append(scalar)
      } else if !startsThousands(digits, after: index, until: point) {
        return nil
      }
    }
    return number
  }

  /// Where whole and part are divided; nil where there is no part.
  private static func dividing(_ digits: [Unicode.Scalar]) -> Int? {
    guard let last = digits.lastIndex(where: { !$0.isDigit }) else { return nil }
    let mark = digits[last]
    let others = digits.contains { !$0.isDigit && $0 != mark }
    guard digits.count(where: { $0 == mark }) == 1 else { return nil }
    if others || mark == "." { return last }
    return digits.count - last - 1 == 3 ? nil : last
  }

  /// Whether exactly three digits follow a mark before the next one.
  private static func startsThousands(
    _ digits: [Unicode.Scalar], after index: Int, until point: Int?
  ) -> Bool {
    let rest = digits[(index + 1)..<(point ?? digits.count)]
    return rest.prefix { $0.isDigit }.count == 3
  }
}

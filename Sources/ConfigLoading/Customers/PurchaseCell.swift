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
  private static func number(_ text: String, mayBeNegative: Bool = false) -> String? {
    var digits = ""
    for scalar in CellText.plain(text).unicodeScalars {
      switch scalar {
      case "0"..."9", ".": digits.unicodeScalars.append(scalar)
      case "-" where mayBeNegative && digits.isEmpty: digits = "-"
      case ",", " ", "'", "¥", "￥", "$", "€", "£", "元", "樘", "件", "个", "套", "扇", "把", "m", "㎡":
        break
      default: return nil
      }
    }
    guard digits.utf8.contains(where: { $0 != 0x2E }), digits.split(separator: ".").count <= 2,
      !digits.hasPrefix("."), !digits.hasPrefix("-."), !digits.hasSuffix("."),
      digits.prefix(while: { $0 != "." }).utf8.count <= 12
    else { return nil }
    return digits
  }
}

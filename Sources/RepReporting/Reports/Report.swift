/// A report's figures, before anybody decides how they look.
package struct Report: Sendable {
  /// Which one.
  package let name: ReportName
  /// Its tables, in reading order.
  package let tables: [ReportTable]

  /// A report of these tables.
  package init(name: ReportName, tables: [ReportTable]) {
    self.name = name
    self.tables = tables
  }
}

/// Rows below named columns.
///
/// Rows are made when they are written: the list of neglected customers of a large base would cost
/// more than the base itself.
package struct ReportTable: Sendable {
  /// What a row stands for, such as `tier`; unique in the report.
  package let name: String
  /// The columns' names, the first of which names the row.
  package let columns: [String]
  /// How many rows there are.
  package let count: Int
  /// The column that a picture shows; nil: none is drawn.
  package let bar: String?
  private let row: @Sendable (Int) -> [ReportCell]

  /// A table whose rows are made one by one.
  package init(
    _ name: String, _ columns: [String], count: Int, bar: String? = nil,
    row: @escaping @Sendable (Int) -> [ReportCell]
  ) {
    self.name = name
    self.columns = columns
    self.count = count
    self.bar = bar
    self.row = row
  }

  /// A table of rows that are there.
  package init(
    _ name: String, _ columns: [String], bar: String? = nil, rows: [[ReportCell]]
  ) {
    self.init(name, columns, count: rows.count, bar: bar) { rows[$0] }
  }

  /// The cells of a row, one for each column.
  package subscript(index: Int) -> [ReportCell] { row(index) }
}

/// One figure or word; the same figures are written with the same bytes.
package enum ReportCell: Hashable, Sendable {
  /// Nothing can be said, such as a share of nothing.
  case none
  case text(String)
  case count(Int)
  /// A number with so many digits after the point, given in units of the last of them.
  case decimal(Int64, digits: Int)

  /// As it is written in JSON, CSV and tables; empty for ``none``.
  package var written: String {
    switch self {
    case .none: return ""
    case .text(let text): return text
    case .count(let number): return "\(number)"
    case .decimal(let value, let digits):
      var scale: UInt64 = 1
      for _ in 0..<digits { scale *= 10 }
      let sign = value < 0 ? "-" : ""
      guard digits > 0 else { return "\(value)" }
      let fraction = "\(value.magnitude % scale + scale)".dropFirst()
      return "\(sign)\(value.magnitude / scale).\(fraction)"
    }
  }
}

extension ReportCell {
  /// A part of a whole in percent with one digit, halves upwards; nothing where the whole is none.
  static func share(_ part: Int, of whole: Int) -> ReportCell {
    share(Int64(part), of: Int64(whole))
  }

  /// The same of sums of money or minutes.
  static func share(_ part: Int64, of whole: Int64) -> ReportCell {
    quotient(Int128(part) * 1000, Int128(whole), digits: 1)
  }

  /// A quotient, given in units of the last digit, halves upwards; nothing where the divisor is no
  /// positive number.
  static func quotient(_ number: Int128, _ divisor: Int128, digits: Int) -> ReportCell {
    guard divisor > 0 else { return .none }
    return .decimal(rounded(number, divisor), digits: digits)
  }

  /// The same of 64 bits.
  static func quotient(_ number: Int64, _ divisor: Int64, digits: Int) -> ReportCell {
    quotient(Int128(number), Int128(divisor), digits: digits)
  }

  /// The integer nearest to a quotient, halves upwards.
  static func rounded(_ number: Int128, _ divisor: Int128) -> Int64 {
    let (quotient, rest) = (2 * number + divisor).quotientAndRemainder(dividingBy: 2 * divisor)
    return Int64(clamping: rest < 0 ? quotient - 1 : quotient)
  }

  /// A sum of money from its hundredths.
  static func money(_ hundredths: Int64) -> ReportCell { .decimal(hundredths, digits: 2) }

  /// Hours with one digit, of minutes.
  static func hours(_ minutes: Int64) -> ReportCell { quotient(minutes * 10, 60, digits: 1) }
}

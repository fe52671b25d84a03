/// Counts by row and column, for a report's tables.
struct ReportCounts: Sendable {
  private let width: Int
  private var sums: [String: [Int64]] = [:]
  /// The rows that are always there, in their order.
  private let fixed: [String]

  /// Counts with so many columns; `rows` are listed even when nothing was counted in them.
  init(columns: Int, rows: [String] = []) {
    width = columns
    fixed = rows
    for row in rows { sums[row] = Array(repeating: 0, count: columns) }
  }

  /// Adds to a column of a row.
  mutating func add(_ row: String, _ column: Int, _ amount: Int64 = 1) {
    sums[row, default: Array(repeating: 0, count: width)][column].add(clamping: amount)
  }

  /// Makes sure that a row is listed.
  mutating func note(_ row: String) {
    _ = sums[row, default: Array(repeating: 0, count: width)]
  }

  /// A row's counts; zeros where there are none.
  subscript(row: String) -> [Int64] { sums[row] ?? Array(repeating: 0, count: width) }

  /// The fixed rows, then the others by name.
  var rows: [String] {
    let known = Set(fixed)
    return fixed + sums.keys.filter { !known.contains($0) }.sorted()
  }

  /// A column's sum over all rows.
  func total(_ column: Int) -> Int64 { sums.values.map { $0[column] }.clampedSum }
}

extension Int64 {
  /// Adds without ever overflowing: sums that no business has are cut at the end of the range.
  mutating func add(clamping other: Int64) {
    let (sum, isOver) = addingReportingOverflow(other)
    self = isOver ? (other > 0 ? .max : .min) : sum
  }
}

extension Sequence<Int64> {
  /// The sum, cut at the end of the range.
  var clampedSum: Int64 { reduce(into: 0) { $0.add(clamping: $1) } }
}

extension ReportCell {
  /// A count from 64 bits.
  static func count(_ number: Int64) -> ReportCell { .count(Int(number)) }
}

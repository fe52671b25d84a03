/// How large the parts of a CSV file may be; anything larger is refused, never truncated.
enum CSVLimits {
  /// Bytes of one field (row 48 of the bad-input catalogue).
  static let field = 64 * 1024
  /// Columns of one record (same row).
  static let columns = 256
  /// Bytes of one record: bounds what is kept in memory while its end is looked for.
  static let record = 1024 * 1024
  /// Bytes of one file (contract section 4).
  static let file = 2 * 1024 * 1024 * 1024
  /// Bytes read at a time.
  ///
  /// What becomes of such a piece is many times its size, and several are under way.
  static let chunk = 1024 * 1024
}

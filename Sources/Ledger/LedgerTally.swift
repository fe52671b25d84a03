import GRDB
import TouchJournal

/// The one row that says how far the projection goes, and what its other rows must add up to.
struct LedgerTally {
  /// The last entry taken in.
  var applied = ChainHead.start
  /// The `h` of the journal's first line.
  var origin: ChainHash?
  /// The furthest entry ever taken in, while the projection is being built again.
  var seen = ChainHead.start
  /// How many rows there are.
  var rows: Int64 = 0
  /// Their checksums, added up.
  var sum: UInt64 = 0

  /// Whatever happened to the rows, the journal must reach this far.
  var witness: ChainHead { seen.number > applied.number ? seen : applied }

  private var checksum: Int64 {
    let text = "\(applied) \(origin.map { "\($0)" } ?? "") \(seen) \(rows) \(sum)"
    return Int64(bitPattern: StateRow(.rest, text, nil).checksum)
  }

  init(seen: ChainHead) { self.seen = seen }

  /// Reads the row; nil where it is missing, of another version, or was changed.
  init?(_ database: Database, version: Int) throws {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM applied"),
      row.value("version") == version, let applied = row.head("n", "h"),
      let seen = row.head("seen_n", "seen_h"), let rows: Int64 = row.value("rows"),
      let sum: Int64 = row.value("sum")
    else { return nil }
    self.applied = applied
    self.seen = seen
    self.rows = rows
    self.sum = UInt64(bitPattern: sum)
    origin = (row.value("origin") as String?).flatMap { ChainHash($0) }
    guard row.value("c") == checksum else { return nil }
  }

  func write(_ database: Database, version: Int) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO applied VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        version, applied.number, applied.hash.description, origin?.description, seen.number,
        seen.hash.description, rows, Int64(bitPattern: sum), checksum,
      ])
  }

  /// Counts a row in, or out.
  mutating func count(_ checksum: UInt64, isNew: Bool) {
    rows += isNew ? 1 : -1
    sum = isNew ? sum &+ checksum : sum &- checksum
  }
}

extension Row {
  /// A column's value; nil where there is none, or one of another type, as in a damaged file.
  func value<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
    (self[column] as DatabaseValue?).flatMap { Value.fromDatabaseValue($0) }
  }

  /// A chain head in two columns.
  func head(_ number: String, _ hash: String) -> ChainHead? {
    guard let number: Int64 = value(number), let text: String = value(hash),
      let hash = ChainHash(text)
    else { return nil }
    return ChainHead(number: number, hash: hash)
  }
}

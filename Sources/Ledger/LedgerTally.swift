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
      row["version"] as Int? == version, let number = row["n"] as Int64?,
      let hash = (row["h"] as String?).flatMap({ ChainHash($0) }),
      let seenNumber = row["seen_n"] as Int64?,
      let seenHash = (row["seen_h"] as String?).flatMap({ ChainHash($0) }),
      let rows = row["rows"] as Int64?, let sum = row["sum"] as Int64?
    else { return nil }
    applied = ChainHead(number: number, hash: hash)
    origin = (row["origin"] as String?).flatMap { ChainHash($0) }
    seen = ChainHead(number: seenNumber, hash: seenHash)
    self.rows = rows
    self.sum = UInt64(bitPattern: sum)
    guard row["c"] as Int64? == checksum else { return nil }
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

package import CadenceModel
import CivilTime
import Foundation
import GRDB
package import TouchJournal

/// The projection of the journal in SQLite: by customer, what the journal tells.
///
/// It may be deleted at any time. What was applied stands in the same transaction as what came of
/// it, so that it is always a whole beginning of the journal; only durable entries may be applied,
/// which makes ``applied`` a witness of how far the journal must reach.
package final class Ledger: Sendable {
  /// Changes with the tables: a file of another version is built again.
  private static let version = 1

  private let database: DatabaseQueue

  /// Opens the projection of the journal whose first line has this `h`, or begins an empty one:
  /// where there is none, and in place of one that is damaged, of another version or of another
  /// journal.
  package init(path: String, origin: ChainHash?) throws(LedgerProblem) {
    if let database = try? Self.open(path), Self.fits(database, origin) {
      self.database = database
      return
    }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    database = try Self.answering { try Self.open(path) }
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.write { try makeTables($0) }
    return database
  }

  private static func makeTables(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS applied (
          id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL,
          n INTEGER NOT NULL, h TEXT NOT NULL, origin TEXT) STRICT;
        INSERT OR IGNORE INTO applied VALUES (1, \(version), 0, '\(ChainHash.start)', NULL);
        CREATE TABLE IF NOT EXISTS entry (
          n INTEGER PRIMARY KEY, customer TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL,
          line BLOB NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS entry_by_customer ON entry (customer, n);
        """)
  }

  /// Whether an existing database is sound and belongs to the journal.
  private static func fits(_ database: DatabaseQueue, _ origin: ChainHash?) -> Bool {
    let row = try? database.read { connection in
      try Row.fetchOne(connection, sql: "SELECT version, n, origin FROM applied")
    }
    guard let row, row["version"] == version else { return false }
    guard row["n"] as Int64? != 0 else { return true }
    return row["origin"] as String? == origin?.description
  }

  /// The last entry applied.
  package func applied() throws(LedgerProblem) -> ChainHead {
    try Self.answering {
      try database.read { connection in
        let row = try Row.fetchOne(connection, sql: "SELECT n, h FROM applied")
        guard let row, let hash = ChainHash(row["h"] as String) else { return .start }
        return ChainHead(number: row["n"], hash: hash)
      }
    }
  }

  /// Takes in the next entries, which must be durable; those applied before are left out.
  package func apply(_ entries: [JournalEntry]) throws(LedgerProblem) {
    let done = try applied().number
    let new = entries.drop { $0.number <= done }
    guard let first = new.first, let last = new.last else { return }
    guard first.number == done + 1 else {
      throw .gap(expected: done + 1, found: first.number)
    }
    try Self.answering {
      try database.write { connection in
        for entry in new { try Self.insert(entry, connection) }
        try connection.execute(
          sql: "UPDATE applied SET n = ?, h = ?, origin = coalesce(origin, ?)",
          arguments: [
            last.number, last.hash.description,
            first.number == 1 ? first.hash.description : nil,
          ])
      }
      // Deleted rows stay readable in free pages, and in the write-ahead log, until then.
      if new.contains(where: { $0.kind == .erased }) {
        try database.vacuum()
        try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      }
    }
  }

  private static func insert(_ entry: JournalEntry, _ connection: Database) throws {
    guard let customer = entry.customer else { return }
    if entry.kind == .erased {
      try connection.execute(
        sql: "DELETE FROM entry WHERE customer = ?", arguments: [customer.text])
    }
    var line: [UInt8] = []
    entry.write(to: &line)
    let statement = try connection.cachedStatement(
      sql: "INSERT INTO entry (n, customer, day, kind, line) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      entry.number, customer.text, entry.at.seconds / 86_400, entry.kind.name, Data(line),
    ])
  }

  /// Everything that the journal tells of a customer, in order.
  package func entries(of customer: CustomerID) throws(LedgerProblem) -> [JournalEntry] {
    try Self.answering {
      try database.read { connection in
        let lines = try Data.fetchCursor(
          connection, sql: "SELECT line FROM entry WHERE customer = ? ORDER BY n",
          arguments: [customer.text])
        var entries: [JournalEntry] = []
        while let line = try lines.next() {
          if let entry = JournalEntry(line: Array(line)) { entries.append(entry) }
        }
        return entries
      }
    }
  }

  /// Turns SQLite's errors into ours.
  private static func answering<Value>(_ body: () throws -> Value) throws(LedgerProblem) -> Value {
    do {
      return try body()
    } catch {
      throw .database("\(error)")
    }
  }
}

import Foundation
import GRDB
package import TouchJournal

/// The projection of the journal in SQLite: the state that its entries add up to, in rows.
///
/// It may be deleted at any time. What was applied stands in the same transaction as what came of
/// it, so that it is always a whole beginning of the journal; only durable entries may be applied,
/// which makes ``witness()`` a witness of how far the journal must reach.
package final class Ledger: Sendable {
  /// Changes with the tables and with what the rows hold: a file of another version is built again.
  package static let version = 4

  private let path: String
  private let database: DatabaseQueue
  /// The connection that this one took the place of, closed.
  ///
  /// Kept, since a queue that is disposed of
  /// starts libdispatch's monitor of its pool, which from then on wakes the process every second.
  private let closed: DatabaseQueue?

  /// Opens the projection of the journal whose first line has this `h`, or begins an empty one:
  /// where there is none, and in place of one that is damaged, of another version or of another
  /// journal.
  package init(path: String, origin: ChainHash?) throws(LedgerProblem) {
    self.path = path
    let old = try? Self.open(path)
    if let old, Self.fits(old, origin) {
      database = old
      closed = nil
      return
    }
    let seen = old.flatMap { Self.oldWitness($0, origin) } ?? .start
    try? old?.close()
    closed = old
    database = try Self.answering { try Self.make(path, seen: seen) }
  }

  private init(path: String, _ database: DatabaseQueue, closed: DatabaseQueue) {
    self.path = path
    self.database = database
    self.closed = closed
  }

  /// An empty projection in the place of this one, which was found damaged; how far the journal must
  /// reach stays known.
  package func replaced() throws(LedgerProblem) -> Ledger {
    try Self.answering {
      let seen = (try? witness()) ?? .start
      try? database.close()
      return Ledger(path: path, try Self.make(path, seen: seen), closed: database)
    }
  }

  private static func make(_ path: String, seen: ChainHead) throws -> DatabaseQueue {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    let database = try open(path)
    try database.write { try makeTables($0, LedgerTally(seen: seen)) }
    return database
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private static func makeTables(_ database: Database, _ tally: LedgerTally) throws {
    try database.execute(
      sql: """
        CREATE TABLE applied (
          id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL,
          n INTEGER NOT NULL, h TEXT NOT NULL, origin TEXT, seen_n INTEGER NOT NULL,
          seen_h TEXT NOT NULL, rows INTEGER NOT NULL, sum INTEGER NOT NULL,
          c INTEGER NOT NULL) STRICT;
        CREATE TABLE state (
          id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
          c INTEGER NOT NULL, UNIQUE (kind, key)) STRICT;
        """)
    try tally.write(database, version: version)
  }

  /// Whether an existing database is of this version and belongs to the journal.
  private static func fits(_ database: DatabaseQueue, _ origin: ChainHash?) -> Bool {
    let read = try? database.read { try LedgerTally($0, version: version) }
    guard let tally = read else { return false }
    return tally.applied.number == 0 || tally.origin == origin
  }

  /// How far a database that cannot be used went: that much the journal must still hold.
  ///
  /// One of another version counts where its journal is this one. A journal without a first line
  /// is no other journal but one that lost everything.
  private static func oldWitness(_ database: DatabaseQueue, _ origin: ChainHash?) -> ChainHead? {
    if origin == nil, let tally = try? database.read({ try LedgerTally($0, version: version) }) {
      return tally.witness
    }
    let row = try? database.read { connection in
      try Row.fetchOne(
        connection,
        sql: "SELECT n, h FROM applied WHERE version <> ? AND (origin = ? OR ? IS NULL)",
        arguments: [version, origin?.description, origin?.description])
    }
    return row?.head("n", "h")
  }

  /// How far the projection of a journal says that the journal must reach; nil where there is none, or
  /// none that can be read.
  ///
  /// For commands, which change nothing of it. `origin` is the `h` of the journal's first line.
  package static func witness(path: String, origin: ChainHash?) -> ChainHead? {
    var configuration = Configuration()
    configuration.readonly = true
    guard FileManager.default.fileExists(atPath: path),
      let database = try? DatabaseQueue(path: path, configuration: configuration)
    else { return nil }
    defer { try? database.close() }
    guard fits(database, origin) else { return oldWitness(database, origin) }
    return (try? database.read { try tally($0) })?.witness
  }

  /// Turns SQLite's errors into ours.
  private static func answering<Value>(_ body: () throws -> Value) throws(LedgerProblem) -> Value {
    do {
      return try body()
    } catch let problem as LedgerProblem {
      throw problem
    } catch {
      throw .database("\(error)")
    }
  }
}

extension Ledger {
  /// The last entry applied.
  package func applied() throws(LedgerProblem) -> ChainHead { try tally().applied }

  /// The furthest entry that was ever applied, also while the projection is being built again.
  package func witness() throws(LedgerProblem) -> ChainHead { try tally().witness }

  private func tally() throws(LedgerProblem) -> LedgerTally {
    try Self.answering { try database.read { try Self.tally($0) } }
  }

  private static func tally(_ database: Database) throws -> LedgerTally {
    guard let tally = try LedgerTally(database, version: version) else {
      throw LedgerProblem.unsound
    }
    return tally
  }

  /// Gives every row to `body`, in the order of their keys, and answers how far they go.
  ///
  /// Throws unless all are there and none was changed; read by way of the index, so that one that
  /// does not fit the table is found, too.
  package func read(
    _ body: (StateRow) throws -> Void
  ) throws(LedgerProblem) -> ChainHead {
    try Self.answering {
      try database.read { connection in
        let tally = try Self.tally(connection)
        var found = LedgerTally(seen: .start)
        let rows = try Row.fetchCursor(
          connection,
          sql: """
            SELECT kind, key, value FROM state INDEXED BY sqlite_autoindex_state_1
            ORDER BY kind, key
            """)
        while let stored = try rows.next() {
          guard let kind = StateRow.Table(rawValue: try stored.decode(UInt8.self, atIndex: 0))
          else { throw LedgerProblem.unsound }
          let row = StateRow(
            kind, try stored.decode(String.self, atIndex: 1),
            Array(try stored.decode(Data.self, atIndex: 2)))
          found.count(row.checksum, isNew: true)
          try body(row)
        }
        guard found.rows == tally.rows, found.sum == tally.sum else { throw LedgerProblem.unsound }
        return tally.applied
      }
    }
  }

  /// What one transaction writes.
  package struct Change {
    /// Rows that are new, changed or gone.
    package var rows: [StateRow]
    /// The last entry that is in them, which must be durable.
    package var head: ChainHead
    /// The `h` of the journal's first line, once it is known.
    package var origin: ChainHash?
    /// Whether all older rows go.
    package var startsAnew: Bool
    /// Whether the journal was found to reach as far as it must.
    package var isProven: Bool
  }

  /// Writes what came of durable entries, all or nothing.
  package func write(_ change: Change) throws(LedgerProblem) {
    try Self.answering {
      try database.write { connection in
        var tally = try Self.tally(connection)
        if change.startsAnew {
          try connection.execute(sql: "DELETE FROM state")
          tally = LedgerTally(seen: tally.witness)
        }
        for row in change.rows { try Self.put(row, connection, &tally) }
        tally.applied = change.head
        tally.origin = change.origin ?? tally.origin
        if change.isProven { tally.seen = .start }
        try tally.write(connection, version: Self.version)
      }
    }
  }

  private static func put(
    _ row: StateRow, _ connection: Database, _ tally: inout LedgerTally
  ) throws {
    let known = try connection.cachedStatement(
      sql: "SELECT c FROM state WHERE kind = ? AND key = ?")
    let place: StatementArguments = [row.table.rawValue, row.key]
    if let old = try Int64.fetchOne(known, arguments: place) {
      tally.count(UInt64(bitPattern: old), isNew: false)
    }
    guard let value = row.value else {
      try connection.cachedStatement(sql: "DELETE FROM state WHERE kind = ? AND key = ?")
        .execute(arguments: place)
      return
    }
    let checksum = row.checksum
    tally.count(checksum, isNew: true)
    let statement = try connection.cachedStatement(
      sql: """
        INSERT INTO state (kind, key, value, c) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, c = excluded.c
        """)
    try statement.execute(
      arguments: place + [Data(value), Int64(bitPattern: checksum)])
  }

  /// Deleted rows stay readable in free pages, and in the write-ahead log, until then.
  package func vacuum() throws(LedgerProblem) {
    try Self.answering {
      try database.vacuum()
      try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
  }
}

import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import Ledger
import Testing
import TouchJournal

/// The projection is a copy of what the journal adds up to: never another state, and never missed.
struct LedgerTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/ledger.sqlite" }

  private func projection(of entries: [JournalEntry]) throws -> Projection {
    Projection(try Ledger(path: path, origin: entries.first?.hash)) { Int64($0.utf8.count) }
  }

  /// Takes entries in batches of random size, as live operation does.
  private func take(
    _ entries: some Collection<JournalEntry>, _ projection: inout Projection,
    _ numbers: inout SeededNumbers
  ) {
    var left = Int.random(in: 1...9, using: &numbers)
    for entry in entries {
      projection.take(entry)
      left -= 1
      guard left == 0 else { continue }
      projection.flush()
      left = Int.random(in: 1...9, using: &numbers)
    }
    projection.flush()
  }

  /// All rows in the order of their keys.
  private func rows(_ entries: [JournalEntry]) throws -> [StateRow] {
    var rows: [StateRow] = []
    let ledger = try Ledger(path: path, origin: entries.first?.hash)
    _ = try ledger.read { rows.append($0) }
    return rows
  }

  private func remove() {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// C5: what was stored at any moment, and the entries after it, give what all entries give.
  @Test(arguments: 0..<50) func `state from projection and tail is the state of all entries`(
    _ block: Int
  ) throws {
    for seed in UInt64(block * 10)..<UInt64(block * 10 + 10) {
      remove()
      var numbers = SeededNumbers(seed: seed)
      let all = RandomHistory(seed: seed, count: Int.random(in: 5...120, using: &numbers)).entries
      let cut = Int.random(in: 0...all.count, using: &numbers)
      do {
        var live = try projection(of: all)
        take(all[..<cut], &live, &numbers)
        #expect(live.problem == nil)
      }
      var restarted = try projection(of: all)
      #expect(dump(restarted.state) == dump(folded(all[..<cut])), "seed \(seed), cut \(cut)")
      #expect(restarted.segments.count == all[..<cut].count { $0.kind == .segment })
      // The projection may lag behind: what it had is left out, and what came later is taken.
      take(all[max(0, cut - 3)...], &restarted, &numbers)
      #expect(dump(restarted.state) == dump(folded(all)), "seed \(seed), cut \(cut)")
    }
  }

  /// C4: built in one go or step by step, in whatever batches, the rows are the same bytes.
  @Test(arguments: 0..<10) func `a projection built anew has the same bytes in every row`(
    _ seed: UInt64
  ) throws {
    var numbers = SeededNumbers(seed: seed)
    let all = RandomHistory(seed: seed, count: 300).entries
    var live = try projection(of: all)
    take(all, &live, &numbers)
    let wanted = try rows(all)
    #expect(wanted.count > 10)
    func isRebuilt(_ what: Comment) throws {
      var again = try projection(of: all)
      take(all, &again, &numbers)
      #expect(again.problem == nil, what)
      #expect(dump(again.state) == dump(folded(all)), what)
      #expect(try rows(all) == wanted, what)
    }
    remove()
    try isRebuilt("deleted")
    let file = URL(fileURLWithPath: path)
    let whole = try Data(contentsOf: file)
    for length in [0, 100, 4096, whole.count / 2, whole.count - 1] {
      remove()
      try whole.prefix(length).write(to: file)
      try isRebuilt("cut to \(length)")
    }
    for _ in 0..<20 {
      remove()
      var bytes = whole
      for place in (0..<40).map({ _ in Int.random(in: 0..<whole.count, using: &numbers) }) {
        bytes[place] ^= UInt8.random(in: 1...255, using: &numbers)
      }
      try bytes.write(to: file)
      try isRebuilt("flipped")
    }
    remove()
    try Data(repeating: 0x55, count: 9000).write(to: file)
    try isRebuilt("rubbish")
  }

  @Test func `one changed, missing or added row is found, and all is built anew`() throws {
    let all = RandomHistory(seed: 7, count: 200).entries
    let damages = [
      "UPDATE state SET value = x'00' WHERE id = (SELECT max(id) FROM state)",
      "DELETE FROM state WHERE id = (SELECT min(id) FROM state WHERE kind = 1)",
      "UPDATE state SET key = key || 'x' WHERE id = (SELECT min(id) FROM state WHERE kind = 1)",
      "INSERT INTO state (kind, key, value, c) VALUES (1, 'KH9', x'000000', 0)",
    ]
    for damage in damages {
      remove()
      do {
        var live = try projection(of: all)
        for entry in all { live.take(entry) }
        live.flush()
      }
      try sqlite(damage)
      let found = try projection(of: all)
      #expect(found.checkpoint == nil, "\(damage)")
      #expect(found.witness == all.last?.head, "it still says how far the journal must reach")
    }
  }

  /// Row 98: without its first line a journal is no other journal but this one, and lost.
  @Test func `a journal that lost everything is held to what the projection saw`() throws {
    let all = RandomHistory(seed: 3, count: 60).entries
    do {
      var live = try projection(of: all)
      for entry in all { live.take(entry) }
      live.flush()
    }
    // Twice: the word is kept while the first start is refused.
    for _ in 0..<2 {
      let found = try projection(of: [])
      #expect(found.checkpoint == nil)
      #expect(found.witness == all.last?.head)
    }
    let back = try projection(of: all)
    #expect(back.witness == all.last?.head, "the journal was put back")
  }

  @Test func `a projection of another journal is begun anew`() throws {
    let mine = RandomHistory(seed: 1, count: 60).entries
    var other = try projection(of: RandomHistory(seed: 2, count: 60).entries)
    for entry in RandomHistory(seed: 2, count: 60).entries { other.take(entry) }
    other.flush()
    // One of another version, too, says nothing of this journal.
    try sqlite("UPDATE applied SET version = version - 1")
    #expect(try projection(of: mine).witness == nil)
    remove()
    var again = try projection(of: RandomHistory(seed: 2, count: 60).entries)
    for entry in RandomHistory(seed: 2, count: 60).entries { again.take(entry) }
    again.flush()
    let found = try projection(of: mine)
    #expect(found.checkpoint == nil && found.witness == nil)
  }

  @Test func `one of another version is begun anew but still tells how far the journal must reach`()
    throws
  {
    let all = RandomHistory(seed: 3, count: 60).entries
    do {
      var live = try projection(of: all)
      for entry in all { live.take(entry) }
      live.flush()
    }
    try sqlite("UPDATE applied SET version = version - 1")
    var found = try projection(of: all)
    #expect(found.checkpoint == nil)
    #expect(found.witness == all.last?.head)
    // Stopped in the middle of building it again: the witness stays until the journal was read.
    found.restart()
    for entry in all.prefix(30) { found.take(entry) }
    found.flush(isProven: false)
    var again = try projection(of: all)
    #expect(again.state.head == all[29].head)
    #expect(again.witness == all.last?.head)
    for entry in all { again.take(entry) }
    again.flush()
    #expect(dump(again.state) == dump(folded(all)))
    #expect(try projection(of: all).witness == all.last?.head)
  }

  @Test func `a changed row of what was applied is found, and believed in nothing`() throws {
    let all = RandomHistory(seed: 5, count: 60).entries
    for change in [
      "n = n - 1", "seen_n = 1", "rows = rows + 1", "sum = sum + 1", "c = c + 1", "origin = NULL",
    ] {
      remove()
      do {
        var live = try projection(of: all)
        for entry in all { live.take(entry) }
        live.flush()
      }
      #expect(try projection(of: all).checkpoint != nil)
      try sqlite("UPDATE applied SET \(change)")
      #expect(try projection(of: all).checkpoint == nil, "\(change)")
    }
  }

  @Test func `how far another journal went says nothing of this one`() throws {
    let other = RandomHistory(seed: 6, count: 60).entries
    do {
      var live = try projection(of: other)
      for entry in other { live.take(entry) }
      live.flush()
    }
    try sqlite("UPDATE applied SET version = version - 1")
    #expect(try projection(of: RandomHistory(seed: 8, count: 60).entries).witness == nil)
  }

  @Test func `entries with a gap are refused and nothing is stored`() throws {
    let all = RandomHistory(seed: 4, count: 20).entries
    var live = try projection(of: all)
    for entry in all.prefix(3) { live.take(entry) }
    live.flush()
    for entry in all.dropFirst(4) { live.take(entry) }
    live.flush()
    #expect(live.problem != nil)
    #expect(try projection(of: all).state.head == all[2].head)
  }

  @Test func `an erased person's facts leave no trace in the file`() throws {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    var entries: [JournalEntry] = []
    func write(_ draft: JournalDraft) {
      let stamp = JournalStamp(at: Instant(seconds: 1_795_338_000), up: 9, run: 1)
      entries.append(
        tail.write(draft, stamp: stamp, durable: tail.head.number - 1, to: &bytes))
    }
    write(.segment(file: "journal-000000000001.jsonl"))
    for customer in ["KH1", "KH2"] {
      let deal = DealFacts(source: "canary-\(customer)")
      write(
        .fact(
          Fact(
            customer: CustomerID(customer), at: Instant(seconds: 1_795_338_000),
            detail: .inquiry(deal))))
    }
    var live = try projection(of: entries)
    for entry in entries { live.take(entry) }
    live.flush()
    #expect(try traces("canary-KH1") > 0)
    write(.erased(customer: "KH1"))
    live.take(entries[3])
    live.flush()
    #expect(live.state.history.customers["KH1"]?.facts.isEmpty == true)
    #expect(try traces("canary-KH1") == 0)
    #expect(try traces("canary-KH2") > 0)
  }

  /// How many of the database's files hold a text.
  private func traces(_ text: String) throws -> Int {
    try ["", "-wal"].count { suffix in
      let file = URL(fileURLWithPath: path + suffix)
      guard FileManager.default.fileExists(atPath: file.path) else { return false }
      return try Data(contentsOf: file).range(of: Data(text.utf8)) != nil
    }
  }

  /// Changes the database behind the program's back.
  private func sqlite(_ statement: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()",
      path, statement,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

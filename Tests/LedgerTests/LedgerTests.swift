import CadenceModel
import CivilTime
import Foundation
import Ledger
import Testing
import TouchJournal

struct LedgerTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("fifthcall-ledger-\(UUID().uuidString).sqlite").path

  private func entries(_ count: Int, from seed: Int = 0) -> [JournalEntry] {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    return (0..<count).map { index in
      let fact = Fact(
        customer: CustomerID("KH\((index + seed) % 3)"), at: Instant(seconds: 1_795_338_000),
        detail: .note)
      let stamp = JournalStamp(
        at: Instant(seconds: 1_795_338_000 + Int64(seed)), up: Int64(index), run: 1)
      return tail.write(.fact(fact), stamp: stamp, durable: Int64(index), to: &bytes)
    }
  }

  private func remove() {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  @Test func `a customer's history is what was applied, in order and whole`() throws {
    defer { remove() }
    let all = entries(20)
    let ledger = try Ledger(path: path, origin: all[0].hash)
    try ledger.apply(Array(all[..<12]))
    try ledger.apply(Array(all[8...]))
    #expect(try ledger.entries(of: "KH1") == all.filter { $0.customer == "KH1" })
    #expect(try ledger.entries(of: "KH9").isEmpty)
    #expect(try ledger.applied() == all[19].head)
  }

  @Test func `it is still there after closing, and rebuilt when deleted`() throws {
    defer { remove() }
    let all = entries(9)
    do {
      let ledger = try Ledger(path: path, origin: all[0].hash)
      try ledger.apply(all)
    }
    #expect(try Ledger(path: path, origin: all[0].hash).applied() == all[8].head)
    remove()
    let again = try Ledger(path: path, origin: all[0].hash)
    #expect(try again.applied() == .start)
    var feeder = try LedgerFeeder(again)
    for entry in all { feeder.take(entry) }
    try feeder.finish()
    #expect(try again.entries(of: "KH0") == all.filter { $0.customer == "KH0" })
  }

  @Test func `an erased person's lines are gone, live and after a rebuild`() throws {
    defer { remove() }
    var all = entries(6)
    var tail = JournalTail()
    var bytes: [UInt8] = []
    let stamp = JournalStamp(at: Instant(seconds: 1_795_338_000), up: 9, run: 1)
    for entry in all {
      _ = tail.write(
        JournalDraft(kind: entry.kind, fields: entry.fields), stamp: stamp, durable: 0, to: &bytes)
    }
    all.append(tail.write(.erased(customer: "KH1"), stamp: stamp, durable: 6, to: &bytes))
    for parts in [[all], [Array(all[..<3]), Array(all[3...])]] {
      let ledger = try Ledger(path: path, origin: all[0].hash)
      for part in parts { try ledger.apply(part) }
      #expect(try ledger.entries(of: "KH1").map(\.kind) == [.erased])
      #expect(try ledger.entries(of: "KH2").count == 2)
      remove()
    }
  }

  @Test func `entries with a gap are refused and nothing is applied`() throws {
    defer { remove() }
    let all = entries(9)
    let ledger = try Ledger(path: path, origin: all[0].hash)
    try ledger.apply(Array(all[..<3]))
    #expect(throws: LedgerProblem.self) { try ledger.apply(Array(all[4...])) }
    #expect(try ledger.applied() == all[2].head)
  }

  @Test func `a projection of another journal is begun anew`() throws {
    defer { remove() }
    let all = entries(9)
    try Ledger(path: path, origin: all[0].hash).apply(all)
    let other = entries(3, from: 7)
    #expect(try Ledger(path: path, origin: other[0].hash).applied() == .start)
  }

  @Test func `a damaged database is begun anew`() throws {
    defer { remove() }
    try Data(repeating: 0x55, count: 9000).write(to: URL(fileURLWithPath: path))
    let all = entries(4)
    let ledger = try Ledger(path: path, origin: all[0].hash)
    try ledger.apply(all)
    #expect(try ledger.applied() == all[3].head)
  }
}

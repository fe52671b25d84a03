import ArgumentParser
import CadenceModel
import CivilTime
import Foundation
import JournalFile
import TouchJournal

/// Goals P5 to P7: appending, group commit, verifying and folding, each beside a bare peer.
struct JournalBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Append, group commit, verify and fold (P5–P7).")

  @Option(help: "A folder on the disk to be measured; it is emptied.")
  var folder = "./bench-journal"

  @Option(help: "Entries to verify and fold.")
  var entries = 1_000_000

  @Option(help: "Appends to measure one by one; the crowd makes twenty times as many.")
  var appends = 1500

  @Flag(help: "Keep the journal of the last measurement, for the peer that reads it.")
  var keep = false

  func run() throws {
    try measureSingle()
    try measureCrowd()
    try measureReplay()
    if !keep { try? FileManager.default.removeItem(atPath: folder) }
  }

  private func freshState() throws -> StateFolder {
    try? FileManager.default.removeItem(atPath: folder)
    return try StateFolder(creating: folder)
  }

  /// P5: one durable append at a time against `write` and `fdatasync` of the same bytes.
  private func measureSingle() throws {
    let state = try freshState()
    let journal = try Journal.open(state, role: .service) { _ in }
    let draft = Self.draft(1)
    var ours: [Double] = []
    var bare: [Double] = []
    let peer = try BareFile(folder + "/bare")
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 230)
    for _ in 0..<appends {
      // Taken in turns, so that both see the same disk.
      ours.append(try Self.seconds { try journal.appendDurably([draft]) })
      bare.append(Self.seconds { peer.appendDurably(line) })
    }
    journal.close()
    let (mine, theirs) = (Self.median(ours), Self.median(bare))
    print(
      "P5 one durable append: \(Self.micro(mine)), bare write+fdatasync \(Self.micro(theirs)), "
        + "ratio \(Self.two(mine / theirs)) (goal ≤ 1.5)")
  }

  /// P6: 64 threads that wait, against a bare leader-and-followers group commit.
  private func measureCrowd() throws {
    let total = appends * 20
    var ours: [Double] = []
    var bare: [Double] = []
    for _ in 0..<3 {
      let journal = try Journal.open(try freshState(), role: .service) { _ in }
      ours.append(
        Self.crowd(64, total) { index in _ = try? journal.appendDurably([Self.draft(index)]) })
      journal.close()
      let peer = BareGroup(try BareFile(folder + "/bare"))
      let line = [UInt8](repeating: UInt8(ascii: "x"), count: 230)
      bare.append(Self.crowd(64, total) { _ in peer.appendDurably(line) })
    }
    let (mine, theirs) = (Self.median(ours), Self.median(bare))
    print(
      "P6 64 waiting: \(Int(Double(total) / mine))/s, bare group commit "
        + "\(Int(Double(total) / theirs))/s, ratio \(Self.two(theirs / mine)) (goal ≥ 0.8)")
  }

  /// P7: checksums, chain and fold of a whole journal, against finding its line ends.
  private func measureReplay() throws {
    let state = try freshState()
    let journal = try Journal.open(state, role: .service) { _ in }
    for start in stride(from: 0, to: entries, by: 500) {
      let drafts = (start..<min(entries, start + 500)).map(Self.draft)
      try journal.append(drafts)
    }
    journal.close()
    var runs: [Double] = []
    var touches = 0
    for _ in 0..<3 {
      var replayed = JournalState()
      runs.append(
        try Self.seconds {
          _ = try JournalReading.read(state) { replayed.apply($0) }
        })
      touches = replayed.history.customers.values.reduce(0) { $0 + $1.touches.count }
    }
    let verify = try Self.seconds { _ = try JournalReading.read(state) }
    let time = Self.median(runs)
    print(
      "P7 verify and fold \(entries) entries: \(Self.two(time)) s, "
        + "\(Self.two(Double(entries) / time / 1e6)) M/s, \(touches) touches; "
        + "verify alone \(Self.two(verify)) s (goal ≤ 2 s for a million)")
    print("   peer: python3 scripts/journal_orjson.py \(folder)/journal")
  }
}

extension JournalBench {
  /// Entries as a sending day makes them: intent, attempt, cross, outcome of one touch after another.
  static func draft(_ index: Int) -> JournalDraft {
    let touch = TouchID(
      customer: CustomerID("KH\(1_000_000 + index / 4 % 50_000)"), cadence: "greeting",
      occurrence: "2026-\(index / 200_000 + 1)", step: 1)
    switch index % 4 {
    case 0:
      return .intent(
        IntentFacts(
          touch: touch, channel: .email, day: Day(20_000), due: Instant(seconds: 1_790_000_000),
          template: "greeting", variant: "a",
          sealed: SealedReference(pack: 1, offset: Int64(index) * 2000, length: 2000)))
    case 1: return .attempt(touch: touch, try: 1, channel: .email, endpoint: "relay")
    case 2: return .cross(touch: touch, try: 1, channel: .email)
    default:
      return .outcome(
        touch: touch, try: 1, channel: .email, OutcomeFacts(.accepted, code: "smtp-250"))
    }
  }

  private static func crowd(
    _ threads: Int, _ total: Int, _ body: @escaping @Sendable (Int) -> Void
  ) -> Double {
    let group = DispatchGroup()
    return seconds {
      for number in 0..<threads {
        group.enter()
        Thread {
          for index in stride(from: number, to: total, by: threads) { body(index) }
          group.leave()
        }.start()
      }
      group.wait()
    }
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }

  private static func micro(_ seconds: Double) -> String { "\(Int(seconds * 1e6)) µs" }

  private static func two(_ value: Double) -> String {
    String(format: "%.2f", value)
  }
}

/// A file as plainly as it can be used: the peer.
private final class BareFile: Sendable {
  private let handle: Int32

  init(_ path: String) throws {
    try Data().write(to: URL(fileURLWithPath: path))
    handle = FileHandle(forWritingAtPath: path).map { dup($0.fileDescriptor) } ?? -1
  }

  func appendDurably(_ bytes: [UInt8]) {
    _ = FileCalls.system.write(handle, bytes, 0)
    _ = FileCalls.system.sync(handle)
  }
}

/// The classic group commit: the first who comes writes for all, the others wait.
///
/// `@unchecked Sendable`: everything is changed under `condition`.
private final class BareGroup: @unchecked Sendable {
  private let file: BareFile
  private let condition = NSCondition()
  private var pending: [UInt8] = []
  private var queued = 0
  private var done = 0
  private var isWriting = false

  init(_ file: BareFile) { self.file = file }

  func appendDurably(_ bytes: [UInt8]) {
    condition.lock()
    pending += bytes
    queued += 1
    let mine = queued
    while done < mine {
      guard !isWriting else {
        condition.wait()
        continue
      }
      isWriting = true
      let batch = pending
      let last = queued
      pending = []
      condition.unlock()
      file.appendDurably(batch)
      condition.lock()
      done = last
      isWriting = false
      condition.broadcast()
    }
    condition.unlock()
  }
}

import ArgumentParser
import CadenceModel
import CivilTime
import Foundation
import JournalFile
import TouchJournal

/// Goal P8: how long a start takes, and how much memory, with a long history.
struct StartBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start the service on a long journal, without and with its projection (P8).")

  @Option(help: "A folder on the disk to be measured; it is emptied, except with --again.")
  var folder = "./bench-start"

  @Option(help: "The config folder to start with.")
  var config = "./config"

  @Option(help: "The program; by default the one beside this one.")
  var program: String?

  @Option(help: "Entries of history.")
  var entries = 10_000_000

  @Flag(help: "Use the journal that the folder holds already.")
  var again = false

  @Flag(help: "Keep the folder.")
  var keep = false

  func run() throws {
    if !again { try write() }
    let state = try StateFolder(existing: folder)
    state.removeLedger()
    let first = try start()
    print("P8 first start, everything read, projection built: \(first)")
    for _ in 0..<3 {
      print("P8 start from the projection: \(try start()) (goal: ready ≤ 2 s, peak ≤ 300 MiB)")
    }
    if !keep { try? FileManager.default.removeItem(atPath: folder) }
  }

  private func write() throws {
    try? FileManager.default.removeItem(atPath: folder)
    var options = Journal.Options()
    options.now = { Instant(seconds: 1_790_000_000) }
    let journal = try Journal.open(
      try StateFolder(creating: folder), role: .service, options: options
    ) { _ in }
    for start in stride(from: 0, to: entries, by: 500) {
      try journal.append((start..<min(entries, start + 500)).map(JournalBench.draft))
    }
    try journal.appendDurably([.stop(reason: "bench")])
    journal.close()
  }

  /// One start, from the process's beginning to `ready` in its log, and its peak by then and at its
  /// end.
  private func start() throws -> String {
    let log = folder + "/bench.log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let process = Process()
    let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL =
      program.map { URL(fileURLWithPath: $0) } ?? own.appendingPathComponent("fifthcall")
    process.arguments = ["run", "--config", config, "--state", folder]
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    let begin = ContinuousClock.now
    try process.run()
    while process.isRunning, !Self.isReady(log) { usleep(5000) }
    let time = (ContinuousClock.now - begin) / .seconds(1)
    let ready = Self.peak(process.processIdentifier)
    // The files left out are verified now: their memory counts, too.
    Thread.sleep(forTimeInterval: 10)
    let later = Self.peak(process.processIdentifier)
    process.terminate()
    process.waitUntilExit()
    return String(
      format: "ready after %.2f s, peak %d MiB, %d MiB ten seconds later", time, ready, later)
  }

  private static func isReady(_ log: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: log) else { return false }
    return String(decoding: data, as: UTF8.self).contains(" ready\n")
  }

  /// The most memory that a process has had, in MiB.
  private static func peak(_ process: Int32) -> Int {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) / 1024
  }
}

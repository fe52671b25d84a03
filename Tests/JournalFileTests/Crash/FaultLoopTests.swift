import CadenceModel
import Foundation
import Glibc
import JournalFile
import Testing
import TouchJournal

/// Rows A4 and C6 of the guarantees: the first, the second … the last call of each history goes
/// wrong, once or from then on, until a run passes clean.
@Suite struct FaultLoopTests {
  /// How the calls go wrong.
  private enum Manner: CaseIterable {
    case once, always, shortThenFull

    func fault(_ number: Int, _ kind: String, at call: Int) -> CallFault? {
      switch self {
      case .once: number == call ? .error(EIO) : nil
      case .always: number >= call ? .error(EIO) : nil
      case .shortThenFull:
        number == call && kind == "write" ? .short(5) : number == call + 1 ? .error(ENOSPC) : nil
      }
    }
  }

  @Test func `whichever call fails, nothing promised is lost and no sync is asked for twice`()
    throws
  {
    var failed: [String: Int] = [:]
    var runs = 0
    for script in CrashScript.undisturbed {
      for manner in Manner.allCases {
        var call = 1
        while true {
          let bench = try CrashBench()
          bench.disk.begin()
          bench.disk.fault = { manner.fault($0, $1, at: call) }
          try? script.body(bench)
          runs += 1
          guard !bench.disk.faults.isEmpty || bench.disk.count >= call else { break }
          for (kind, count) in bench.disk.faults { failed[kind, default: 0] += count }
          check(bench, "\(script.name), call \(call), \(manner)")
          call += 1
        }
      }
    }
    for kind in ["open", "write", "sync", "cut", "rename", "remove", "folder", "names"] {
      #expect(failed[kind, default: 0] > 0, "no \(kind) ever failed")
    }
    print("fault loop: \(runs) runs, failed calls \(failed)")
  }

  /// What is on the disk, as a killed process leaves it, holds what was promised.
  private func check(_ bench: CrashBench, _ where: String) {
    bench.gather()
    bench.book.torn = nil
    #expect(bench.disk.secondSyncs.isEmpty, "\(`where`): synced again: \(bench.disk.secondSyncs)")
    var promises: [DiskPromise] = []
    for case .promise(let promise) in bench.disk.steps { promises.append(promise) }
    var state = DiskState()
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: bench.state.path)) ?? []
    for name in names {
      if !name.contains("/") {
        state.folders.insert(name)
      } else if !name.hasSuffix("/lock") {
        state.files[name] = RecordedDisk.bytes(bench.state.path + "/" + name)
      }
    }
    do {
      let problems = try CrashJudge(bench).problems(state, promises)
      #expect(problems.isEmpty, "\(`where`): \(problems)")
    } catch {
      Issue.record("\(`where`): \(error)")
    }
  }

  @Test func `after a failed sync nothing is promised any more`() throws {
    for which in 1...4 {
      let bench = try CrashBench()
      try bench.session { session in
        var left = which
        bench.disk.fault = { _, kind in
          left -= kind == "sync" ? 1 : 0
          return left == 0 && kind == "sync" ? .error(EIO) : nil
        }
        for _ in 0..<4 { try? session.sealed("KH1") }
        guard let broken = bench.disk.steps.firstIndex(where: { $0.isFailedSync }) else { return }
        let later = bench.disk.steps[broken...].contains { $0.isPromise }
        #expect(!later, "sync \(which)")
        #expect(!session.journal.tryAgain() || session.isBroken, "sync \(which)")
      }
    }
  }

  @Test func `a folder that is not confirmed stops the start`() throws {
    for which in 1...2 {
      let bench = try CrashBench()
      var left = which
      bench.disk.fault = { _, kind in
        left -= kind == "names" ? 1 : 0
        return left == 0 && kind == "names" ? .error(EIO) : nil
      }
      let problem = #expect(throws: JournalProblem.self) { try bench.session { try $0.notes(1) } }
      #expect(problem?.exitCode == 74)
    }
  }

  @Test func `a short write is cut back, and the cut is synced, before anybody is told`() throws {
    for taken in [1, 100, 180] {
      let bench = try CrashBench()
      try bench.session { session in
        try session.notes(1)
        let before = bench.disk.steps.count
        bench.disk.fill(after: taken)
        #expect(throws: JournalProblem.self) { try session.notes(1) }
        bench.disk.fault = { _, _ in nil }
        let kinds = bench.disk.steps[before...].map(\.kind)
        #expect(kinds == ["write", "cut", "sync"])
        #expect(try JournalReading.read(try bench.folder).verdict == .clean)
      }
    }
  }

  @Test func `whatever is renamed or removed is synced with its folder before the next write`()
    throws
  {
    for script in CrashScript.undisturbed {
      let bench = try CrashBench()
      try script.body(bench)
      var open: String?
      for step in bench.disk.steps {
        switch step {
        case .names(let folder, let changes) where changes.values.contains(.nothing): open = folder
        case .syncNames(let folder) where folder == open: open = nil
        case .write: #expect(open == nil, "\(script.name): \(open ?? "")")
        default: break
        }
      }
    }
  }

  @Test func `a cut of the journal is synced before anything else is changed`() throws {
    for script in CrashScript.undisturbed where script.name.contains("tear") {
      let bench = try CrashBench()
      try script.body(bench)
      let kinds = bench.disk.steps.map(\.kind)
      let cut = try #require(
        bench.disk.steps.firstIndex { if case .cut(_, 1...) = $0 { true } else { false } })
      #expect(kinds[cut + 1] == "sync", "\(script.name)")
    }
  }

  @Test func `a full pack is synced before the next one is begun`() throws {
    let bench = try CrashBench()
    try bench.before { try $0.sealed("KH1") }
    let pack = try bench.folder.sealed + "/pack-000001.bin"
    unsafe truncate(pack, Int(SealedStore.packSize) - 10)
    bench.disk.begin()
    try bench.session { session in
      bench.disk.fault = { _, kind in kind == "names" ? nil : nil }
      _ = try session.journal.sealed.seal([1], of: "KH1", purpose: "p")
      let before = bench.disk.steps.count
      _ = try session.journal.sealed.seal([2], of: "KH1", purpose: "p")
      #expect(bench.disk.steps[before...].map(\.kind).prefix(2) == ["sync", "names"])
      try session.notes(1)
    }
  }
}

extension CrashSession {
  /// Whether the sealed data take nothing more.
  fileprivate var isBroken: Bool {
    (try? journal.sealed.seal([1], of: "KH1", purpose: "p")) == nil
  }
}

extension DiskStep {
  fileprivate var isFailedSync: Bool {
    if case .sync(_, failed: true) = self { true } else { false }
  }

  fileprivate var isPromise: Bool { if case .promise = self { true } else { false } }

  fileprivate var kind: String {
    switch self {
    case .write: "write"
    case .cut: "cut"
    case .sync: "sync"
    case .names: "names"
    case .syncNames: "sync names"
    case .promise: "promise"
    }
  }
}

import Foundation
import JournalFile
import Testing
import TouchJournal

/// Row A3 of the guarantees: on any file system that keeps to what its syncs promise, a power cut at
/// any instant loses nothing that was promised.
///
/// In each run a share of the states; all of them, more than 200,000, with `FIFTHCALL_LONG=1`.
@Suite struct CrashStateTests {
  private static let isLong = ProcessInfo.processInfo.environment["FIFTHCALL_LONG"] == "1"
  /// Of the places at which a write is cut, one of so many.
  private static let stride = isLong ? 1 : 41

  @Test func `there are forty histories`() {
    #expect(CrashScript.all.count >= 40)
    #expect(Set(CrashScript.all.map(\.name)).count == CrashScript.all.count)
  }

  @Test(arguments: CrashScript.all)
  func `every state that a crash may leave is recovered`(_ script: CrashScript) throws {
    let bench = try CrashBench()
    bench.disk.begin()
    try script.body(bench)
    bench.gather()
    let judge = try CrashJudge(bench)
    var states = CrashStates(bench.disk.base, stride: Self.stride)
    var promises: [DiskPromise] = []
    var seen: [DiskState: Int] = [:]
    var (count, checked, wrong) = (0, 0, 0)
    for (index, step) in ([nil] + bench.disk.steps.map { $0 }).enumerated() {
      if let step {
        if case .promise(let promise) = step { promises.append(promise) }
        states.follow(step)
      }
      states.states { disk in
        count += 1
        // The same state with the same promises was judged before.
        guard seen[disk] != promises.count else { return }
        seen[disk] = promises.count
        checked += 1
        let problems = judge.problems(disk, promises)
        guard !problems.isEmpty else { return }
        wrong += 1
        guard wrong <= 3 else { return }
        let files = disk.files.map { "\($0.key) \($0.value.count)" }.sorted()
        Issue.record("after step \(index) of \(bench.disk.steps.count): \(problems); \(files)")
      }
    }
    #expect(wrong == 0)
    Self.tally.append([[count, checked]])
    print("crash states: \(script.name): \(count), of these distinct \(checked)")
  }

  /// States of each history: all, and distinct ones.
  private static let tally = Collected<[Int]>()
}

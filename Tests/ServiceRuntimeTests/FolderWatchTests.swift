import Dispatch
import FifthcallTestSupport
import Foundation
import ServiceRuntime
import Synchronization
import Testing

@Suite struct FolderWatchTests {
  /// What a watch told, with a signal at each piece.
  private final class Told: Sendable {
    private let events = Mutex<[FolderWatch.Event]>([])
    private let signal = DispatchSemaphore(value: 0)

    func add(_ more: [FolderWatch.Event]) {
      events.withLock { $0 += more }
      signal.signal()
    }

    /// Whether an event comes within ten seconds.
    func has(_ wanted: FolderWatch.Event) -> Bool {
      for _ in 0..<100 {
        if events.withLock({ $0.contains(wanted) }) { return true }
        _ = signal.wait(timeout: .now() + .milliseconds(100))
      }
      return false
    }

    var count: Int { events.withLock { $0.count } }
  }

  private let queue = DispatchQueue(label: "test.watch")
  private let folder = TemporaryFolder()
  private let told = Told()

  private func watch(_ places: [FolderWatch.Place]) throws -> FolderWatch {
    let told = told
    let made = FolderWatch(queue: queue) { events in told.add(events) }
    let watch = try #require(made)
    #expect(queue.sync { watch.watch(places) })
    return watch
  }

  private func write(_ name: String, atomically: Bool) throws {
    try "x".write(toFile: "\(folder.path)/\(name)", atomically: atomically, encoding: .utf8)
  }

  @Test func `writing in place, putting a new file there and removing are told`() throws {
    let watch = try watch([FolderWatch.Place(folder.path)])
    try write("a.yaml", atomically: false)
    #expect(told.has(.written("\(folder.path)/a.yaml")))
    #expect(told.has(.changed("\(folder.path)/a.yaml")))
    try write("b.yaml", atomically: true)
    #expect(told.has(.changed("\(folder.path)/b.yaml")))
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(told.has(.changed(folder.path)))
    withExtendedLifetime(watch) {}
  }

  @Test func `where only some names count, others are not told`() throws {
    let watch = try watch([FolderWatch.Place(folder.path, names: ["config"])])
    try write("service.log", atomically: false)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/config", withIntermediateDirectories: false)
    #expect(told.has(.changed("\(folder.path)/config")))
    #expect(told.count == 1)
    withExtendedLifetime(watch) {}
  }

  @Test func `a folder that is not there makes the watch incomplete`() throws {
    let watch = try watch([FolderWatch.Place(folder.path)])
    #expect(queue.sync { !watch.watch([FolderWatch.Place("\(folder.path)/missing")]) })
  }
}

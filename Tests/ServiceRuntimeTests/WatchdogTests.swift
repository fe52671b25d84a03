import Dispatch
import FifthcallTestSupport
import Glibc
import Logging
import ServiceRuntime
import Synchronization
import Testing

@Suite(.fewAtATime) struct WatchdogTests {
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func begin(
    _ socket: NotifySocket, pid: Int32 = getpid(),
    _ loops: [(name: String, challenge: Watchdog.Challenge)]
  ) -> Watchdog? {
    Watchdog(
      environment: ["WATCHDOG_USEC": "80000", "WATCHDOG_PID": String(pid)],
      manager: ServiceManager(environment: ["NOTIFY_SOCKET": socket.path]), log: log, loops: loops)
  }

  @Test func `it is fed while all loops answer`() throws {
    let socket = NotifySocket("fed")
    let loop = DispatchQueue(label: "loop")
    let core: Watchdog.Challenge = { answer in loop.async { answer() } }
    let watchdog = try #require(begin(socket, [("core", core)]))
    for _ in 0..<4 { #expect(socket.receive() == "WATCHDOG=1") }
    watchdog.stop()
  }

  @Test func `one loop that hangs lets it starve, and going on feeds it again`() throws {
    let socket = NotifySocket("starved")
    let held = Held()
    let core: Watchdog.Challenge = { answer in answer() }
    let journal: Watchdog.Challenge = { answer in held.answers.withLock { $0.append(answer) } }
    let watchdog = try #require(begin(socket, [("core", core), ("journal", journal)]))
    // The first look finds nothing asked yet; from then on the silent loop counts.
    #expect(socket.receive() == "WATCHDOG=1")
    #expect(socket.receive(within: 300) == nil)
    let answers = held.answers.withLock { $0 }
    #expect(answers.count == 1)
    answers.forEach { $0() }
    #expect(socket.receive() == "WATCHDOG=1")
    watchdog.stop()
  }

  @Test func `nobody asked for one, or another process did`() {
    let socket = NotifySocket("nobody")
    #expect(begin(socket, pid: 1, []) == nil)
    let none = Watchdog(
      environment: [:], manager: ServiceManager(environment: [:]), log: log, loops: [])
    #expect(none == nil)
  }
}

/// Answers that a hanging loop has not given.
private final class Held: Sendable {
  let answers = Mutex<[@Sendable () -> Void]>([])
}

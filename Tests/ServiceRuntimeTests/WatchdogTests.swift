import Dispatch
import FifthcallTestSupport
import Glibc
import Logging
import ServiceRuntime
import Synchronization
import Testing

@Suite(.fewAtATime) struct WatchdogTests {
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private let thread = SerialThread(label: "test.core")

  private func begin(
    _ socket: NotifySocket, pid: Int32 = getpid(),
    _ loops: [(name: String, challenge: Watchdog.Challenge)],
    stalls: [(name: String, check: Watchdog.StallCheck)] = []
  ) -> Watchdog? {
    Watchdog(
      environment: ["WATCHDOG_USEC": "80000", "WATCHDOG_PID": String(pid)],
      manager: ServiceManager(environment: ["NOTIFY_SOCKET": socket.path]), log: log,
      thread: thread, loops: loops, stalls: stalls)
  }

  @Test func `it is fed while all loops answer`() throws {
    let socket = NotifySocket("fed")
    let loop = DispatchQueue(label: "loop")
    let core: Watchdog.Challenge = { answer in loop.async { answer() } }
    let watchdog = try #require(begin(socket, [("core", core)]))
    for _ in 0..<4 { #expect(socket.receive() == "WATCHDOG=1") }
    watchdog.stop()
  }

  @Test func `a loop that hangs is not waited for: systemd is asked to end it all`() throws {
    let socket = NotifySocket("starved")
    let held = Held()
    let core: Watchdog.Challenge = { answer in answer() }
    let journal: Watchdog.Challenge = { answer in held.answers.withLock { $0.append(answer) } }
    let watchdog = try #require(begin(socket, [("core", core), ("journal", journal)]))
    // The first look finds nothing asked yet; from then on the silent loop counts.
    #expect(socket.receive() == "WATCHDOG=1")
    #expect(socket.receive() == "WATCHDOG=trigger")
    let answers = held.answers.withLock { $0 }
    #expect(answers.count == 1)
    answers.forEach { $0() }
    watchdog.stop()
  }

  @Test func `work that is left lying counts like silence`() throws {
    let socket = NotifySocket("lying")
    let isStalled = Atomic(false)
    let stalls: [(name: String, check: Watchdog.StallCheck)] = [
      ("senders", { _ in isStalled.load(ordering: .relaxed) })
    ]
    let watchdog = try #require(begin(socket, [], stalls: stalls))
    #expect(socket.receive() == "WATCHDOG=1")
    isStalled.store(true, ordering: .relaxed)
    var last = socket.receive()
    if last == "WATCHDOG=1" { last = socket.receive() }
    #expect(last == "WATCHDOG=trigger")
    watchdog.stop()
  }

  @Test func `a thread that hangs feeds nothing`() throws {
    let socket = NotifySocket("core")
    let watchdog = try #require(begin(socket, []))
    #expect(socket.receive() == "WATCHDOG=1")
    let gate = DispatchSemaphore(value: 0)
    let isIn = DispatchSemaphore(value: 0)
    thread.async {
      isIn.signal()
      gate.wait()
    }
    isIn.wait()
    while socket.receive(within: 1) != nil {}
    #expect(socket.receive(within: 300) == nil)
    gate.signal()
    #expect(socket.receive() == "WATCHDOG=1")
    watchdog.stop()
  }

  @Test func `nobody asked for one, or another process did`() {
    let socket = NotifySocket("nobody")
    #expect(begin(socket, pid: 1, []) == nil)
    let none = Watchdog(
      environment: [:], manager: ServiceManager(environment: [:]), log: log, thread: thread,
      loops: [])
    #expect(none == nil)
  }
}

/// Answers that a hanging loop has not given.
private final class Held: Sendable {
  let answers = Mutex<[@Sendable () -> Void]>([])
}

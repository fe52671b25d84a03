import ServiceRuntime
import Synchronization
import Testing

@Suite struct ServiceManagerTests {
  @Test func `ready and stopping reach the socket that systemd names`() {
    let socket = NotifySocket("manager")
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": socket.path])
    manager.ready(status: "3 open")
    manager.stopping()
    #expect(socket.receive() == "READY=1\nSTATUS=3 open")
    #expect(socket.receive() == "STOPPING=1")
  }

  @Test func `without systemd nothing happens`() {
    ServiceManager(environment: [:]).ready(status: "fine")
  }

  @Test func `a long start asks for more time every five seconds, and only while it goes on`() {
    let socket = NotifySocket("progress")
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": socket.path])
    let clock = Atomic<Int64>(0)
    var progress = StartProgress(manager, work: "reading") { clock.load(ordering: .relaxed) }
    for _ in 0..<5000 { progress.step() }
    #expect(socket.receive(within: 50) == nil, "no time has passed")
    clock.store(4999, ordering: .relaxed)
    for _ in 0..<1000 { progress.step() }
    #expect(socket.receive(within: 50) == nil)
    clock.store(5000, ordering: .relaxed)
    for _ in 0..<1000 { progress.step() }
    #expect(socket.receive() == "EXTEND_TIMEOUT_USEC=30000000")
    #expect(socket.receive()?.hasPrefix("STATUS=reading: 6") == true)
    #expect(socket.receive(within: 50) == nil)
    clock.store(20_000, ordering: .relaxed)
    #expect(socket.receive(within: 50) == nil, "nothing was done")
    for _ in 0..<256 { progress.step() }
    #expect(socket.receive() == "EXTEND_TIMEOUT_USEC=30000000")
  }
}

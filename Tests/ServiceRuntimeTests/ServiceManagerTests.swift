import ServiceRuntime
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
}

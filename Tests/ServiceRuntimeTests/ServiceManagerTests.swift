import Glibc
import ServiceRuntime
import Testing

@Suite struct ServiceManagerTests {
  @Test func `ready and stopping reach the socket that systemd names`() throws {
    let path = "/tmp/fc-notify-\(getpid())"
    unsafe unlink(path)
    let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer {
      close(listener)
      unsafe unlink(path)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: Array(path.utf8))
    }
    let bound = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": path])
    manager.ready(status: "3 open")
    manager.stopping()
    #expect(receive(listener) == "READY=1\nSTATUS=3 open")
    #expect(receive(listener) == "STOPPING=1")
  }

  @Test func `without systemd nothing happens`() {
    ServiceManager(environment: [:]).ready(status: "fine")
  }

  private func receive(_ listener: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe recv(listener, bytes.baseAddress, bytes.count, 0)
    }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

import Glibc

/// The receiving end of sd_notify(3), as systemd has it.
final class NotifySocket {
  /// The path for `NOTIFY_SOCKET`.
  let path: String
  private let listener: Int32

  init(_ name: String) {
    path = "/tmp/fc-notify-\(name)-\(getpid())"
    unsafe unlink(path)
    listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: Array(path.utf8))
    }
    _ = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  deinit {
    close(listener)
    unsafe unlink(path)
  }

  /// The next message; nil when none comes within so many milliseconds.
  func receive(within milliseconds: Int = 5000) -> String? {
    var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    _ = unsafe setsockopt(
      listener, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe recv(listener, bytes.baseAddress, bytes.count, 0)
    }
    return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}

import Glibc

/// Tells systemd how the service fares (`sd_notify(3)`): a datagram to the socket it named.
package struct ServiceManager: Sendable {
  private let socketPath: String?

  /// Uses `NOTIFY_SOCKET` of the environment; without it every call does nothing.
  package init(environment: [String: String]) {
    socketPath = environment["NOTIFY_SOCKET"]
  }

  /// The service is ready to serve.
  package func ready(status: String) { send("READY=1\nSTATUS=\(status)") }

  /// A line for `systemctl status`; must hold no personal data.
  package func status(_ text: String) { send("STATUS=\(text)") }

  /// All loops make progress: the watchdog may wait another round.
  package func alive() { send("WATCHDOG=1") }

  /// A loop of the service hangs: systemd is to end it as if the watchdog had starved.
  package func hangs() { send("WATCHDOG=trigger") }

  /// The start takes longer than usual; systemd is to wait so many seconds more.
  package func stillStarting(seconds: Int) { send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)") }

  /// The service has begun to stop.
  package func stopping() { send("STOPPING=1") }

  private func send(_ text: String) {
    guard let socketPath else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = unsafe UnixSocket.withAddress(socketPath) { address, length in
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe Int32(
          clamping: sendto(
            descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL), address,
            length))
      }
    }
  }
}

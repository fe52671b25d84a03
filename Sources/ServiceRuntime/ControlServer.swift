import Dispatch
import Foundation
import Glibc
import Synchronization

/// Why the control socket cannot be opened.
package enum ControlFailure: Error, CustomStringConvertible {
  case pathTooLong(String)
  case cannotListen(path: String, code: Int32)
  case notRunning(path: String)
  case noAnswer

  /// A sentence for the operator.
  package var description: String {
    switch self {
    case .pathTooLong(let path):
      "the control socket's path is longer than 107 bytes: \(path); choose a shorter state folder"
    case .cannotListen(let path, let code):
      "cannot listen on \(path): error \(code)"
    case .notRunning(let path):
      "no service listens on \(path); start it with: fifthcall run"
    case .noAnswer: "the service did not answer; see its log"
    }
  }
}

/// Answers one line per connection on a Unix socket in the state folder.
///
/// One thread accepts and each connection has its own; they sleep without a timer.
package final class ControlServer: Sendable {
  /// Longest request line in bytes.
  package static let lineLimit = 1 << 20
  /// As many are answered at a time; who comes then is hung up on.
  private static let connectionLimit = 64
  private let listener: Int32
  private let path: String
  private let ended = DispatchSemaphore(value: 0)
  /// When a connection was first seen waiting for somebody to accept it, in monotonic nanoseconds.
  private let waitingSince = Mutex<Int64?>(nil)

  /// Listens at `path`, whose stale socket it replaces: the caller holds the state folder's lock.
  ///
  /// `answer` runs on a thread of its own for each connection; it gets the request line and returns
  /// the whole reply.
  package init(path: String, answer: @escaping @Sendable (String) -> String)
    throws(ControlFailure)
  {
    self.path = path
    listener = try Self.listening(at: path)
    let places = DispatchSemaphore(value: Self.connectionLimit)
    let thread = Thread { [listener, ended] in
      Thread.current.name = "control"
      while let connection = Self.next(on: listener) {
        Failpoint.pass("control")
        guard places.wait(timeout: .now()) == .success else {
          close(connection)
          continue
        }
        Thread.detachNewThread {
          Self.serve(connection, answer)
          places.signal()
        }
      }
      ended.signal()
    }
    thread.start()
  }

  /// Stops listening and removes the socket.
  package func stop() {
    // The accepting thread wakes with an error; only then may the number go to another file.
    shutdown(listener, Int32(SHUT_RDWR))
    if ended.wait(timeout: .now() + 1) == .success { close(listener) }
    unsafe unlink(path)
  }

  /// Whether somebody has been waiting to be accepted for so many seconds, as far as earlier calls
  /// saw; for a watchdog.
  package func leavesWaiting(_ seconds: Double) -> Bool {
    var question = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    let isWaiting = unsafe poll(&question, 1, 0) == 1
    let now = MonotonicCondition.now
    return waitingSince.withLock { since in
      since = isWaiting ? since ?? now : nil
      return since.map { Double(now - $0) >= seconds * 0.9e9 } ?? false
    }
  }

  private static func listening(at path: String) throws(ControlFailure) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let listener = socket(AF_UNIX, kind, 0)
    unsafe unlink(path)
    guard let bound = unsafe UnixSocket.withAddress(path, { unsafe bind(listener, $0, $1) }) else {
      close(listener)
      throw .pathTooLong(path)
    }
    guard bound == 0, unsafe chmod(path, 0o600) == 0, listen(listener, 16) == 0 else {
      let code = errno
      close(listener)
      throw .cannotListen(path: path, code: code)
    }
    return listener
  }

  /// The next connection; nil once the server stops.
  private static func next(on listener: Int32) -> Int32? {
    while true {
      let connection = accept(listener, nil, nil)
      if connection >= 0 {
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return connection
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      // Too many files or too little memory: better in a moment than never again.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
      default: return nil
      }
    }
  }

  private static func serve(_ connection: Int32, _ answer: (String) -> String) {
    defer { close(connection) }
    UnixSocket.setTimeout(connection, seconds: 10)
    guard let line = UnixSocket.readLine(connection, limit: lineLimit) else { return }
    let reply = answer(String(decoding: line, as: UTF8.self))
    _ = UnixSocket.writeAll(connection, Array(reply.utf8) + [UInt8(ascii: "\n")])
  }
}

/// Asks the running service something.
package enum ControlClient {
  /// Sends one line and returns the reply line.
  package static func ask(_ request: String, path: String, timeout seconds: Int = 60)
    throws(ControlFailure) -> String
  {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let connection = socket(AF_UNIX, kind, 0)
    defer { close(connection) }
    UnixSocket.setTimeout(connection, seconds: seconds)
    guard let joined = unsafe UnixSocket.withAddress(path, { unsafe connect(connection, $0, $1) })
    else { throw .pathTooLong(path) }
    guard joined == 0 else { throw .notRunning(path: path) }
    guard UnixSocket.writeAll(connection, Array(request.utf8) + [UInt8(ascii: "\n")]),
      let reply = UnixSocket.readLine(connection, limit: 1 << 24), !reply.isEmpty
    else { throw .noAnswer }
    return String(decoding: reply, as: UTF8.self)
  }
}

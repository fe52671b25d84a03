import Dispatch
import Glibc

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
package final class ControlServer {
  /// Longest request line in bytes.
  package static let lineLimit = 1 << 20
  private let source: any DispatchSourceRead
  private let path: String

  /// Listens at `path`, whose stale socket it replaces: the caller holds the state folder's lock.
  ///
  /// `answer` runs on a queue of its own for each connection; it gets the request line and returns
  /// the whole reply.
  package init(path: String, answer: @escaping @Sendable (String) -> String)
    throws(ControlFailure)
  {
    self.path = path
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
    let accepting = DispatchQueue(label: "fifthcall.control")
    let answering = DispatchQueue(label: "fifthcall.control.answer", attributes: .concurrent)
    source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: accepting)
    source.setEventHandler(handler: { @Sendable in
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      answering.async { Self.serve(connection, answer) }
    })
    source.setCancelHandler(handler: { @Sendable in close(listener) })
    source.resume()
  }

  /// Stops listening and removes the socket.
  package func stop() {
    source.cancel()
    unsafe unlink(path)
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

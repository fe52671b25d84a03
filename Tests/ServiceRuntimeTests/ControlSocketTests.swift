import FifthcallTestSupport
import Foundation
import ServiceRuntime
import Testing

private func freshPath() -> String {
  FileManager.default.temporaryDirectory
    .appendingPathComponent("fc-\(UUID().uuidString.prefix(8)).sock").path
}

@Suite(.fewAtATime) struct ControlSocketTests {
  @Test func `a request line gets its reply line`() throws {
    let path = freshPath()
    let server = try ControlServer(path: path) { "you said \($0)" }
    defer { server.stop() }
    #expect(try ControlClient.ask("hello 世界", path: path) == "you said hello 世界")
    #expect(try ControlClient.ask("again", path: path) == "you said again")
  }

  @Test func `twenty clients at once all get their own reply`() throws {
    let path = freshPath()
    let server = try ControlServer(path: path) { $0 }
    defer { server.stop() }
    let replies = Replies()
    DispatchQueue.concurrentPerform(iterations: 20) { number in
      let reply = try? ControlClient.ask("request \(number)", path: path)
      if reply == "request \(number)" { replies.count() }
    }
    #expect(replies.total == 20)
  }

  @Test func `where nobody listens the client says how to start the service`() {
    let failure = #expect(throws: ControlFailure.self) {
      try ControlClient.ask("status", path: freshPath())
    }
    #expect(failure?.description.contains("fifthcall run") == true)
  }

  @Test func `a path that does not fit is refused by name`() {
    let long = "/tmp/" + String(repeating: "x", count: 200)
    let failure = #expect(throws: ControlFailure.self) {
      _ = try ControlServer(path: long) { $0 }
    }
    #expect(failure?.description.contains("107 bytes") == true)
  }

  @Test func `a stale socket of a dead service is replaced`() throws {
    let path = freshPath()
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let server = try ControlServer(path: path) { _ in "alive" }
    defer { server.stop() }
    #expect(try ControlClient.ask("status", path: path) == "alive")
  }
}

/// Counts from several threads.
private final class Replies: @unchecked Sendable {
  // Every access is under the lock.
  private let lock = NSLock()
  private var number = 0

  func count() { lock.withLock { number += 1 } }
  var total: Int { lock.withLock { number } }
}

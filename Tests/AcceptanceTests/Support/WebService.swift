import FifthcallTestSupport
import Foundation
import Glibc
import Testing

/// A running service with its listener, which ends with the test.
final class WebService {
  let site: TestSite
  let port: Int
  private var process: Process?
  private let now: String
  static let token = "acceptance-hook-token"

  /// Starts the service of a site whose config listens at `port`.
  init(
    _ site: TestSite, port: Int, now: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    var site = site
    site.program.environment["FIFTHCALL_CREDENTIAL_LINK_KEY"] = "an acceptance key of the links"
    site.program.environment["FIFTHCALL_CREDENTIAL_SMS_HOOK"] = Self.token
    self.site = site
    self.port = port
    self.now = now
    try await start(sourceLocation: sourceLocation)
  }

  deinit { process?.terminate() }

  /// Starts it, again after a kill, and waits until it is ready.
  func start(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let log = site.home.appendingPathComponent("run.log")
    process = try site.program.start(["run", "--now", now], output: log)
    let isReady = try await site.await { () -> Bool? in
      site.lines("run.log").contains { $0.contains(" ready") } ? true : nil
    }
    try #require(
      isReady == true, "\(site.lines("run.log").suffix(5))", sourceLocation: sourceLocation)
  }

  /// Ends it without a word.
  func kill() {
    guard let process else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Ends it in good order; the exit code.
  func stop() -> Int32 {
    process?.terminate()
    process?.waitUntilExit()
    return process?.terminationStatus ?? -1
  }

  /// Whether it runs.
  var isRunning: Bool { process?.isRunning ?? false }

  /// Sends bytes on a connection of their own and reads the whole answer.
  func raw(_ text: String) throws -> (status: Int, answer: String, seconds: Double) {
    let connection = try #require(RawConnection(port: port))
    let start = ContinuousClock.now
    connection.send(text)
    let answer = connection.readToEnd() ?? "no end"
    let time = (ContinuousClock.now - start).components
    let words = answer.prefix { $0 != "\r\n" && $0 != "\r" && $0 != "\n" }.split(separator: " ")
    return (
      words.count > 1 ? Int(words[1]) ?? 0 : 0, answer,
      Double(time.seconds) + Double(time.attoseconds) / 1e18
    )
  }

  /// An ordinary request.
  func ask(_ method: String, _ target: String, _ body: String? = nil, _ fields: String...) throws
    -> (status: Int, answer: String)
  {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: fifthcall.test\r\n"
    for field in fields { text += field + "\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    let got = try raw(text + "\r\n" + (body ?? ""))
    return (got.status, got.answer)
  }

  /// The journal's lines of a kind.
  func journal(_ kind: String) throws -> [[String: Any]] {
    try site.journal().filter { $0["kind"] as? String == kind }
  }
}

import Foundation
import Synchronization

/// A real server that a test starts through a script of `Tests/rig` and that ends with the test.
package final class RigServer: Sendable {
  /// What went wrong with a script.
  package struct Failure: Error, CustomStringConvertible {
    /// The script's words.
    package var description: String
  }

  /// Whether the real servers are to be used: always in CI, which sets `FIFTHCALL_RIGS=1` and
  /// where a missing one is a failure; elsewhere only when they are installed.
  package static let isWanted: Bool = {
    if ProcessInfo.processInfo.environment["FIFTHCALL_RIGS"] == "1" { return true }
    return ["/usr/sbin/smtp-sink", "/usr/sbin/bearerbox", "/usr/lib/kannel/test/fakesmsc"]
      .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) } && getuid() == 0
  }()

  /// The server's folder.
  package let folder = TemporaryFolder()
  /// The port it listens on; the three after it are the server's too.
  package let port: Int
  private let script: String

  private static let ports = Atomic<Int>(20_000 + Int(getpid() % 1_000) * 8)

  /// Starts `Tests/rig/SCRIPT.sh` with further words after the port, on a port of its own.
  package convenience init(_ script: String, _ words: String...) throws {
    try self.init(script, words: words)
  }

  /// Starts `Tests/rig/SCRIPT.sh` with a list of further words.
  package init(_ script: String, words: [String]) throws {
    self.script = script
    var failure = ""
    for _ in 0..<5 {
      let port = Self.ports.wrappingAdd(8, ordering: .relaxed).newValue
      let (status, output) = try Self.run(script, ["up", folder.path, String(port)] + words)
      if status == 0 {
        self.port = port
        return
      }
      failure = output
      guard output.contains("taken") else { break }
    }
    throw Failure(description: "\(script).sh: \(failure)")
  }

  deinit { _ = try? Self.run(script, ["down", folder.path]) }

  /// Lets the script do something with the running server: `VERB DIR WORDS…`.
  package func ask(_ verb: String, _ words: String...) throws {
    let (status, output) = try Self.run(script, [verb, folder.path] + words)
    if status != 0 { throw Failure(description: "\(script).sh: \(output)") }
  }

  /// Stops the server; its folder stays.
  package func stop() throws { _ = try Self.run(script, ["down", folder.path]) }

  /// Starts it again on the same port, with what its folder holds.
  package func startAgain() throws {
    let (status, output) = try Self.run(script, ["up", folder.path, String(port)])
    if status != 0 { throw Failure(description: "\(script).sh: \(output)") }
  }

  /// Waits until a look at the server's files gives something; nil after two minutes.
  package func await<Value>(_ look: () throws -> Value?) async throws -> Value? {
    try await Patience.await(look)
  }

  private static func run(_ script: String, _ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Tests/rig")
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [folder.appendingPathComponent("\(script).sh").path] + arguments
    // A file rather than a pipe: a server that outlives its script would keep a pipe open.
    let words = TemporaryFolder()
    try words.write("", to: "stderr")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: "\(words.path)/stderr")
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = try words.text("stderr")
    return (process.terminationStatus, text)
  }
}

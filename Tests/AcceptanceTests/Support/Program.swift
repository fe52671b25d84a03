import FifthcallTestSupport
import Foundation
import Testing

/// The built `fifthcall`, run as a user runs it.
struct Program {
  /// What a finished run left.
  struct Ended {
    var code: Int32
    var output: String
    var errors: String

    /// Standard output, line by line.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Standard output as one JSON object a line.
    func objects(sourceLocation: SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
      try lines.map { line in
        try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
          "not a JSON object: \(line)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The folder that the command runs in.
  var folder: URL
  /// Added to the environment.
  var environment: [String: String] = [:]

  /// The executable beside the test bundle.
  static var executable: URL {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("fifthcall")
  }

  /// Starts a command and lets it run.
  func start(_ arguments: [String], output: URL) throws -> Process {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    return process
  }

  /// Runs a command to its end.
  func run(_ arguments: String..., input: String = "") throws -> Ended {
    try run(arguments, input: input)
  }

  /// Runs a command to its end; its output goes through files, so that no pipe can fill up.
  func run(_ arguments: [String], input: String = "") throws -> Ended {
    try run(arguments, bytes: Data(input.utf8))
  }

  /// The same with any bytes.
  func run(_ arguments: [String], bytes: Data) throws -> Ended {
    let scratch = TemporaryFolder()
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let files = ["in", "out", "err"].map { URL(fileURLWithPath: "\(scratch.path)/\($0)") }
    try bytes.write(to: files[0])
    for file in files[1...] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Ended(
      code: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}

/// The repository that the tests were built from.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}

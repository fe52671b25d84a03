import ArgumentParser
import ConfigLoading
import Foundation

/// `fifthcall schema`: the JSON Schemas for editors and the configuration reference.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a config file, or writes all generated files.")

  /// Which file the schema is for.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case fifthcall, reps, gifts, cadence
  }

  @Argument(help: "fifthcall, reps, gifts or cadence: the kind of file.")
  var subject: Subject = .fifthcall

  @Flag(help: "Writes schemas and docs/configuration.md below the current folder.")
  var write = false

  func run() throws {
    guard write else {
      let wanted = "config/\(subject.rawValue).schema.json"
      for file in ConfigReference.files where file.path == wanted {
        try LineOutput.handOver(Array(file.text.utf8))
      }
      return
    }
    for file in ConfigReference.files {
      do {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: file.path))
      } catch {
        StandardError.write("cannot write \(file.path)")
        throw ExitCode.cannotWrite
      }
    }
  }
}

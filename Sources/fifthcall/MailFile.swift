import ArgumentParser
import Foundation
import MessageRendering

/// A mail written to a file instead of being shown.
enum MailFile {
  /// Composes and writes it, or says on standard error why not and throws the exit code.
  static func write(_ file: String, _ mail: Mail) throws {
    let bytes: [UInt8]
    do throws(MailFailure) {
      bytes = try mail.composed()
    } catch {
      StandardError.write("the mail cannot be composed: \(error)")
      throw ExitCode.badData
    }
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    } catch {
      StandardError.write("cannot write \(file): \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }
}

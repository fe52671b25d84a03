import ArgumentParser
import Foundation

/// Where the admin's files and the service's own files are (contract section 1).
struct SiteOptions: ParsableArguments {
  @Option(help: "Folder of what admins edit. Default: ./config, else /etc/fifthcall.")
  var config: String?

  @Option(help: "Folder of what the service writes. Default: ./var, else /var/lib/fifthcall.")
  var state: String?

  /// The config folder: option, `FIFTHCALL_CONFIG`, `./config` if it is one, `/etc/fifthcall`.
  var configFolder: String {
    if let config { return config }
    if let named = Self.environment("FIFTHCALL_CONFIG") { return named }
    let isHere = FileManager.default.fileExists(atPath: "config/fifthcall.yaml")
    return isHere ? "config" : "/etc/fifthcall"
  }

  /// The state folder: option, `FIFTHCALL_STATE`, systemd's `STATE_DIRECTORY`, then by config.
  var stateFolder: String {
    if let state { return state }
    if let named = Self.environment("FIFTHCALL_STATE") { return named }
    if let given = Self.environment("STATE_DIRECTORY"),
      let first = given.split(separator: ":").first
    {
      return String(first)
    }
    return Self.isLocalConfig(configFolder) ? "var" : "/var/lib/fifthcall"
  }

  /// Whether the service has ever written there.
  var hasState: Bool { FileManager.default.fileExists(atPath: stateFolder + "/journal") }

  private static func environment(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }

  private static func isLocalConfig(_ folder: String) -> Bool {
    URL(fileURLWithPath: folder).standardizedFileURL
      == URL(fileURLWithPath: "config").standardizedFileURL
  }
}

/// The exit codes of the contract's section 1, where ArgumentParser has no name for them.
extension ExitCode {
  /// The answer is no.
  static let no = ExitCode(1)
  /// Bad input data.
  static let badData = ExitCode(65)
  /// A needed service or folder is not there.
  static let unavailable = ExitCode(69)
  /// The system allows too few open files, or too little address space (`EX_OSERR` of sysexits.h).
  static let noRoom = ExitCode(71)
  /// Cannot write.
  static let cannotWrite = ExitCode(73)
  /// Journal I/O failed.
  static let journalFailed = ExitCode(74)
  /// Another instance holds the lock.
  static let tryAgain = ExitCode(75)
  /// Bad configuration.
  static let badConfiguration = ExitCode(78)
}

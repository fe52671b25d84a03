import ArgumentParser
import CadenceService
import CivilTime
import Foundation
import Logging
import ServiceRuntime

/// `fifthcall run`: the service.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs the service: plans, sends what is due, writes the digests.")

  @OptionGroup var site: SiteOptions

  @Flag(help: "Plan, send what is due now, and exit.")
  var once = false

  @Option(help: "Start the clock at this instant, for tests (RFC 3339).")
  var now: String?

  @Option(help: "Lowest level of the diagnostic log: debug, info, notice, warning, error.")
  var logLevel: String = "info"

  func validate() throws {
    if let now, Instant(rfc3339: now) == nil {
      throw ValidationError("--now wants an instant such as 2026-01-29T09:30:00+08:00")
    }
    guard Logger.Level(rawValue: logLevel) != nil else {
      throw ValidationError("--log-level wants debug, info, notice, warning or error")
    }
  }

  func run() throws {
    let files = once ? OpenFiles.forCommand : OpenFiles.forService
    guard Fifthcall.hasRoom(files: files, bytes: AddressSpace.forService) else {
      throw ExitCode.noRoom
    }
    // As the unit has it: what the service writes is nobody else's to read, whoever starts it.
    umask(0o077)
    let environment = ProcessInfo.processInfo.environment
    var log = Logger(label: "fifthcall") {
      LogOutput(label: $0, hasJournal: environment["JOURNAL_STREAM"] != nil)
    }
    log.logLevel = Logger.Level(rawValue: logLevel) ?? .info
    let host = ServiceHost(
      ServiceHost.Options(
        config: site.configFolder, state: site.stateFolder, once: once,
        now: now.flatMap { Instant(rfc3339: $0) }, environment: environment),
      log: log)
    throw ExitCode(host.run())
  }
}

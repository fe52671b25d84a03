import ArgumentParser
import CadenceService
import JournalFile
import ServiceRuntime

/// `fifthcall status`: how the running service fares.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Asks the running service how it fares.")

  @OptionGroup var site: SiteOptions

  @Option(help: "table or json.")
  var format = Format.table

  /// How the answer is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  func run() throws { try ControlQuestion.ask(.status, site, asReport: format == .json) }
}

/// `fifthcall reload`: takes over edited files, all or nothing.
struct ReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Makes the running service take over edited files, or lists why it does not.")

  @OptionGroup var site: SiteOptions

  func run() throws { try ControlQuestion.ask(.reload, site) }
}

/// `fifthcall hold`: stops sending to customers.
struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Stops all sending to customers until: fifthcall release")

  @OptionGroup var site: SiteOptions

  @Option(help: "Why; kept sealed with the journal.")
  var why: String = ""

  @Option(help: "Only this cadence.")
  var cadence: String?

  func run() throws { try ControlQuestion.ask(.hold(why: why, cadence: cadence), site) }
}

/// `fifthcall release`: sends again.
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Lets the service send to customers again.")

  @OptionGroup var site: SiteOptions

  @Argument(help: "Only this hold, as status names it; without it all of them.")
  var hold: String?

  func run() throws { try ControlQuestion.ask(.release(cause: hold), site) }
}

/// Asks the running service and prints its answer.
enum ControlQuestion {
  static func ask(_ request: ControlRequest, _ site: SiteOptions, asReport: Bool = false) throws {
    guard site.hasState else {
      StandardError.write("there is no state folder at \(site.stateFolder); start: fifthcall run")
      throw ExitCode.unavailable
    }
    do {
      let line = try ControlClient.ask(
        ControlCoding.line(request), path: ControlPath.socket(in: site.stateFolder))
      guard let reply = ControlCoding.read(ControlReply.self, line) else {
        StandardError.write("the service's answer cannot be read")
        throw ExitCode.unavailable
      }
      reply.problems.forEach { StandardError.write($0) }
      for line in asReport ? [reply.report].compactMap(\.self) : reply.lines {
        try LineOutput.line(line)
      }
      if reply.exitCode != 0 { throw ExitCode(reply.exitCode) }
    } catch let failure as ControlFailure {
      StandardError.write("\(failure)")
      throw ExitCode.unavailable
    }
  }
}

import ArgumentParser
import CadenceService
import JournalFile
import ServiceRuntime

/// `fifthcall status`: how the running service fares.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Asks the running service how it fares.")

  @OptionGroup var site: SiteOptions

  func run() throws { try ControlQuestion.ask(.status, site) }
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

  func run() throws { try ControlQuestion.ask(.hold(why: why), site) }
}

/// `fifthcall release`: sends again.
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Lets the service send to customers again.")

  @OptionGroup var site: SiteOptions

  func run() throws { try ControlQuestion.ask(.release, site) }
}

/// Asks the running service and prints its answer.
enum ControlQuestion {
  static func ask(_ request: ControlRequest, _ site: SiteOptions) throws {
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
      for line in reply.lines { try LineOutput.line(line) }
      if reply.exitCode != 0 { throw ExitCode(reply.exitCode) }
    } catch let failure as ControlFailure {
      StandardError.write("\(failure)")
      throw ExitCode.unavailable
    }
  }
}

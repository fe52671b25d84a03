import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import ServiceRuntime
import TouchDelivery

/// `fifthcall alert`: tells the admin that a unit has failed; `fifthcall-alert@.service` runs it.
struct AlertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert",
    abstract: "Mails the admin that the service has failed.",
    discussion:
      "Works with a broken config too: the way to the admin is kept from the last good one.")

  @OptionGroup var site: SiteOptions

  @Argument(help: "The failed unit.")
  var unit: String

  func run() throws {
    SignalTrap.ignoreBrokenPipes()
    guard !isServing else {
      StandardError.write("\(unit) runs again: nobody need be told")
      return
    }
    let now = Instant(milliseconds: ServiceClock.system.wall())
    let loaded = SiteLoader.load(config: site.configFolder, now: now)
    let findings = loaded.diagnostics.filter { $0.severity == .error }.sorted().map(\.description)
    let present = loaded.hasErrors ? nil : loaded.settings.flatMap { AlertRoute($0) }
    guard let route = present ?? AlertRoute(state: site.stateFolder) else {
      StandardError.write("nobody is told that \(unit) failed: set digest.admin_email")
      throw ExitCode.unavailable
    }
    let failure = UnitFailure(
      unit: unit, environment: ProcessInfo.processInfo.environment, findings: findings)
    do {
      let deliverer = try route.deliverer(
        state: site.stateFolder, credentials: CredentialStore(), now: now)
      let message = try route.message(about: failure, now: now)
      let result = SendTestCommand.deliver(message, by: deliverer)
      if case .accepted = result {
      } else if let outbox = route.fallback(for: message, state: site.stateFolder, now: now),
        case .accepted(let file?) = SendTestCommand.deliver(message, by: outbox)
      {
        StandardError.write("the relay did not take it; the mail stands in outbox/\(file)")
      }
      try SendTestCommand.report(result)
    } catch let problem as CredentialProblem {
      StandardError.write("\(problem)")
      throw ExitCode.unavailable
    }
  }

  /// Whether a service answers: a try again, after the admin has mended it, has nothing to tell.
  private var isServing: Bool {
    let reply = try? ControlClient.ask(
      ControlCoding.line(ControlRequest.status), path: ControlPath.socket(in: site.stateFolder),
      timeout: 5)
    return reply != nil
  }
}

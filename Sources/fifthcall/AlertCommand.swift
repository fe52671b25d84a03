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
      try SendTestCommand.report(SendTestCommand.deliver(message, by: deliverer))
    } catch let problem as CredentialProblem {
      StandardError.write("\(problem)")
      throw ExitCode.unavailable
    }
  }
}

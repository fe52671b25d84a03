import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Dispatch
import Foundation
import ServiceRuntime
import Synchronization
import TouchDelivery

/// `fifthcall send-test`: one real message through the configured channel.
struct SendTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send-test",
    abstract: "Sends one real test message through the configured channel.",
    discussion: "Says what the relay or gateway answered. Nothing is journalled.")

  @OptionGroup var site: SiteOptions

  @Argument(help: "email, sms or chat.")
  var channel: String

  @Argument(help: "Mail address, +E.164 number, or chat name.")
  var address: String

  func validate() throws {
    guard let channel = Channel(name: channel), channel.isMachineSent else {
      throw ValidationError("“\(channel)” is not email, sms or chat")
    }
    let isNumber = address.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B }
    if channel == .sms, !isNumber || !(5...16).contains(address.utf8.count) {
      throw ValidationError("“\(address)” is no phone number; write it as +8615400000000")
    }
  }

  func run() throws {
    guard let channel = Channel(name: channel) else { throw ExitCode(64) }
    SignalTrap.ignoreBrokenPipes()
    let now = Instant(milliseconds: ServiceClock.system.wall())
    let loaded = SiteLoader.load(config: site.configFolder, now: now)
    guard let settings = loaded.settings, !loaded.hasErrors else {
      loaded.diagnostics.sorted().forEach { StandardError.write("\($0)") }
      throw ExitCode.badConfiguration
    }
    let test = TestMessage(settings: settings, templates: loaded.templates)
    let message: OutgoingMessage
    do {
      message = try test.message(on: channel, to: address, now: now)
    } catch {
      StandardError.write("\(error)")
      throw ExitCode.badData
    }
    let opened = DeliveryDesk.open(
      settings, stateFolder: site.stateFolder, credentials: CredentialStore(),
      now: { Instant(milliseconds: ServiceClock.system.wall()) })
    guard opened.problems.isEmpty else {
      opened.problems.forEach { StandardError.write($0) }
      throw ExitCode.badConfiguration
    }
    StandardError.write("sending by \(test.route(channel)) …")
    let box = ResultHolder()
    opened.desk.deliver(message, isSample: false, hooks: .agreeing) { box.put($0.result) }
    defer { opened.desk.close(within: 10) }
    try Self.report(box.take())
  }

  /// Hands one message to a deliverer and waits for its word.
  static func deliver(_ message: OutgoingMessage, by deliverer: any Deliverer) -> DeliveryResult {
    let box = ResultHolder()
    deliverer.deliver(message, hooks: .agreeing) { box.put($0.result) }
    defer { _ = deliverer.close(within: 10) }
    return box.take()
  }

  /// Says what came of a message; anything but acceptance is an exit code.
  static func report(_ result: DeliveryResult) throws {
    switch result {
    case .accepted(let reference):
      try LineOutput.line("accepted\(reference.map { ", reference \($0)" } ?? "")")
    case .deferred(let reason, let retryAfter):
      try LineOutput.line(
        "deferred: \(reason)\(retryAfter.map { ", try again after \($0) s" } ?? "")")
      throw ExitCode.no
    case .rejected(let reason):
      try LineOutput.line("rejected: \(reason)")
      throw ExitCode.no
    case .uncertain(let reason):
      try LineOutput.line("uncertain, it may have arrived: \(reason)")
      throw ExitCode.no
    case .unsent(let reason, let endpointFault, _):
      try LineOutput.line("not sent: \(reason)")
      throw endpointFault ? ExitCode.unavailable : ExitCode.no
    }
  }
}

/// Carries one result from a deliverer's thread.
private final class ResultHolder: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let result = Mutex<DeliveryResult>(
    .unsent(reason: "", endpointFault: false, openNow: false))

  func put(_ value: DeliveryResult) {
    result.withLock { $0 = value }
    done.signal()
  }

  func take() -> DeliveryResult {
    done.wait()
    return result.withLock { $0 }
  }
}

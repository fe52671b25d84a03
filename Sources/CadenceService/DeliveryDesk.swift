package import CadenceModel
package import CivilTime
import Dispatch
import Foundation
import Synchronization
package import TouchDelivery

extension Settings {
  /// Whether any channel needs a secret.
  var namesCredentials: Bool {
    channels.smtp?.credential != nil
      || [channels.sms, channels.chat].contains { $0?.credentialNames.isEmpty == false }
  }
}

/// Which deliverer takes a message: the configured relay or gateway, or the outbox.
package final class DeliveryDesk: Sendable {
  private let outbox: any Deliverer
  private let configured: [Channel: any Deliverer]
  private let mode: ServiceMode

  /// Opens the channels of some settings; problems with credentials are told one by one.
  package static func open(
    _ settings: Settings, stateFolder: String, credentials: CredentialStore,
    now: @escaping @Sendable () -> Instant
  ) -> (desk: DeliveryDesk, problems: [String]) {
    var problems: [String] = []
    var configured: [Channel: any Deliverer] = [:]
    // A channel whose secret cannot be used is closed, not missing: what is in the outbox counts as
    // sent, and nobody would ever get it.
    func open(
      _ channel: Channel, _ names: [String], _ deliverer: ([Credential]) -> any Deliverer
    ) {
      var found: [Credential] = []
      for name in names {
        switch credentials.read(name) {
        case .success(let credential): found.append(credential)
        case .failure(let problem):
          problems.append(problem.description)
          configured[channel] = configured[channel] ?? ClosedDeliverer(why: problem.description)
        }
      }
      if found.count == names.count { configured[channel] = deliverer(found) }
    }
    if let smtp = settings.channels.smtp {
      open(.email, smtp.credential.map { [$0] } ?? []) {
        SMTPDeliverer(endpoint: smtp, credential: $0.first)
      }
    }
    for (channel, gateway) in [
      (Channel.sms, settings.channels.sms), (.chat, settings.channels.chat),
    ] {
      guard let gateway else { continue }
      open(channel, gateway.credentialNames) {
        HTTPGatewayDeliverer(
          definition: gateway, credentials: $0,
          hook: channel == .sms ? HookAddress.read(settings, credentials: credentials) : nil,
          now: now)
      }
    }
    let zone = settings.zones[settings.site.zone] ?? .utc
    let outbox = OutboxDeliverer(folder: stateFolder + "/outbox") {
      zone.local(at: now()).day.description
    }
    return (DeliveryDesk(outbox: outbox, configured: configured, mode: settings.mode), problems)
  }

  /// A desk that hands everything, whatever the channels say, to one deliverer: for simulations.
  package convenience init(everything deliverer: any Deliverer) {
    self.init(outbox: deliverer, configured: [:], mode: .live)
  }

  private init(
    outbox: any Deliverer, configured: [Channel: any Deliverer], mode: ServiceMode
  ) {
    self.outbox = outbox
    self.configured = configured
    self.mode = mode
  }

  /// Hands a message over; sample customers' messages and rehearsals never leave the house.
  package func deliver(
    _ message: OutgoingMessage, isSample: Bool, hooks: DeliveryHooks,
    completion: @escaping @Sendable (DeliveryReport) -> Void
  ) {
    deliverer(of: message.channel, isSample: isSample)
      .deliver(message, hooks: hooks, completion: completion)
  }

  /// Who receives instead of the customer; nil outside rehearsals with an address.
  package func redirect(_ channel: Channel) -> String? {
    guard case .rehearsal(let address?) = mode, channel == .email else { return nil }
    return address
  }

  private func deliverer(of channel: Channel, isSample: Bool) -> any Deliverer {
    if isSample { return outbox }
    if case .rehearsal = mode, redirect(channel) == nil { return outbox }
    return configured[channel] ?? outbox
  }

  /// Stops taking messages and waits for those past the point of no return; all channels at once,
  /// so that two slow ones do not take twice the time.
  @discardableResult
  package func close(within seconds: Double) -> Bool {
    let slow = Atomic(0)
    let closing = DispatchGroup()
    for deliverer in configured.values {
      closing.enter()
      Thread.detachNewThread {
        if !deliverer.close(within: seconds) { slow.add(1, ordering: .relaxed) }
        closing.leave()
      }
    }
    let isOutboxDone = outbox.close(within: seconds)
    closing.wait()
    return isOutboxDone && slow.load(ordering: .relaxed) == 0
  }

  /// Whether a channel has work that nobody has moved for so many seconds.
  func isStalled(for seconds: Double) -> Bool {
    outbox.isStalled(for: seconds) || configured.values.contains { $0.isStalled(for: seconds) }
  }
}

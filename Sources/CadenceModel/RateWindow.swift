/// At most so many messages to one recipient, or to one mail domain, in any span of so many seconds.
package struct RateWindow: Hashable, Sendable {
  /// Most messages in a span.
  package var most: Int
  /// The span's length in seconds.
  package var seconds: Int

  /// At most `most` in any `seconds`.
  package init(most: Int, seconds: Int) {
    self.most = most
    self.seconds = seconds
  }

  /// So many a minute: five seconds' worth may go at once, at least one.
  package init(perMinute: Int) {
    let most = max(1, perMinute * 5 / 60)
    self.init(most: most, seconds: max(1, (most * 60 + perMinute - 1) / perMinute))
  }
}

extension SMTPEndpoint {
  /// Mails a minute to one recipient's domain, where the config does not say.
  ///
  /// A relay on this machine has limits of its own for each destination, and one by one it is
  /// told nothing sooner; elsewhere one a second is what receivers bear from a small sender.
  package static let usualDomainPerMinute = 60

  /// What one domain may get; none: no limit.
  package var domainWindows: [RateWindow] {
    let rate =
      domainPerMinute ?? (NetworkHost.isLoopback(host) ? nil : Self.usualDomainPerMinute)
    return rate.map { [RateWindow(perMinute: $0)] } ?? []
  }
}

extension GatewayDefinition {
  /// What one number or chat may get; none: no limit.
  package var recipientWindows: [RateWindow] {
    [(recipientPerMinute, 60), (recipientPerHour, 3600), (recipientPerDay, 86_400)]
      .compactMap { most, seconds in most.map { RateWindow(most: $0, seconds: seconds) } }
  }
}

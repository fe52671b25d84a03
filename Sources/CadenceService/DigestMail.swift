package import CadenceModel
package import CivilTime
package import MessageRendering
package import RepReporting

/// The exact mail of a digest page.
package enum DigestMail {
  /// Composes the mail; `key` gives the Message-ID, so that a repeat is recognised as one.
  package static func compose(
    _ page: DigestPage, to rep: Rep, settings: Settings, key: String, now: Instant
  ) -> Mail {
    let site = settings.site
    let zone = rep.zone.flatMap { settings.zones[$0] } ?? settings.zones[site.zone] ?? .utc
    return Mail(
      key: key, date: now, offsetSeconds: zone.utcOffset(at: now),
      from: Mailbox(
        name: site.mailFromName.isEmpty ? site.company : site.mailFromName, address: site.mailFrom),
      to: [Mailbox(name: rep.displayName, address: rep.email ?? "")],
      replyTo: site.replyTo.map { Mailbox(address: $0) }, subject: page.subject, text: page.text,
      html: page.html)
  }
}

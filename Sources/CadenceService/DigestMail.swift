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
    let zone = rep.zone.flatMap { settings.zones[$0] } ?? settings.zones[settings.site.zone] ?? .utc
    return compose(
      page, to: rep.mailbox, zone: zone, settings: settings, key: key, now: now)
  }

  /// Composes the mail to anybody of the house.
  package static func compose(
    _ page: DigestPage, to reader: Mailbox, zone: ZoneRules, settings: Settings, key: String,
    now: Instant
  ) -> Mail {
    let site = settings.site
    return Mail(
      key: key, date: now, offsetSeconds: zone.utcOffset(at: now),
      from: Mailbox(
        name: site.mailFromName.isEmpty ? site.company : site.mailFromName, address: site.mailFrom),
      to: [reader],
      replyTo: site.replyTo.map { Mailbox(address: $0) }, subject: page.subject, text: page.text,
      html: page.html)
  }
}

extension Rep {
  /// Where the rep's mails go.
  var mailbox: Mailbox { Mailbox(name: displayName, address: email ?? "") }
}

package import CivilTime

/// Everything that a mail's bytes depend on; equal values compose to equal bytes.
package struct Mail: Sendable {
  /// What identifies the message: a touch id, or the digest's rep and day.
  ///
  /// Message-ID and boundaries come from it.
  package var key: String
  /// The moment for `Date`.
  package var date: Instant
  /// Seconds east of UTC in which `Date` is written.
  package var offsetSeconds: Int
  /// The author; its domain is the one that the relay signs for.
  package var from: Mailbox
  /// The receivers, at least one.
  package var to: [Mailbox]
  /// Where answers go; nil: to the author.
  package var replyTo: Mailbox?
  /// One line in any script.
  package var subject: String
  /// The text part.
  package var text: String
  /// The HTML part; nil: text only.
  package var html: String?
  /// Files that go with it.
  package var attachments: [MailAttachment] = []
  /// How the reader unsubscribes; nil for mail to the own staff.
  package var unsubscribe: MailUnsubscribe?
  /// Further headers in order, such as the outbox's `X-Fifthcall-Touch`.
  package var extraHeaders: [(name: String, value: String)] = []

  /// A mail of these parts; attachments, unsubscribing and further headers are set afterwards.
  package init(
    key: String, date: Instant, offsetSeconds: Int = 0, from: Mailbox, to: [Mailbox],
    replyTo: Mailbox? = nil, subject: String, text: String, html: String? = nil
  ) {
    self.key = key
    self.date = date
    self.offsetSeconds = offsetSeconds
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.text = text
    self.html = html
  }

  /// The `Message-ID` without angle brackets: a hash of ``key`` at the author's domain.
  package var messageID: String {
    let domain = from.address.split(separator: "@").last ?? "localhost"
    return "\(StableHash.hex128(key))@\(domain)"
  }
}

/// How a reader ends a series of mails (RFC 2369, RFC 8058).
package struct MailUnsubscribe: Hashable, Sendable {
  /// The address that takes refusals.
  package var mailto: String
  /// The subject such a mail carries, so that it can be assigned.
  package var subject: String
  /// A signed https link that unsubscribes by one POST; nil while there are no web pages.
  package var link: String?

  /// Refusals by mail, and by link where there is one.
  package init(mailto: String, subject: String = "unsubscribe", link: String? = nil) {
    self.mailto = mailto
    self.subject = subject
    self.link = link
  }
}

/// Why a mail cannot be composed.
package enum MailFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The header of this name holds a control character, a line end or a direction mark.
  case forbiddenCharacter(header: String)
  /// The address in this header is not one that can be sent to.
  case badAddress(header: String)
  /// There is nobody to send to.
  case noReceiver
  /// A further header's name is not one.
  case badHeaderName
  /// A link is not plain ASCII beginning with `https://`.
  case badLink

  /// A sentence for digest and log, without the offending value.
  package var description: String {
    switch self {
    case .forbiddenCharacter(let header): "\(header) holds a control character"
    case .badAddress(let header): "the address in \(header) is not a plain mail address"
    case .noReceiver: "the mail has no receiver"
    case .badHeaderName: "a header's name is not valid"
    case .badLink: "the unsubscribe link is not a plain web address"
    }
  }
}

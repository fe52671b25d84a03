package import CivilTime

/// What a relay or gateway said of the address of a message that it did not take.
package enum AddressFaultKind: String, CaseIterable, Sendable {
  /// Nobody has this address (5.1.1; a gateway's code for a bad number).
  case unknown
  /// Its domain or spelling is at fault (5.1.2, 5.1.3, 5.1.10), which may be a passing trouble.
  case doubted
  /// Refused for good without a word of why.
  case unexplained
  /// The mailbox is full or disabled (x.2.1, x.2.2).
  case closed

  /// What an enhanced status code with this subject and detail says of the address (RFC 3463,
  /// sections 3.2 and 3.3); nil when it is about something else.
  package init?(subject: Int, detail: Int) {
    switch (subject, detail) {
    case (1, 1): self = .unknown
    case (1, 2), (1, 3), (1, 10): self = .doubted
    case (2, 1), (2, 2): self = .closed
    default: return nil
    }
  }
}

/// One time that an address was at fault.
package struct AddressFault: Hashable, Sendable {
  /// The channel that the address belongs to.
  package var channel: Channel
  /// A keyed hash of the address, so that a corrected one is another address.
  package var mark: String
  /// What was said of it.
  package var kind: AddressFaultKind
  /// When.
  package var at: Instant

  /// A fault of these parts.
  package init(channel: Channel, mark: String, kind: AddressFaultKind, at: Instant) {
    self.channel = channel
    self.mark = mark
    self.kind = kind
    self.at = at
  }
}

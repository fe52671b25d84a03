package import CadenceModel

/// A finished message on its way out: composed once, the same for every try.
package struct OutgoingMessage: Sendable {
  /// The touch's id as text.
  package var touch: String
  /// `email`, `sms` or `chat`.
  package var channel: Channel
  /// Mail address, E.164 number (`+8615400000000`), or the name of a chat.
  package var recipient: String
  /// Return path of a mail; nil or empty: none.
  package var sender: String?
  /// Mail: the exact RFC 5322 bytes.
  package var bytes: [UInt8]
  /// SMS and chat: the text with signature and opt-out suffix, as it is counted.
  package var text: String
  /// The provider's id of the registered template, where the gateway sends those only.
  package var templateID: String?
  /// The template's values in order.
  package var templateParameters: [(name: String, value: String)]
  /// The SMS signature without brackets.
  package var signature: String?
  /// How many SMS it is, at least 1.
  package var segments: Int
  /// Whether the SMS goes out in UCS-2 rather than GSM-7.
  package var isUCS2: Bool
  /// When it is handed over, RFC 3339 with offset, for the outbox.
  package var at: String

  /// A message of these parts.
  package init(
    touch: String, channel: Channel, recipient: String, sender: String? = nil,
    bytes: [UInt8] = [], text: String = "", templateID: String? = nil,
    templateParameters: [(name: String, value: String)] = [], signature: String? = nil,
    segments: Int = 1, isUCS2: Bool = true, at: String = ""
  ) {
    self.touch = touch
    self.channel = channel
    self.recipient = recipient
    self.sender = sender
    self.bytes = bytes
    self.text = text
    self.templateID = templateID
    self.templateParameters = templateParameters
    self.signature = signature
    self.segments = segments
    self.isUCS2 = isUCS2
    self.at = at
  }
}

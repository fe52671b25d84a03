import CadenceModel
import Foundation
package import TouchDelivery

/// An outgoing message as bytes: a line of JSON about it, then the mail's exact bytes.
///
/// It is sealed once, before the intent, and opened again for every try, so that a template edited
/// meanwhile changes nothing.
package enum SealedMessage {
  /// What the bytes are bound to in the sealed store.
  package static let purpose = "message"

  private struct Head: Codable {
    var touch: String
    var channel: String
    var recipient: String
    var sender: String?
    var text: String
    var templateID: String?
    var names: [String]
    var values: [String]
    var signature: String?
    var segments: Int
    var isUCS2: Bool
    var at: String
  }

  /// The bytes of a message.
  package static func bytes(of message: OutgoingMessage) throws -> [UInt8] {
    let head = Head(
      touch: message.touch, channel: message.channel.name, recipient: message.recipient,
      sender: message.sender, text: message.text, templateID: message.templateID,
      names: message.templateParameters.map(\.name),
      values: message.templateParameters.map(\.value), signature: message.signature,
      segments: message.segments, isUCS2: message.isUCS2, at: message.at)
    return try Array(JSONEncoder().encode(head)) + [UInt8(ascii: "\n")] + message.bytes
  }

  /// Reads a message back; nil when the bytes are not one.
  package static func message(from bytes: [UInt8]) -> OutgoingMessage? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[..<end])),
      let channel = Channel(name: head.channel)
    else { return nil }
    return OutgoingMessage(
      touch: head.touch, channel: channel, recipient: head.recipient, sender: head.sender,
      bytes: Array(bytes[(end + 1)...]), text: head.text, templateID: head.templateID,
      templateParameters: zip(head.names, head.values).map { (name: $0, value: $1) },
      signature: head.signature, segments: head.segments, isUCS2: head.isUCS2, at: head.at)
  }
}

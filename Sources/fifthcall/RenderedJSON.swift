import CadenceModel
import MessageRendering

/// `render --format json`: one object, absent parts as null.
enum RenderedJSON {
  /// The object, without line end.
  static func line(_ message: RenderedMessage) -> String {
    let fields = [
      ("template", quoted(message.identity.name.text)),
      ("language", quoted(message.identity.language)),
      ("variant", quoted(message.identity.variant)),
      ("channel", quoted(message.identity.channel.name)),
      ("subject", message.subject.map(quoted)),
      ("text", quoted(message.text)),
      ("html", message.html.map(quoted)),
      ("encoding", message.length.map { quoted($0.encoding.rawValue) }),
      ("units", message.length.map { String($0.units) }),
      ("segments", message.length.map { String($0.segments) }),
      ("attachment", message.attachment.map(quoted)),
    ]
    return "{" + fields.map { "\"\($0.0)\":\($0.1 ?? "null")" }.joined(separator: ",") + "}"
  }

  private static func quoted(_ text: String) -> String {
    var output = LineOutput()
    output.writeJSON(text)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}

import Foundation

/// Makes what a server said fit for journal, digest and log: one line, short, without the address
/// it was about and without our secrets.
struct ReasonText {
  /// Texts that must not appear, with what stands in for each.
  private var hidden: [(text: String, standIn: String)] = []

  init(recipient: String, secrets: [String] = []) {
    hide(recipient, as: "[recipient]")
    if recipient.hasPrefix("+") { hide(String(recipient.dropFirst()), as: "[recipient]") }
    if let at = recipient.lastIndex(of: "@") {
      hide(String(recipient[..<at]), as: "[recipient]")
    }
    for secret in secrets {
      for form in Self.forms(secret) { hide(form, as: "[secret]") }
    }
  }

  /// A secret as it went over the wire: as it is, percent-encoded, and inside base64, where what
  /// stands before it (user names, zero bytes) decides on one of three spellings.
  private static func forms(_ secret: String) -> [String] {
    let bytes = Data(secret.utf8)
    let coded = (0..<3).map { before in
      // The characters at both ends also hold bits of the neighbours.
      let text = (Data(count: before) + bytes).base64EncodedString().filter { $0 != "=" }
      let partial = (before + bytes.count) % 3 == 0 ? 0 : 1
      return String(text.dropFirst((before * 8 + 5) / 6).dropLast(partial))
    }
    return [secret, PercentEncoding.encode(secret)] + coded.filter { $0.count >= 5 }
  }

  /// The text as it may be kept, at most 300 characters.
  func clean(_ text: String) -> String {
    var result = Self.printable(text)
    for entry in hidden { result = Self.replace(entry.text, in: result, by: entry.standIn) }
    let trimmed = result.drop { $0 == " " }
    return trimmed.count > 300 ? trimmed.prefix(299) + "…" : String(trimmed)
  }

  private static func printable(_ text: String) -> String {
    // The usual reply; Unicode's properties are looked up for others only.
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      result.unicodeScalars.append(isPlain && !scalar.properties.isBidiControl ? scalar : " ")
    }
    return result
  }

  private mutating func hide(_ text: String, as standIn: String) {
    // Very short texts would blank out innocent words.
    if text.utf8.count >= 3 { hidden.append((text, standIn)) }
  }

  private static func replace(_ wanted: String, in text: String, by standIn: String) -> String {
    // An address is mostly longer than the reply.
    if text.utf8.count < wanted.utf8.count, text.utf8.allSatisfy({ $0 < 0x80 }),
      wanted.utf8.allSatisfy({ $0 < 0x80 })
    {
      return text
    }
    let pattern = Array(wanted.lowercased().utf8)
    let lowered = Array(text.lowercased().utf8)
    let bytes = Array(text.utf8)
    guard lowered.count == bytes.count, pattern.count <= bytes.count else {
      return text.contains(wanted) ? standIn : text
    }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let end = index + pattern.count
      if end <= bytes.count, lowered[index..<end].elementsEqual(pattern) {
        result += standIn.utf8
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

import Foundation
import Testing

/// Reads headers back with Foundation's base64, so that no code is shared with the composer.
enum HeaderDecoder {
  /// The decoded value of an unfolded header.
  static func value(_ name: String, in lines: [String]) throws -> String {
    let start = try #require(lines.firstIndex { $0.hasPrefix("\(name): ") })
    let rest = lines[(start + 1)...].prefix { $0.hasPrefix(" ") }
    let value = lines[start].dropFirst(name.count + 2) + rest.joined()
    return try decode(String(value))
  }

  /// RFC 2047: white space between two encoded words disappears.
  static func decode(_ value: String) throws -> String {
    var result = ""
    var wasWord = false
    for (index, token) in value.components(separatedBy: " ").enumerated() {
      let isWord = token.hasPrefix("=?UTF-8?B?") && token.hasSuffix("?=") && token.count <= 75
      if index > 0, !(isWord && wasWord), !(result.isEmpty && isWord) { result += " " }
      if isWord {
        let data = try #require(Data(base64Encoded: String(token.dropFirst(10).dropLast(2))))
        result += try #require(String(data: data, encoding: .utf8))
      } else {
        result += token
      }
      wasWord = isWord
    }
    return result
  }

  /// A display name in quotes, as the tests' only address follows it.
  static func quoted(_ name: String) -> String {
    let escaped = name.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"")
    return "\"\(escaped)\" <mao@example.com>"
  }
}

/// SplitMix64 with a known seed.
struct Seeded {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// A text of Latin, Chinese, combining and emoji characters.
  mutating func text(upTo count: Int) -> String {
    let pieces = [
      "a", "Z", "0", " ", "=", "?", "\"", "\\", ",", "é", "e\u{301}", "王", "您好", "，", "【", "𠮷",
      "😀", "👨‍👩‍👧‍👦", "🇨🇳", "ß", "(", "<", "=?UTF-8?B?", "_",
    ]
    let text = (0..<(1 + below(count))).map { _ in pieces[below(pieces.count)] }.joined()
    return text
  }
}

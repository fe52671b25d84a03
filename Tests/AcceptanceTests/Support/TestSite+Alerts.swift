import Foundation

extension TestSite {
  /// The mails to the admin, headers and decoded text with the alert's touch in them.
  var alerts: [String] {
    let outbox = home.appendingPathComponent("var/outbox")
    let files = FileManager.default.enumerator(atPath: outbox.path)?.compactMap { $0 as? String }
    return (files ?? []).filter { $0.hasSuffix(".eml") }.compactMap { name in
      let file = outbox.appendingPathComponent(name)
      guard let text = try? String(contentsOf: file, encoding: .utf8),
        text.contains("To: admin@example.com")
      else { return nil }
      return text + Self.decoded(text)
    }
  }

  /// Every base64 part of a mail as text.
  private static func decoded(_ mail: String) -> String {
    mail.replacing("\r\n", with: "\n").components(separatedBy: "\n\n")
      .compactMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}

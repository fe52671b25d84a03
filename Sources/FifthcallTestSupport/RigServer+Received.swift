import Foundation

/// What arrived at a real server, as its owner would read it.
extension RigServer {
  /// A mail that was delivered.
  package struct Mail: Sendable {
    /// The receiver.
    package var to: String
    /// The subject, decoded.
    package var subject: String
    /// The identity of the message.
    package var messageID: String
  }

  /// An SMS that reached the handset.
  package struct Message: Sendable {
    /// The number.
    package var to: String
    /// The text.
    package var text: String
  }

  /// User and password of the server's account.
  package func account() throws -> (user: String, password: String) {
    let lines = try folder.text("account").split(separator: "\n").map(String.init)
    return (lines.first ?? "", lines.last ?? "")
  }

  /// The mails in the Maildir, once there are so many; nil before.
  package func mails(atLeast count: Int) throws -> [Mail]? {
    let new = "\(folder.path)/Maildir/new"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: new)) ?? []
    guard names.count >= count else { return nil }
    return try names.sorted().map { name in
      let headers = Self.headers(try folder.text("Maildir/new/\(name)"))
      return Mail(
        to: headers["x-original-to"] ?? headers["to"] ?? "",
        subject: Self.decode(headers["subject"] ?? ""), messageID: headers["message-id"] ?? "")
    }
  }

  /// The SMS in the handset's log, once there are so many; nil before.
  package func handset(atLeast count: Int) throws -> [Message]? {
    let lines = ((try? folder.text("handset.log")) ?? "").split(separator: "\n")
    guard lines.count >= count else { return nil }
    return lines.compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 4 else { return nil }
      return Message(to: String(fields[1]), text: String(fields[3]))
    }
  }

  /// Header fields by lower-case name, unfolded; the first of a name counts.
  private static func headers(_ mail: String) -> [String: String] {
    var found: [String: String] = [:]
    var last: String?
    for line in mail.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { break }
      if line.first == " " || line.first == "\t" {
        if let last { found[last, default: ""] += " " + line.drop { $0 == " " || $0 == "\t" } }
        continue
      }
      let parts = line.split(separator: ":", maxSplits: 1)
      let name = parts[0].lowercased()
      last = found[name] == nil ? name : nil
      if last != nil {
        found[name] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      }
    }
    return found
  }

  /// RFC 2047's encoded words in base64; blanks between two of them do not count.
  private static func decode(_ text: String) -> String {
    var bytes = Data()
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "?", omittingEmptySubsequences: false)
      if parts.count == 5, let data = Data(base64Encoded: String(parts[3])) {
        bytes += data
      } else {
        if !bytes.isEmpty { bytes += Data(" ".utf8) }
        bytes += Data(word.utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

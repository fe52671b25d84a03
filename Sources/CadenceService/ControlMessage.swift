import CadenceModel
import Foundation
package import MessageRendering

/// What a command asks of the running service over its control socket.
package enum ControlRequest: Codable, Sendable, Equatable {
  /// How it fares.
  case status
  /// Read the config anew; all or nothing.
  case reload
  /// Send nothing until released, or nothing of one cadence.
  case hold(why: String, cadence: String?)
  /// Send again: all, or what one cause holds.
  case release(cause: String?)
  /// Record a fact: kind, customer and options as typed.
  case record(kind: String, customer: String, options: [RecordOption])
  /// Take a fact back.
  case retract(number: Int64, rep: String?)
  /// Try a message anew that was refused or given up.
  case retryLetter(touch: String)
  /// Let it be.
  case dropLetter(touch: String)
  /// Erase a person.
  case erase(customer: String)
  /// A mail that came back.
  case inbound(ReturnedMail)
}

/// What a mail that came in says; of a report nobody's address or words.
package struct ReturnedMail: Codable, Sendable, Equatable {
  /// What it is.
  package enum Kind: String, Codable, Sendable {
    case bounced, delivered, complained
    /// Not a report, or one without a token: counted and forgotten.
    case ignored
    /// What somebody wrote.
    case written
  }

  /// What it is.
  package var kind: Kind
  /// Our token of the message; empty for what is ignored.
  package var token: String
  /// The enhanced status code (RFC 3463), or why it is ignored.
  package var code: String
  /// What somebody wrote; nil for reports.
  package var letter: Letter?

  /// A mail that a person wrote.
  package struct Letter: Codable, Sendable, Equatable {
    /// The sender's address in lower case.
    package var from: String
    /// The `Message-ID`; empty where there is none.
    package var id: String
    /// The subject.
    package var subject: String
    /// The own text.
    package var text: String
    /// What the customer says: the text, and a subject of the customer's own.
    package var words: String
    /// The first paragraph of it.
    package var firstWords: String

    /// What a reading gave.
    package init(_ reply: MailReply) {
      (from, id, subject) = (reply.from, reply.id, reply.subject)
      (text, words, firstWords) = (reply.text, reply.words, reply.firstWords)
    }
  }

  /// Something that somebody wrote.
  package init(_ reply: MailReply) {
    self.init(kind: .written, token: "", code: "")
    letter = Letter(reply)
  }

  /// A mail of these parts.
  package init(kind: Kind, token: String, code: String) {
    self.kind = kind
    self.token = token
    self.code = code
  }
}

/// One option of `record` as typed.
package struct RecordOption: Codable, Sendable, Equatable {
  /// The option's name without dashes.
  package var name: String
  /// Its value.
  package var value: String

  /// Pairs a name with a value.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What the service answers.
package struct ControlReply: Codable, Sendable, Equatable {
  /// The exit code for the command (contract section 1).
  package var exitCode: Int32
  /// Lines for standard output.
  package var lines: [String]
  /// Lines for standard error: findings, reasons.
  package var problems: [String]
  /// The journal number of what was recorded.
  package var number: Int64?
  /// The answer as one JSON object, where there is one for programs.
  package var report: String?

  /// An answer of these parts.
  package init(
    exitCode: Int32 = 0, lines: [String] = [], problems: [String] = [], number: Int64? = nil,
    report: String? = nil
  ) {
    self.exitCode = exitCode
    self.lines = lines
    self.problems = problems
    self.number = number
    self.report = report
  }
}

/// Both directions as one line of JSON.
package enum ControlCoding {
  /// A message as one line.
  package static func line(_ message: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(message) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads a message; nil when the line is not one.
  package static func read<Message: Decodable>(_ type: Message.Type, _ line: String) -> Message? {
    try? JSONDecoder().decode(type, from: Data(line.utf8))
  }
}

extension RecordOption {
  /// The options as the parser takes them; an unknown name is refused with all others.
  static func facts(_ options: [RecordOption]) throws(FactRefusal) -> [(FactOption, String)] {
    var unknown: [String] = []
    var known: [(FactOption, String)] = []
    for option in options {
      if let name = FactOption(rawValue: option.name) {
        known.append((name, option.value))
      } else {
        unknown.append("unknown option --\(option.name)")
      }
    }
    guard unknown.isEmpty else { throw FactRefusal(unknown) }
    return known
  }
}

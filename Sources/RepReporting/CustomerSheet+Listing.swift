import CivilTime
import TouchJournal

extension CustomerSheet {
  /// One JSON object a line: the profile, then an object for each event.
  package var jsonLines: [String] {
    let objects =
      [profile]
      + events.map { event in
        var fields = event.number > 0 ? [JournalField("n", .integer(event.number))] : []
        fields += [
          JournalField("at", .string(event.at.rfc3339)), JournalField("kind", .string(event.kind)),
        ]
        return fields + event.fields
      }
    return objects.map { fields in
      var bytes: [UInt8] = []
      JSONValue.object(fields).write(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The history as CSV (RFC 4180): when, kind, number and the rest in words.
  package var csvLines: [String] {
    ["at,local,kind,n,detail"]
      + events.map { event in
        [
          event.at.rfc3339, event.local.description, event.kind, "\(event.number)",
          Self.words(event.fields),
        ].map(Self.quoted).joined(separator: ",")
      }
  }

  /// For people: the profile as a list, then the history, times on the customer's clock.
  package var table: [String] {
    let width = profile.map { $0.key.count }.max() ?? 0
    var lines = profile.filter { $0.value != .null }.flatMap { field -> [String] in
      let label = field.key.replacing("_", with: " ")
      let pad = String(repeating: " ", count: width + 2 - label.count)
      return Self.values(field.value).enumerated().map { index, value in
        (index == 0 ? label + pad : String(repeating: " ", count: width + 2)) + value
      }
    }
    lines.append("")
    lines.append(events.isEmpty ? "No contact in the journal." : "History")
    let kinds = events.map { $0.kind.count }.max() ?? 0
    for event in events {
      let kind = event.kind + String(repeating: " ", count: kinds - event.kind.count)
      let number = event.number > 0 ? "  #\(event.number)" : ""
      let when = "\(event.local.day) \(event.local.minute)"
      lines.append("  \(when)  \(kind)  \(Self.words(event.fields))\(number)")
    }
    return lines
  }

  /// A field's value as lines: a list has one for each of its objects.
  private static func values(_ value: JSONValue) -> [String] {
    guard case .array(let items) = value else { return [word(value)] }
    if case .object = items.first { return items.map { word($0) } }
    return [items.map { word($0) }.joined(separator: ", ")]
  }

  private static func words(_ fields: [JournalField]) -> String {
    fields.map { field in
      let label = field.key.replacing("_", with: " ")
      return field.key == "touch" ? word(field.value) : "\(label) \(word(field.value))"
    }.joined(separator: "; ")
  }

  private static func word(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): printable(text)
    case .integer(let number): "\(number)"
    case .number(let text): text
    case .bool(let flag): flag ? "yes" : "no"
    case .null: ""
    case .array(let items): items.map { word($0) }.joined(separator: ", ")
    case .object(let fields): fields.map { word($0.value) }.joined(separator: "  ")
    }
  }

  /// Text without control characters: what customers wrote must not steer the terminal.
  private static func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result.unicodeScalars.append(isControl || scalar == "\u{2028}" ? " " : scalar)
    }
    return result
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

import CadenceModel

extension ConfigForm where Value == String {
  /// One line of text, not empty.
  package static func text(_ words: String = "text", most: Int = 200) -> ConfigForm<String> {
    .scalar(words) { (text) throws(ConfigComplaint) in
      guard !text.allSatisfy(\.isWhitespace) else {
        throw ConfigComplaint("expected \(words), not nothing")
      }
      guard !text.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else {
        throw ConfigComplaint("expected \(words) on one line")
      }
      guard text.count <= most else {
        throw ConfigComplaint("\(text.count) characters are too long; at most \(most)")
      }
      return text
    }
  }

  /// A text of any length and lines.
  package static var block: ConfigForm<String> {
    .scalar("text", show: { _ in nil }) { (text) throws(ConfigComplaint) in text }
  }

  /// A name of ours: `[a-z0-9-]{1,40}`.
  package static func name(_ words: String) -> ConfigForm<String> {
    let schema = SchemaTree.of(
      ["type": .string("string"), "pattern": .string("^[a-z0-9-]{1,40}$")])
    return .scalar(words, schema: schema) { (text) throws(ConfigComplaint) in
      guard text.isConfigName else {
        throw ConfigComplaint(
          "“\(text)” is no \(words)\(HiddenCharacter.twin(in: text)): write 1 to 40 of a-z, 0-9 and -"
        )
      }
      return text
    }
  }

  /// A mail address without a display name.
  package static var address: ConfigForm<String> {
    .scalar("mail address") { (text) throws(ConfigComplaint) in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      let isPlain = text.utf8.allSatisfy {
        $0 > 0x20 && $0 < 0x7F && !"<>()[],;:\\\"".utf8.contains($0)
      }
      guard isPlain, parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64,
        !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
        parts[1].contains("."), NetworkHost.isPlainName(parts[1])
      else {
        throw ConfigComplaint(
          "“\(text)” is not a mail address\(HiddenCharacter.twin(in: text)) such as info@example.com"
        )
      }
      return text
    }
  }

  /// The name of a credential.
  package static var credential: ConfigForm<String> {
    .scalar("credential name") { (text) throws(ConfigComplaint) in
      let isName = text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
      guard isName, text.count <= 40 else {
        throw ConfigComplaint(
          "a credential is called by its name (a-z, 0-9, -), the secret itself stands in "
            + "$CREDENTIALS_DIRECTORY/NAME or FIFTHCALL_CREDENTIAL_NAME")
      }
      return text
    }
  }

  /// A telephone number as E.164.
  package static var phone: ConfigForm<String> {
    .scalar("phone number, +8615400000000") { (text) throws(ConfigComplaint) in
      let digits = text.dropFirst().filter { $0 != " " && $0 != "-" }
      guard text.hasPrefix("+"), (7...15).contains(digits.utf8.count),
        digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !digits.hasPrefix("0")
      else {
        throw ConfigComplaint("“\(text)” is no number with + and country code: +8615400000000")
      }
      return "+\(digits)"
    }
  }
}

extension String {
  /// Whether this is a name of ours: `[a-z0-9-]{1,40}`.
  package var isConfigName: Bool {
    (1...40).contains(utf8.count)
      && utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }
}

extension ConfigForm where Value == Int {
  /// A whole number in a range.
  package static func integer(_ range: ClosedRange<Int>, of unit: String = "") -> ConfigForm<Int> {
    let unit = unit.isEmpty ? "" : " \(unit)"
    let words = "whole number\(unit), \(range.lowerBound) to \(range.upperBound)"
    let schema = SchemaTree.of([
      "type": .string("integer"), "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ])
    return .scalar(words, schema: schema) { (text) throws(ConfigComplaint) in
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      let isPlain =
        !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        && (digits.first != "0" || digits == "0") && text != "-0"
      guard isPlain else {
        throw ConfigComplaint("“\(text)” is no \(words)")
      }
      guard let number = Int(text), range.contains(number) else {
        throw ConfigComplaint(
          "\(text) is out of range: \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}

extension ConfigForm where Value == Bool {
  /// `true` or `false`, nothing else.
  package static var flag: ConfigForm<Bool> {
    .scalar("true or false", schema: .of(["type": .string("boolean")])) {
      (text) throws(ConfigComplaint) in
      switch text {
      case "true": return true
      case "false": return false
      default: throw ConfigComplaint("“\(text)” is neither true nor false")
      }
    }
  }
}

extension ConfigForm {
  /// One of a few names.
  package static func choice(
    _ cases: [(name: String, value: Value)], what: String
  ) -> ConfigForm<Value> where Value: Equatable {
    let names = cases.map(\.name)
    let schema = SchemaTree.of(["enum": .strings(names)])
    return .scalar(
      names.joined(separator: " \\| "), schema: schema,
      show: { value in cases.first { $0.value == value }?.name }
    ) { (text) throws(ConfigComplaint) in
      guard let found = cases.first(where: { $0.name == text }) else {
        let hint = NearestName.hint(text, in: names)
        let list = hint.isEmpty ? "; write \(names.joined(separator: ", "))" : hint
        throw ConfigComplaint("“\(text)” is no \(what)\(list)")
      }
      return found.value
    }
  }

  /// One of the names of an enum.
  package static func choice(of type: Value.Type, what: String) -> ConfigForm<Value>
  where Value: RawRepresentable & CaseIterable & Equatable, Value.RawValue == String {
    .choice(Value.allCases.map { (name: $0.rawValue, value: $0) }, what: what)
  }
}

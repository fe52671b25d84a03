import CadenceModel
package import CivilTime

/// What shall be written: an entry without its place, time and checksums.
package struct JournalDraft: Hashable, Sendable {
  /// The kind.
  package var kind: JournalKind
  /// What belongs to the kind, in the order of the line.
  package var fields: [JournalField]

  /// An entry to be, of any kind; the typed makers are to be preferred.
  package init(kind: JournalKind, fields: [JournalField] = []) {
    self.kind = kind
    self.fields = fields
  }

  /// Bytes that the line may take at most, roughly.
  package var length: Int {
    var bytes: [UInt8] = []
    JSONValue.object(fields).write(to: &bytes)
    return bytes.count + 200
  }

  /// A number of bytes that ``length`` never exceeds, found without writing anything.
  package var lengthBound: Int { JSONValue.object(fields).lengthBound + 200 }

  /// Adds a text unless it is nil.
  mutating func add(_ key: String, _ text: String?) {
    if let text { fields.append(JournalField(key, .string(text))) }
  }

  /// Adds a number unless it is nil.
  mutating func add(_ key: String, _ number: Int64?) {
    if let number { fields.append(JournalField(key, .integer(number))) }
  }

  /// Adds a number unless it is nil.
  mutating func add(_ key: String, _ number: Int?) { add(key, number.map(Int64.init)) }

  /// Adds a yes or no unless it is nil.
  mutating func add(_ key: String, _ flag: Bool?) {
    if let flag { fields.append(JournalField(key, .bool(flag))) }
  }

  /// Adds a moment unless it is nil.
  mutating func add(_ key: String, _ instant: Instant?) { add(key, instant?.rfc3339) }

  /// Adds a day unless it is nil.
  mutating func add(_ key: String, _ day: Day?) { add(key, day?.description) }

  /// Adds money as a number with two digits after the point, unless it is nil.
  mutating func add(_ key: String, _ amount: Amount?) {
    if let amount { fields.append(JournalField(key, .number(amount.description))) }
  }

  /// Adds the place of sealed data unless it is nil.
  mutating func add(sealed reference: SealedReference?) { add("sealed", reference?.description) }
}

/// The clock readings that stand in a line.
package struct JournalStamp: Hashable, Sendable {
  /// The wall clock.
  package var at: Instant
  /// Milliseconds since the machine was booted, suspend included.
  package var up: Int64
  /// The number of the start, 0 before the first.
  package var run: Int

  /// A reading of these parts.
  package init(at: Instant, up: Int64, run: Int) {
    self.at = at
    self.up = up
    self.run = run
  }
}

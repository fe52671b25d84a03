import CivilTime

/// Readers of single values; each notes what is wrong and answers nil.
extension FactParser {
  /// Notes a value outside a closed list.
  mutating func refuse(_ option: FactOption, _ text: String, among names: [String]) {
    let near = NearestName.of(text, in: names).map { "; did you mean \($0)?" }
    problems.append(
      "\(option.flag) cannot be \(text)\(near ?? "; it is one of \(names.joined(separator: ", "))")"
    )
  }

  /// One of a closed list.
  mutating func choice<Value>(_ option: FactOption) -> Value?
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    guard let text = given[option] else { return nil }
    if let value = Value(rawValue: text) { return value }
    refuse(option, text, among: Value.allCases.map(\.rawValue))
    return nil
  }

  /// `yes` or `no`.
  mutating func yesOrNo(_ option: FactOption) -> Bool? {
    switch given[option] {
    case nil: return nil
    case "yes": return true
    case "no": return false
    case .some(let text):
      refuse(option, text, among: ["yes", "no"])
      return nil
    }
  }

  /// A moment with its offset; a wall-clock time is answered with the way to write it.
  mutating func instant(_ option: FactOption) -> Instant? {
    guard let text = given[option] else { return nil }
    if let instant = Instant(rfc3339: text) { return instant }
    let zone = context.zone(of: customer)
    let example =
      LocalTime(text).map { zone.text(zone.instant(of: $0)) } ?? zone.text(context.now)
    problems.append("\(option.flag) \(text) is no instant; write it as \(example)")
    return nil
  }

  /// A moment that lies after the fact itself.
  mutating func instantAhead(_ option: FactOption) -> Instant? {
    guard let instant = instant(option) else { return nil }
    guard instant > at else {
      problems.append("\(option.flag) \(given[option] ?? "") lies before the \(kind.name) itself")
      return nil
    }
    return instant
  }

  /// A calendar day.
  mutating func day(_ option: FactOption) -> Day? {
    guard let text = given[option] else { return nil }
    if let day = Day(iso: text) { return day }
    problems.append("\(option.flag) \(text) is no day; write it as \(day)")
    return nil
  }

  /// A day not before the fact's own.
  mutating func dayAhead(_ option: FactOption) -> Day? {
    guard let found = day(option) else { return nil }
    guard found >= day else {
      problems.append("\(option.flag) \(found) lies before the \(kind.name) itself, \(day)")
      return nil
    }
    return found
  }

  /// A whole number within a range.
  mutating func whole(
    _ option: FactOption, in range: ClosedRange<Int>, _ wanted: String
  ) -> Int? {
    guard let text = given[option] else { return nil }
    if let number = Int(text), range.contains(number), text.utf8.first != UInt8(ascii: "+") {
      return number
    }
    problems.append("\(option.flag) cannot be \(text); it is \(wanted)")
    return nil
  }

  /// A sum of money; only a purchase may be negative, for a refund.
  mutating func amount(_ option: FactOption, mayBeNegative: Bool = false) -> Amount? {
    guard let text = given[option] else { return nil }
    guard let amount = Amount(text) else {
      problems.append("\(option.flag) \(text) is no amount; write it as 9840 or 9840.50")
      return nil
    }
    guard mayBeNegative || amount.hundredths >= 0 else {
      problems.append("\(option.flag) cannot be negative")
      return nil
    }
    return amount
  }
}

import CivilTime

extension Occurrence {
  /// Reads the text that ``text(festivals:)`` wrote, knowing the cadence's trigger.
  ///
  /// Nil where the text does not belong to such a cadence, or names a festival that is gone.
  package init?(text: String, trigger: CadenceTrigger, festivals: [Festival]) {
    let read: Occurrence? =
      switch trigger {
      case .greeting: Self.greeting(text)
      case .anniversary(let rule): Self.kept(text, isCouple: rule.date == .wedding)
      case .ladder: Self.ladder(text)
      case .maintenance: Self.maintenance(text)
      case .festival: Self.festival(text, festivals)
      }
    guard let read else { return nil }
    self = read
  }

  private static func greeting(_ text: String) -> Occurrence? {
    let parts = text.split(separator: "-")
    guard parts.count == 2, let year = Int16(parts[0]), let number = UInt8(parts[1]) else {
      return nil
    }
    return .greeting(year: year, number: number)
  }

  private static func kept(_ text: String, isCouple: Bool) -> Occurrence? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = parts.last, parts.count <= 2 else { return nil }
    let isLunar = last.hasPrefix("L")
    guard let year = Int16(last.drop { $0 == "L" }) else { return nil }
    let relation: Relation?
    if parts.count == 1 {
      relation = isCouple ? .couple : .customer
    } else {
      relation = Self.relation(parts[0])
    }
    return relation.map { .kept($0, year: year, isLunar: isLunar) }
  }

  private static func relation(_ text: Substring) -> Relation? {
    if text == "spouse" { return .spouse }
    if text.hasPrefix("parent") { return UInt8(text.dropFirst(6)).map { .parent($0) } }
    if text.hasPrefix("child") { return UInt8(text.dropFirst(5)).map { .child($0) } }
    return nil
  }

  /// `inquiry-2026-11-03`, `inquiry-2026-11-03.2`, `repeat-customer-2026-11-03`.
  private static func ladder(_ text: String) -> Occurrence? {
    let parts = text.split(separator: ".")
    guard let head = parts.first, parts.count <= 2, head.utf8.count > 11,
      let day = Day(iso: head.suffix(10))
    else { return nil }
    let name = head.dropLast(11)
    if parts.count == 1, let stage = CustomerStage(name: name) { return .stage(stage, day: day) }
    guard let kind = FactKind(name: name) else { return nil }
    guard parts.count == 2 else { return .opening(kind, day: day, number: 1) }
    return UInt8(parts[1]).map { .opening(kind, day: day, number: $0) }
  }

  /// `2024-12-10.4`, or `2024-12-10.2.4` for a second installation of that day.
  private static func maintenance(_ text: String) -> Occurrence? {
    let parts = text.split(separator: ".")
    guard (2...3).contains(parts.count), let day = Day(iso: parts[0]),
      let number = UInt16(parts[parts.count - 1]),
      let which = parts.count == 3 ? UInt8(parts[1]) : 1
    else { return nil }
    return .maintenance(installed: day, which: which, number: number)
  }

  private static func festival(_ text: String, _ festivals: [Festival]) -> Occurrence? {
    guard let dash = text.lastIndex(of: "-"), let year = Int16(text[text.index(after: dash)...]),
      let index = festivals.firstIndex(where: { $0.name == text[..<dash] })
    else { return nil }
    return UInt8(exactly: index).map { .festival($0, year: year) }
  }
}

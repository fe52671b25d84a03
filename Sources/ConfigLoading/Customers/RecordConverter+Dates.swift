import CadenceModel
import CivilTime

extension RecordConverter {
  /// Birthday, wedding anniversary, installation and contacts.
  mutating func readDates(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    if let range = cell(span, .birthday) {
      draft.customer.birthday = date(span, .birthday, range, rejectsRecord: true)
    }
    if let range = cell(span, .weddingAnniversary) {
      draft.customer.wedding = date(span, .weddingAnniversary, range)
    }
    draft.customer.created = day(span, .created, latest: context.today)
    draft.customer.lastContact = day(span, .lastContact, latest: context.today)
    draft.customer.nextContact = day(span, .nextContact, latest: nil)
    readInstallations(span, &draft)
  }

  /// The installations: one day for all products, or a list of which the n-th is the n-th product's.
  ///
  /// What was installed on one day is visited together.
  private mutating func readInstallations(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    let warranties = days(span, .warrantyUntil)
    let installations = days(span, .installDate)
    for (place, installed) in installations.enumerated() {
      guard let installed else { continue }
      if installed > context.today { warn(.installDate, "lies in the future") }
      let products: UInt32 = installations.count == 1 ? .max : 1 << UInt32(place)
      if let same = draft.customer.installations.firstIndex(where: { $0.day == installed }) {
        draft.customer.installations[same].products |= products
        continue
      }
      let warranty = warranties.count == 1 ? warranties[0] : nil
      draft.customer.installations.append(
        Installation(
          day: installed,
          warrantyUntil: warranties.indices.contains(place) ? warranties[place] : warranty,
          products: products))
    }
  }

  /// The days of a cell with one or several; an empty or unusable one keeps its place as nil.
  private mutating func days(_ span: borrowing Span<UInt8>, _ column: CustomerColumn) -> [Day?] {
    guard let range = cell(span, column) else { return [] }
    // A comma alone is part of "March 12, 2024".
    let isList = text(range).unicodeScalars.contains { ";；、".unicodeScalars.contains($0) }
    guard isList else { return [day(span, column, range, latest: nil)] }
    var days: [Day?] = []
    for part in parts(span, range) {
      days.append(part.flatMap { day(span, column, $0, latest: nil) })
    }
    return days
  }

  /// On which day this person and the family keep a 29 February in common years.
  mutating func readLeapDayRule(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    guard let range = cell(span, .feb29) else { return }
    guard let rule = Self.leapDayRule(text(range)) else {
      return warn(.feb29, "neither feb28 nor mar1; 29 February is kept on the 28th", range)
    }
    draft.customer.birthday = draft.customer.birthday?.keeping(rule)
    draft.customer.wedding = draft.customer.wedding?.keeping(rule)
    for member in draft.customer.family.indices {
      draft.customer.family[member].date = draft.customer.family[member].date.keeping(rule)
    }
  }

  /// `mar1` and `feb28`, or these days in any notation; nil for another text.
  private static func leapDayRule(_ text: String) -> Feb29Rule? {
    let plain = CellText.plain(text).lowercased()
    if let rule = Feb29Rule(rawValue: plain) { return rule }
    guard case .date(let date, _) = DateCell.read(plain, latest: nil), !date.isLunar else {
      return CellText.isPlaceholder(plain) ? .feb28 : nil
    }
    return switch (date.month, date.day) {
    case (2, 28): .feb28
    case (3, 1): .mar1
    default: nil
    }
  }

  /// The birthdays of spouse, parents and children; the n-th date belongs to the n-th name.
  mutating func readFamily(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    if let range = cell(span, .spouseBirthday), let date = date(span, .spouseBirthday, range) {
      draft.customer.family.append(FamilyDate(relation: .spouse, date: date))
    }
    for (column, names) in [
      (CustomerColumn.parentBirthdays, CustomerColumn.parentNames), (.childBirthdays, .childNames),
    ] {
      guard let range = cell(span, column) else { continue }
      var number: UInt8 = 0
      for part in parts(span, range) {
        number = number == .max ? .max : number + 1
        guard let part, let date = date(span, column, part) else { continue }
        let relation: Relation = column == .childBirthdays ? .child(number) : .parent(number)
        draft.customer.family.append(FamilyDate(relation: relation, date: date))
      }
      if number > 1, let list = cell(span, names), parts(span, list).count < Int(number) {
        warn(column, "more birthdays than names")
      }
    }
  }

  /// The trimmed parts of a list; nil for an empty part, which keeps its place.
  func parts(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> [Range<Int>?] {
    var parts: [Range<Int>?] = []
    var start = range.lowerBound
    var position = start
    func close(_ end: Int) {
      var (first, last) = (start, end)
      while first < last, span[first] <= 0x20 { first += 1 }
      while first < last, span[last - 1] <= 0x20 { last -= 1 }
      parts.append(first < last ? first..<last : nil)
    }
    while position < range.upperBound {
      let length = Self.separatorLength(span, position, range.upperBound)
      if length > 0 {
        close(position)
        start = position + length
        position = start
      } else {
        position += 1
      }
    }
    close(range.upperBound)
    return parts
  }

  /// Bytes of a list separator: `;`, `,`, `、`, `；`, `，`; 0 for anything else.
  private static func separatorLength(
    _ span: borrowing Span<UInt8>, _ position: Int, _ end: Int
  ) -> Int {
    switch span[position] {
    case UInt8(ascii: ";"), UInt8(ascii: ","): 1
    case 0xE3 where position + 2 < end && span[position + 1] == 0x80 && span[position + 2] == 0x81:
      3
    case 0xEF
    where position + 2 < end && span[position + 1] == 0xBC
      && (span[position + 2] == 0x8C || span[position + 2] == 0x9B):
      3
    default: 0
    }
  }

  /// A date of a person; what cannot be used is told.
  mutating func date(
    _ span: borrowing Span<UInt8>, _ column: CustomerColumn, _ range: Range<Int>,
    rejectsRecord: Bool = false
  ) -> PersonDate? {
    if let (year, month, day) = Self.iso(span, range), range.count == 10, year >= 1900,
      let date = PersonDate.solar(year: year, month: month, day: day),
      let birth = date.birth, birth <= context.today
    {
      return date
    }
    if let date = Self.notation(span, range), (date.birth ?? context.today) <= context.today {
      return date
    }
    switch DateCell.read(text(range), latest: context.today) {
    case .empty: return nil
    case .date(let date, let assumed):
      if let assumed { warn(column, assumed, publicReason: "the date is a guess", range) }
      return date
    case .unclear(let both):
      warn(column, both, publicReason: "day and month cannot be told apart; left out", range)
    case .refused(let reason, let publicReason):
      if rejectsRecord {
        reject(column, reason, publicReason: publicReason, range)
      } else {
        warn(column, "left out: " + reason, publicReason: "left out: " + publicReason, range)
      }
    }
    return nil
  }

  /// A day of an event; what cannot be used is told.
  mutating func day(
    _ span: borrowing Span<UInt8>, _ column: CustomerColumn, latest: Day?
  ) -> Day? {
    guard let range = cell(span, column) else { return nil }
    return day(span, column, range, latest: latest)
  }

  /// A day of an event in a part of a cell.
  private mutating func day(
    _ span: borrowing Span<UInt8>, _ column: CustomerColumn, _ range: Range<Int>, latest: Day?
  ) -> Day? {
    if let (year, month, day) = Self.iso(span, range), year >= 1900,
      let found = Day(year: year, month: month, day: day), latest.map({ found <= $0 }) ?? true
    {
      return found
    }
    let problem: (String, String)
    switch DateCell.read(text(range), latest: latest) {
    case .empty: return nil
    case .date(let date, _):
      if let day = date.birth { return day }
      problem = ("the year is missing", "the year is missing")
    case .unclear(let both): problem = (both, "day and month cannot be told apart")
    case .refused(let reason, let publicReason): problem = (reason, publicReason)
    }
    warn(
      column, "left out: " + problem.0, publicReason: "left out: " + problem.1, range)
    return nil
  }

  /// `L1985-03-12`, `L1984-10L-05`, `L--08-15` and `--03-12`; nil for anything else.
  static func notation(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> PersonDate? {
    guard range.count <= 12, range.count >= 7 else { return nil }
    var position = range.lowerBound
    func two(_ at: Int) -> Int? {
      guard at + 1 < range.upperBound else { return nil }
      let (tens, ones) = (span[at], span[at + 1])
      guard tens >= 0x30, tens <= 0x39, ones >= 0x30, ones <= 0x39 else { return nil }
      return Int(tens - 0x30) * 10 + Int(ones - 0x30)
    }
    let isLunar = span[position] == 0x4C
    if isLunar { position += 1 }
    var year: Int?
    if span[position] == 0x2D {
      position += 1
    } else {
      guard let century = two(position), let rest = two(position + 2) else { return nil }
      year = century * 100 + rest
      position += 4
    }
    guard position + 6 <= range.upperBound, span[position] == 0x2D, let month = two(position + 1)
    else { return nil }
    position += 3
    let isLeap = isLunar && span[position] == 0x4C
    if isLeap { position += 1 }
    guard position + 3 == range.upperBound, span[position] == 0x2D, let day = two(position + 1)
    else { return nil }
    return isLunar
      ? PersonDate.lunar(year: year, month: month, leap: isLeap, day: day)
      : year == nil ? PersonDate.solar(year: nil, month: month, day: day) : nil
  }

  /// `1985-03-12`, alone or before a time.
  static func iso(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> (year: Int, month: Int, day: Int)? {
    guard range.count >= 10 else { return nil }
    let start = range.lowerBound
    if range.count > 10, span[start + 10] != 0x20, span[start + 10] != 0x54 { return nil }
    var numbers = (0, 0, 0)
    for offset in 0..<10 {
      let byte = span[start + offset]
      if offset == 4 || offset == 7 {
        guard byte == 0x2D else { return nil }
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      let digit = Int(byte - 0x30)
      if offset < 4 {
        numbers.0 = numbers.0 * 10 + digit
      } else if offset < 7 {
        numbers.1 = numbers.1 * 10 + digit
      } else {
        numbers.2 = numbers.2 * 10 + digit
      }
    }
    return numbers
  }
}

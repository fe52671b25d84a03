import CadenceModel

extension RecordConverter {
  /// Packs the texts in the order of ``ProfileField``; false where there is no usable name.
  mutating func writeProfile(_ span: borrowing Span<UInt8>, _ draft: inout Draft) -> Bool {
    let start = result.profiles.count
    guard writeName(span) else { return false }
    separate()
    write(span, .firstName)
    separate()
    write(span, .lastName)
    separate()
    write(span, .salutation)
    separate()
    if draft.mobile != 0 { writePhone(draft.mobile) }
    separate()
    if draft.secondMobile != 0 { writePhone(draft.secondMobile) }
    separate()
    result.profiles.append(contentsOf: draft.landline.utf8)
    separate()
    if let range = draft.emailRange { copy(span, range) }
    result.profiles.append(contentsOf: draft.email.utf8)
    separate()
    result.profiles.append(contentsOf: draft.secondEmail.utf8)
    separate()
    if layout.chatIsWhatsApp, layout.field(.chat) == nil {
      if draft.mobile != 0 { writePhone(draft.mobile) }
    } else {
      write(span, .chat)
    }
    for column in [CustomerColumn.province, .city, .district, .address, .postalCode, .spouseName] {
      separate()
      write(span, column)
    }
    for column in [CustomerColumn.parentNames, .childNames, .interests] {
      separate()
      writeList(span, column)
    }
    separate()
    if let range = draft.purchasesRange { copy(span, range) }
    result.profiles.append(contentsOf: draft.purchases.utf8)
    separate()
    write(span, .products)
    separate()
    write(span, .bestTime)
    separate()
    write(span, .notes, keepsLines: true)
    if !draft.leftover.isEmpty {
      if result.profiles.last != ProfileArena.separator {
        result.profiles.append(contentsOf: "\u{2028}".utf8)
      }
      result.profiles.append(contentsOf: draft.leftover.utf8)
    }
    separate()
    write(span, .employer)
    separate()
    result.profiles.append(contentsOf: draft.position.utf8)
    while result.profiles.count > start, result.profiles.last == ProfileArena.separator {
      result.profiles.removeLast()
    }
    return true
  }

  private mutating func separate() { result.profiles.append(ProfileArena.separator) }

  /// The name, from one column or from first and last name; false where there is none.
  private mutating func writeName(_ span: borrowing Span<UInt8>) -> Bool {
    let start = result.profiles.count
    var column = CustomerColumn.name
    if let range = cell(span, .name) {
      guard checkName(span, .name, range) else { return false }
      copyClean(span, range, .name)
    } else {
      for part in [CustomerColumn.firstName, .lastName] {
        guard let range = cell(span, part) else { continue }
        column = part
        guard checkName(span, part, range) else { return false }
        if result.profiles.count > start { result.profiles.append(0x20) }
        copyClean(span, range, part)
      }
    }
    let count = result.profiles.count - start
    if count == 0 {
      reject(layout.field(.name) == nil ? .lastName : .name, "no name")
      return false
    }
    if count > 80 {
      // A letter with hundreds of accents is one character; no name has two for every letter.
      let name = String(decoding: result.profiles[start...], as: UTF8.self)
      if name.count > 80 || name.unicodeScalars.count > 160 {
        reject(column, "the name is longer than 80 characters")
        return false
      }
    }
    if count <= 18, CellText.isNoName(result.profiles.span, start..<start + count) {
      reject(column, "no name, only a placeholder", cell(span, column))
      return false
    }
    return true
  }

  /// Names that would break a table or a message.
  private mutating func checkName(
    _ span: borrowing Span<UInt8>, _ column: CustomerColumn, _ range: Range<Int>
  ) -> Bool {
    let first = span[range.lowerBound]
    if first == 0x3D || first == 0x2B || first == 0x40 || (first == 0x2D && range.count > 2) {
      reject(column, "formula in name", range)
      return false
    }
    for position in range where span[position] == 0x0A || span[position] == 0x0D {
      reject(column, "line break in name", range)
      return false
    }
    return true
  }

  private mutating func write(
    _ span: borrowing Span<UInt8>, _ column: CustomerColumn, keepsLines: Bool = false
  ) {
    guard let range = cell(span, column) else { return }
    if span[range.lowerBound] == 0x3D { warn(column, "looks like a formula; kept as text", range) }
    copyClean(span, range, column, keepsLines: keepsLines)
  }

  /// A list with `;` between its parts.
  private mutating func writeList(_ span: borrowing Span<UInt8>, _ column: CustomerColumn) {
    guard let range = cell(span, column) else { return }
    for (index, part) in parts(span, range).enumerated() {
      if index > 0 { result.profiles.append(UInt8(ascii: ";")) }
      if let part { copyClean(span, part, column) }
    }
  }

  private mutating func copy(_ span: borrowing Span<UInt8>, _ range: Range<Int>) {
    result.profiles.append(contentsOf: batch.bytes[range])
  }

  /// Appends a text without what nobody sees; says so where that was more than blanks.
  private mutating func copyClean(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, _ column: CustomerColumn,
    keepsLines: Bool = false
  ) {
    var range = range
    if span[range.lowerBound] == 0x27, range.count > 1,
      [0x3D, 0x2B, 0x2D, 0x40].contains(span[range.lowerBound + 1])
    {
      // The apostrophe with which an export makes a formula harmless.
      range = range.lowerBound + 1..<range.upperBound
    }
    if isPlain(span, range) { return copy(span, range) }
    let raw = text(range)
    for scalar in raw.unicodeScalars {
      if scalar.value == 0xFFFD {
        warn(column, "a character was damaged before this file was written (U+FFFD)")
        break
      }
      let isBidi = CellText.isBidirectional(scalar)
      if isBidi || (scalar.value < 0x20 && ![9, 10, 13].contains(scalar.value)) {
        warn(column, isBidi ? "text direction marks removed" : "control characters removed")
        break
      }
    }
    result.profiles.append(contentsOf: CellText.cleaned(raw, keepsLines: keepsLines).utf8)
  }

  private mutating func writePhone(_ number: UInt64) {
    result.profiles.append(UInt8(ascii: "+"))
    let first = result.profiles.count
    var rest = number
    while rest > 0 {
      result.profiles.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    result.profiles[first...].reverse()
  }

  /// Whether a text can be copied as it is: printable ASCII and ideographs without odd blanks.
  func isPlain(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    // A blank between two ideographs is removed, so it is not plain.
    var before: UInt8 = 0
    var blankAfterWide = false
    while position < range.upperBound {
      let byte = span[position]
      switch byte {
      case 0x21...0x7E: position += 1
      case 0x20:
        if before == 0x20 { return false }
        blankAfterWide = before >= 0x80
        position += 1
      case 0xE3...0xE9, 0xEF:
        guard position + 2 < range.upperBound, before != 0x20 || !blankAfterWide
        else { return false }
        let next = span[position + 1]
        if byte == 0xE3, next == 0x80, span[position + 2] == 0x80 { return false }
        if byte == 0xEF, next != 0xBC { return false }
        position += 3
      default: return false
      }
      before = byte
    }
    return true
  }
}

/// Writes CSV by RFC 4180: CRLF, quotes only where needed, formulas made harmless.
struct CSVWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  init() {}

  /// Starts the file with a byte order mark, by which spreadsheets recognise UTF-8.
  mutating func writeMark() { bytes += [0xEF, 0xBB, 0xBF] }

  /// Writes a record; `escapingFormulas` puts an apostrophe before cells that a spreadsheet would
  /// calculate (`=`, `@`, tab, CR, and `+` or `-` unless a number follows).
  mutating func write(_ cells: [String], escapingFormulas: Bool = true) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writeCell(escapingFormulas && Self.isFormula(cell) ? "'" + cell : cell)
    }
    bytes += [0x0D, 0x0A]
  }

  /// Hands over what was written and starts anew.
  mutating func drain() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// Whether a spreadsheet would calculate the cell.
  static func isFormula(_ cell: String) -> Bool {
    guard let first = cell.utf8.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      // `+8615400000003` and `--03-12` are data, digits and dashes only; `+1` may be an id.
      let rest = cell.utf8.dropFirst()
      let isPlain = rest.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
      return !isPlain || rest.count < 6
    default: return false
    }
  }

  private mutating func writeCell(_ cell: String) {
    let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]
    guard cell.utf8.contains(where: { special.contains($0) }) else {
      bytes.append(contentsOf: cell.utf8)
      return
    }
    bytes.append(0x22)
    for byte in cell.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}

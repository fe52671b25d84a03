/// The byte between cells, found on the header line.
enum CSVSeparator {
  /// What the header line shows.
  enum Finding: Hashable, Sendable {
    case separator(UInt8)
    /// The header is cut by full-width commas, which no spreadsheet writes on purpose.
    case fullWidthComma
  }

  /// Counts comma, semicolon, tab and the full-width comma outside quotes; the most frequent wins,
  /// a comma where there is none of them (a file of one column).
  static func sniff(header: some Sequence<UInt8>) -> Finding {
    var counts: [UInt8: Int] = [:]
    var wide = 0
    var isQuoted = false
    var before: (UInt8, UInt8) = (0, 0)
    for byte in header {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
      if before == (0xEF, 0xBC), byte == 0x8C { wide += 1 }
      before = (before.1, byte)
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let best = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
    let most = counts[best, default: 0]
    if most == 0, wide > 0 { return .fullWidthComma }
    return .separator(most == 0 ? UInt8(ascii: ",") : best)
  }
}

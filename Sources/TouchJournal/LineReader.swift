import CivilTime

/// Reads single lines and checks what a line can prove alone: its form and its checksum.
struct LineReader {
  /// What one line turned out to be.
  enum Reading {
    /// Form and checksum are right; number and chain are for the caller to compare.
    case entry(JournalEntry, checksum: UInt64)
    /// The checksum is right, but the line is of another version of the format.
    case otherVersion(Int64)
    /// No line of ours, or changed.
    case unreadable
  }

  private static let version = Array("{\"v\":".utf8)
  private static let number = Array(",\"n\":".utf8)
  private static let durable = Array(",\"d\":".utf8)
  private static let at = Array(",\"at\":\"".utf8)
  private static let up = Array("\",\"up\":".utf8)
  private static let run = Array(",\"run\":".utf8)
  private static let kind = Array(",\"kind\":".utf8)
  private static let checksum = Array(",\"c\":\"".utf8)
  private static let chain = Array("\",\"h\":\"".utf8)
  private static let end = Array("\"}".utf8)

  /// The last date read: lines of one day follow each other.
  private var date = (digits: 0, day: Day(0))

  /// Reads the line in a range of bytes, its line feed left out.
  mutating func read(_ bytes: [UInt8], _ range: Range<Int>) -> Reading {
    guard let tail = Self.tail(bytes, range),
      Digest.checksum(bytes[range.lowerBound..<range.upperBound - JournalLine.tailLength])
        == tail.checksum
    else { return .unreadable }
    return body(bytes.span, range, tail)
  }

  /// The two hexadecimal fields that end every line; nil where they are not as written by us.
  private static func tail(
    _ bytes: [UInt8], _ range: Range<Int>
  ) -> (checksum: UInt64, hash: ChainHash)? {
    guard range.count > JournalLine.tailLength else { return nil }
    let span = bytes.span
    let start = range.upperBound - JournalLine.tailLength
    var scanner = JSONScanner(position: start, end: range.upperBound)
    guard scanner.skip(Self.checksum.span, in: span),
      let checksum = Hex.word(in: span, at: scanner.position)
    else { return nil }
    scanner.position += 16
    guard scanner.skip(Self.chain.span, in: span),
      let hash = ChainHash.read(in: span, at: scanner.position)
    else { return nil }
    scanner.position += 32
    guard scanner.skip(Self.end.span, in: span) else { return nil }
    return (checksum, hash)
  }

  /// Reads what the checksum covers.
  private mutating func body(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ tail: (checksum: UInt64, hash: ChainHash)
  ) -> Reading {
    var scanner = JSONScanner(
      position: range.lowerBound, end: range.upperBound - JournalLine.tailLength)
    guard scanner.skip(Self.version.span, in: bytes), let version = scanner.natural(in: bytes)
    else { return .unreadable }
    guard version == 1 else { return .otherVersion(version) }
    guard scanner.skip(Self.number.span, in: bytes), let number = scanner.natural(in: bytes),
      scanner.skip(Self.durable.span, in: bytes), let durable = scanner.natural(in: bytes),
      scanner.skip(Self.at.span, in: bytes), let at = instant(bytes, &scanner),
      scanner.skip(Self.up.span, in: bytes), let up = scanner.natural(in: bytes),
      scanner.skip(Self.run.span, in: bytes), let run = scanner.natural(in: bytes),
      scanner.skip(Self.kind.span, in: bytes), let kind = scanner.string(in: bytes),
      scanner.position == scanner.end || scanner.skip(UInt8(ascii: ","), in: bytes),
      let fields = scanner.fields(in: bytes)
    else { return .unreadable }
    let entry = JournalEntry(
      number: number, durable: durable, at: at, up: up, run: Int(run), kind: JournalKind(kind),
      fields: fields, hash: tail.hash)
    return .entry(entry, checksum: tail.checksum)
  }

  /// Reads `2026-11-22T09:30:00.120Z`, the one form in which moments stand at a line's head.
  private mutating func instant(_ bytes: Span<UInt8>, _ scanner: inout JSONScanner) -> Instant? {
    let start = scanner.position
    guard start + 24 <= scanner.end else { return nil }
    var values: (date: Int, clock: Int) = (0, 0)
    for (place, mark) in Self.instantForm.enumerated() {
      let byte = bytes[start + place]
      guard mark == 48 else {
        guard byte == mark else { return nil }
        continue
      }
      guard (48...57).contains(byte) else { return nil }
      if place < 10 {
        values.date = values.date * 10 + Int(byte - 48)
      } else {
        values.clock = values.clock * 10 + Int(byte - 48)
      }
    }
    let clock = values.clock
    guard clock < 240_000_000, clock / 100_000 % 100 < 60, clock / 1000 % 100 < 60,
      let day = day(values.date)
    else { return nil }
    scanner.position = start + 24
    let minutes = clock / 10_000_000 * 60 + clock / 100_000 % 100
    let milliseconds = minutes * 60_000 + clock % 100_000
    return Instant(milliseconds: Int64(day.number) * 86_400_000 + Int64(milliseconds))
  }

  private static let instantForm = Array("0000-00-00T00:00:00.000Z".utf8)

  private mutating func day(_ digits: Int) -> Day? {
    if digits == date.digits { return date.day }
    guard let day = Day(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
    else { return nil }
    date = (digits, day)
    return day
  }
}

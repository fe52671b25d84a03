import CivilTime

/// Checks one journal file, fed in pieces, and gives out its entries as long as all is right.
///
/// After the first bad line no entry is given out any more, but later lines are still looked at:
/// if one of them says that the damaged numbers were durable, the damage is no torn write
/// (reading rules: docs/journal-format.md).
package struct SegmentChecker {
  /// A damage longer than this is no torn write.
  package static let longestTear = 1 << 20

  /// Where the chain stands behind the last good line.
  package private(set) var tail: JournalTail
  /// The highest `d` of good lines.
  package private(set) var durable: Int64
  /// Good entries in this file.
  package private(set) var entries = 0
  /// Bytes of good lines, counted from the file's start.
  package private(set) var goodLength = 0
  /// Bytes seen.
  package private(set) var length = 0
  /// The first bad line.
  package private(set) var badLine: BadLine?
  /// The highest `d` of readable lines behind the damage.
  package private(set) var laterDurable: Int64 = 0
  /// Whether the last good line seals the file.
  package private(set) var isSealed = false

  private var reader = LineReader()
  private var lines = 0
  private var carried: [UInt8] = []
  /// Whether the chain before this file is unknown, so that its first line is taken at its word.
  private var isAnchoring: Bool

  /// Goes on behind `tail`; nil: after a damaged file, taking the first line at its word.
  package init(after tail: JournalTail?, durable: Int64 = 0) {
    self.tail = tail ?? JournalTail()
    self.durable = durable
    isAnchoring = tail == nil
  }

  /// Checks more of the file; good entries go to `body`.
  package mutating func feed(_ bytes: [UInt8], _ body: (JournalEntry) -> Void) {
    length += bytes.count
    guard carried.isEmpty else {
      var joined: [UInt8] = []
      swap(&joined, &carried)
      joined.append(contentsOf: bytes)
      return scan(joined, body)
    }
    scan(bytes, body)
  }

  /// Says that the file is at its end.
  package mutating func finish() {
    guard !carried.isEmpty else { return }
    lines += 1
    note(causeOfNoEnd(carried), carried[...])
    carried = []
  }

  /// Why bytes have no line end: mostly because a write was cut.
  private mutating func causeOfNoEnd(_ bytes: [UInt8]) -> LineProblem {
    if Self.hasOnlyZeros(bytes[...]) { return .zeros }
    // Whole lines one behind the other were written with line ends, which a program has replaced:
    // to cut them would be to cut the whole journal.
    guard lines == 1 else { return .unterminated }
    for end in bytes.indices.dropLast() where bytes[end] == UInt8(ascii: "}") {
      guard end < JournalLine.longest else { break }
      if case .unreadable = reader.read(bytes, 0..<end + 1) { continue }
      return bytes[end + 1] == UInt8(ascii: "\r") ? .carriageReturns : .reformatted
    }
    return .unterminated
  }

  private mutating func scan(_ bytes: [UInt8], _ body: (JournalEntry) -> Void) {
    var start = 0
    while let end = Self.lineEnd(bytes.span, from: start) {
      lines += 1
      if let entry = check(bytes, start..<end) { body(entry) }
      start = end + 1
    }
    carried = Array(bytes[start...])
    // Nothing that we write is so long: do not gather a whole file without line feeds.
    guard carried.count > Self.longestTear else { return }
    lines += 1
    note(.checksum, carried[...])
    carried = []
  }

  private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n") { return index }
      index += 1
    }
    return nil
  }

  /// Checks one line; answers its entry if everything up to it is right.
  private mutating func check(_ bytes: [UInt8], _ range: Range<Int>) -> JournalEntry? {
    let reading = reader.read(bytes, range)
    guard badLine == nil else {
      if case .entry(let entry, _) = reading { laterDurable = max(laterDurable, entry.durable) }
      return nil
    }
    switch reading {
    case .unreadable: note(Self.cause(bytes[range], isFirst: lines == 1), bytes[range])
    case .otherVersion(let version): note(.otherVersion(version), bytes[range])
    case .entry(let entry, let checksum):
      if let problem = problem(of: entry, checksum) {
        note(problem, bytes[range])
        laterDurable = max(laterDurable, entry.durable)
        return nil
      }
      take(entry, length: range.count + 1)
      return entry
    }
    return nil
  }

  /// What is wrong with a line whose checksum is right.
  private func problem(of entry: JournalEntry, _ checksum: UInt64) -> LineProblem? {
    if isAnchoring && entries == 0 { return nil }
    let expected = tail.head.number + 1
    guard entry.number == expected else {
      return .wrongNumber(expected: expected, found: entry.number)
    }
    guard tail.head.hash.following(checksum: checksum) == entry.hash else { return .wrongChain }
    guard entry.durable < entry.number, entry.durable >= durable else { return .wrongDurable }
    return entry.at >= tail.at ? nil : .wrongTime
  }

  private mutating func take(_ entry: JournalEntry, length: Int) {
    tail = JournalTail(head: entry.head, at: entry.at)
    durable = entry.durable
    entries += 1
    goodLength += length
    isSealed = entry.kind == .seal
  }

  private mutating func note(_ problem: LineProblem, _ line: ArraySlice<UInt8>) {
    guard badLine == nil else { return }
    badLine = BadLine(
      line: lines, number: tail.head.number + 1, offset: goodLength, problem: problem)
  }
}

extension SegmentChecker {
  /// The file's verdict.
  ///
  /// `isLast`: no file follows; `applied`: the highest number that anything outside the journal
  /// knows to be durable.
  package func verdict(isLast: Bool, applied: Int64) -> JournalVerdict {
    guard let badLine else { return .clean }
    if badLine.problem.isTampering { return .tampered }
    let proven = max(laterDurable, applied)
    // A file without one whole line was being created; otherwise its first line must be right.
    let isBegun = entries > 0 || badLine.line == 1 && badLine.problem != .checksum
    guard badLine.problem.canBeTorn, isLast, !isSealed, isBegun,
      length - goodLength <= Self.longestTear, proven <= tail.head.number
    else { return .corrupt }
    return .torn
  }

  /// Bytes that a disk writes at once.
  private static let block = 512

  private static func hasOnlyZeros(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0 }
  }

  /// The likely cause of an unreadable line.
  private static func cause(_ line: ArraySlice<UInt8>, isFirst: Bool) -> LineProblem {
    if line.last == UInt8(ascii: "\r") { return .carriageReturns }
    // A disk writes whole blocks, in any order: this one was not written when the next one was.
    if isFirst, line.count >= block, hasOnlyZeros(line.prefix(block)) { return .zeros }
    if isFirst {
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { return .byteOrderMark }
      if line.starts(with: [0xFF, 0xFE]) || line.starts(with: [0xFE, 0xFF]) { return .notUTF8 }
      if line.dropFirst().first == 0 { return .notUTF8 }
      // As a gzip file begins (RFC 1952).
      if line.starts(with: [0x1F, 0x8B]) { return .notUTF8 }
      let ours = Array("{\"v\":1,\"n\":".utf8)
      if line.first == UInt8(ascii: "{"), !line.starts(with: ours) { return .reformatted }
      if line.last == UInt8(ascii: " ") { return .reformatted }
    }
    let parts = Array("{ \"v\"".utf8)
    return line.starts(with: parts) ? .reformatted : .checksum
  }
}

import CivilTime
import Foundation
import JournalFile
import Testing
import TouchJournal

/// Rows C2 and C3 of the guarantees: seeded damage to a journal of several files; what must come out
/// is foretold from the place of the damage alone, without any of the reader's code.
///
/// 2,000 flipped bits in each run, 300,000 with `FIFTHCALL_LONG=1`.
@Suite struct JournalFuzzTests {
  private static let flips =
    ProcessInfo.processInfo.environment["FIFTHCALL_LONG"] == "1" ? 300_000 : 2_000

  /// A line of an undamaged journal: where it is and what it says.
  private struct Line {
    let file: Int
    let start: Int
    let end: Int
    let durable: Int64
  }

  /// What the reader must say.
  private struct Forecast: Equatable {
    var verdict: JournalVerdict
    /// How many entries before the damage are good.
    var good: Int
    var file: Int
  }

  private let state: TemporaryState
  private let names: [String]
  private let files: [[UInt8]]
  private let lines: [Line]

  init() throws {
    state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 700
    options.writesAtOnce = true
    try state.session(options: options) { journal throws in
      for index in 0..<9 { try journal.appendDurably([TemporaryState.note(index)]) }
      // The last batch: nothing later proves it.
      try journal.appendDurably((20..<22).map { TemporaryState.note($0) })
    }
    names = state.segments
    var files: [[UInt8]] = []
    for name in names { files.append(try state.bytes(name)) }
    self.files = files
    var lines: [Line] = []
    for (file, bytes) in files.enumerated() {
      var start = 0
      for (index, byte) in bytes.enumerated() where byte == 10 {
        let text = String(decoding: bytes[start...index], as: UTF8.self)
        let digits = text.split(separator: "\"d\":")[1].prefix { $0.isNumber }
        lines.append(
          Line(file: file, start: start, end: index, durable: Int64(digits) ?? -1))
        start = index + 1
      }
    }
    self.lines = lines
  }

  /// What one flipped bit must lead to.
  private func forecast(_ file: Int, _ index: Int, _ bit: Int) -> Forecast {
    let number = lines.firstIndex { $0.file == file && index <= $0.end } ?? 0
    let line = lines[number]
    let flipped = files[file][index] ^ (1 << bit)
    let isChain = index >= line.end - 34 && index < line.end - 2
    let isDigit = (48...57).contains(flipped) || (97...102).contains(flipped)
    if isChain && isDigit { return Forecast(verdict: .tampered, good: number, file: file) }
    guard file == files.count - 1 else {
      return Forecast(verdict: .corrupt, good: number, file: file)
    }
    // A line whose end is gone takes the next one with it.
    let readable = number + (index == line.end ? 2 : 1)
    let proven = lines.dropFirst(readable).map(\.durable).max() ?? 0
    let isFirst = number == 0 || lines[number - 1].file != file
    let isTorn = !isFirst && proven <= Int64(number)
    return Forecast(verdict: isTorn ? .torn : .corrupt, good: number, file: file)
  }

  private func read() throws -> (forecast: Forecast, entries: Int) {
    var entries = 0
    let report = try JournalReading.read(state.folder) { _ in entries += 1 }
    let bad = report.files.firstIndex { $0.verdict > .clean }
    return (
      Forecast(verdict: report.verdict, good: Int(report.tail.head.number), file: bad ?? -1),
      entries
    )
  }

  @Test func `each flipped bit has the verdict, and the good entries, that its place foretells`()
    throws
  {
    #expect(files.count >= 3)
    var random = Seeded(state: 20_261_128)
    for _ in 0..<Self.flips {
      let file = random.pick(files.count)
      let (index, bit) = (random.pick(files[file].count), random.pick(8))
      var bytes = files[file]
      bytes[index] ^= 1 << bit
      try state.write(bytes, names[file])
      let (found, entries) = try read()
      try state.write(files[file], names[file])
      let expected = forecast(file, index, bit)
      guard found == expected, entries == expected.good else {
        Issue.record("file \(file) byte \(index) bit \(bit): \(found), expected \(expected)")
        continue
      }
      // Whatever stands behind the damage can still be read line by line.
      guard bytes[index] != 10, files[file][index] != 10 else { continue }
      let later = bytes.split(separator: 10).filter { JournalEntry(line: Array($0)) != nil }
      let isChain = found.verdict == .tampered
      let whole = lines.count { $0.file == file } - (isChain ? 0 : 1)
      #expect(later.count == whole, "file \(file) byte \(index) bit \(bit)")
    }
  }

  @Test func `lines that are missing, doubled, swapped or moved between files are tampering`()
    throws
  {
    for file in files.indices {
      let own = lines.indices.filter { lines[$0].file == file }
      func text(_ index: Int) -> [UInt8] {
        Array(files[lines[index].file][lines[index].start...lines[index].end])
      }
      for index in own.dropLast() {
        let before = own.filter { $0 < index }.flatMap(text)
        let after = own.filter { $0 > index }.flatMap(text)
        for changed in [
          before + after, before + text(index) + text(index) + after,
          before + text(index + 1) + text(index) + own.filter { $0 > index + 1 }.flatMap(text),
        ] {
          try state.write(changed, names[file])
          let (found, entries) = try read()
          #expect(found.verdict == .tampered && found.file == file, "line \(index): \(found)")
          #expect(entries >= index)
          let report = try JournalReading.read(state.folder)
          guard case .wrongNumber = report.files[file].badLine?.problem else {
            Issue.record("line \(index): \(report.summary)")
            continue
          }
        }
      }
      try state.write(files[file], names[file])
    }
  }

  @Test func `a first line that is damaged makes the last file corrupt, zeros in settled data too`()
    throws
  {
    let last = files.count - 1
    for range in [3..<4, 30..<31, 0..<100] {
      var bytes = files[last]
      for index in range { bytes[index] = bytes[index] == 0 ? 1 : 0 }
      try state.write(bytes, names[last])
      #expect(try read().forecast.verdict == .corrupt, "\(range)")
    }
    // A first block of zeros was perhaps never written, unless a later line knows better.
    let later = lines.filter { $0.file == last && $0.start >= 512 }.map(\.durable).max() ?? 0
    let before = lines.count { $0.file < last }
    let zeros = [UInt8](repeating: 0, count: 512) + files[last].dropFirst(512)
    try state.write(zeros, names[last])
    #expect(try read().forecast.verdict == (later > Int64(before) ? .corrupt : .torn))
  }

  @Test func `a seal at the end of the last file settles it`() throws {
    // The last file goes; the one before it ends with its seal.
    try FileManager.default.removeItem(
      atPath: state.folder.journal + "/" + names[files.count - 1])
    let file = files.count - 2
    for rubbish in [[UInt8](repeating: 0, count: 40), Array("{\"v\":1".utf8)] {
      try state.write(files[file] + rubbish, names[file])
      #expect(try read().forecast.verdict == .corrupt)
    }
  }

  @Test(arguments: [(Int64(9), 0), (3, 0), (0, -60)])
  func `a well-made line whose d or moment cannot be is tampering`(_ durable: Int64, _ late: Int)
    throws
  {
    var bytes: [UInt8] = []
    var tail = JournalTail()
    let at = Instant(seconds: 1_795_338_000)
    let stamp = JournalStamp(at: at, up: 1, run: 1)
    for known in [0, 1, 2] as [Int64] {
      _ = tail.write(.stop(reason: "x"), stamp: stamp, durable: known, to: &bytes)
    }
    // After d 2 comes one beyond its own number, at it, or a moment before the last one.
    tail.at = at.adding(seconds: late)
    let forged = JournalStamp(at: tail.at, up: 1, run: 1)
    let next = late < 0 ? 2 : durable == 3 ? 1 : durable
    _ = tail.write(.stop(reason: "x"), stamp: forged, durable: next, to: &bytes)
    var checker = SegmentChecker(after: JournalTail())
    var read = 0
    checker.feed(bytes) { _ in read += 1 }
    checker.finish()
    #expect(checker.verdict(isLast: true, applied: 0) == .tampered)
    #expect(read == 3)
    #expect(checker.badLine?.problem == (late < 0 ? .wrongTime : .wrongDurable))
  }

  @Test func `digits of the chain are lower-case hexadecimal and nothing else`() throws {
    let last = files.count - 1
    let line = try #require(lines.last { $0.file == last - 1 })
    for place in [2, 17, 33] {
      for wrong in Array("ABFGgz /:@`\u{0}".utf8) + [0xFF] {
        var bytes = files[last - 1]
        bytes[line.end - 34 + place] = wrong
        try state.write(bytes, names[last - 1])
        let (found, _) = try read()
        #expect(found.verdict == .corrupt, "\(wrong) at \(place)")
        #expect(
          ChainHash(String(decoding: [wrong], as: UTF8.self) + String(repeating: "0", count: 31))
            == nil)
      }
    }
  }
}

/// SplitMix64: the same damage each time.
private struct Seeded {
  var state: UInt64

  mutating func pick(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, count)))
  }
}

import CivilTime
import Testing
import TouchJournal

/// Reading rules of docs/journal-format.md on one last file.
struct DamageTests {
  private static let lines = SampleEntries.lines(SampleEntries.all)

  /// Byte offsets at which lines begin, and the end.
  private static let starts: [Int] =
    [0] + lines.bytes.indices.filter { lines.bytes[$0] == 10 }.map { $0 + 1 }

  private func check(
    _ bytes: [UInt8], isLast: Bool = true, applied: Int64 = 0
  ) -> (verdict: JournalVerdict, checker: SegmentChecker, read: [JournalEntry]) {
    var checker = SegmentChecker(after: JournalTail())
    var read: [JournalEntry] = []
    checker.feed(bytes) { read.append($0) }
    checker.finish()
    return (checker.verdict(isLast: isLast, applied: applied), checker, read)
  }

  @Test func `cut at every byte is clean at line ends and torn elsewhere, and loses no whole line`()
  {
    let (bytes, entries) = Self.lines
    for length in 0...bytes.count {
      let (verdict, checker, read) = check(Array(bytes[..<length]))
      let whole = Self.starts.filter { $0 <= length }.count - 1
      #expect(verdict == (Self.starts.contains(length) ? .clean : .torn), "cut at \(length)")
      #expect(read == Array(entries[..<whole]))
      #expect(checker.goodLength == Self.starts[whole])
    }
  }

  @Test func `cut into what the projection has applied is corrupt`() {
    let (bytes, entries) = Self.lines
    let length = Self.starts[5] + 10
    #expect(check(Array(bytes[..<length]), applied: 5).verdict == .torn)
    #expect(check(Array(bytes[..<length]), applied: 6).verdict == .corrupt)
    #expect(check(Array(bytes[..<length]), applied: Int64(entries.count)).verdict == .corrupt)
  }

  @Test func `a cut in a file that is not the last is corrupt`() {
    #expect(check(Array(Self.lines.bytes.dropLast(9)), isLast: false).verdict == .corrupt)
  }

  @Test func `every bit of a settled line is guarded`() {
    let bytes = Self.lines.bytes
    for line in [0, 9, 20] {
      for index in Self.starts[line]..<Self.starts[line + 1] {
        for bit in 0..<8 {
          var flipped = bytes
          flipped[index] ^= 1 << bit
          let (verdict, checker, read) = check(flipped)
          #expect(verdict == .corrupt || verdict == .tampered, "byte \(index) bit \(bit)")
          #expect(checker.badLine?.number == Int64(line + 1))
          #expect(read.count == line)
        }
      }
    }
  }

  @Test func `no bit of the last line can be flipped unseen`() {
    let bytes = Self.lines.bytes
    for index in Self.starts[Self.starts.count - 2]..<bytes.count {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(check(flipped).verdict != .clean, "byte \(index) bit \(bit)")
      }
    }
  }

  @Test func `a line that is missing, doubled or swapped is tampering, at any place`() {
    let bytes = Self.lines.bytes
    func line(_ index: Int) -> ArraySlice<UInt8> {
      bytes[Self.starts[index]..<Self.starts[index + 1]]
    }
    for index in 0..<Self.starts.count - 2 {
      let before = bytes[..<Self.starts[index]]
      let after = bytes[Self.starts[index + 1]...]
      #expect(check(Array(before + after)).verdict == .tampered)
      #expect(check(Array(before + line(index) + line(index) + after)).verdict == .tampered)
      let rest = bytes[Self.starts[index + 2]...]
      #expect(check(Array(before + line(index + 1) + line(index) + rest)).verdict == .tampered)
    }
  }

  @Test func `a line edited and given a right checksum is tampering`() {
    var tail = JournalTail()
    var forged: [UInt8] = []
    let stamp = JournalStamp(at: SampleEntries.when, up: 1, run: 7)
    _ = tail.write(.stop(reason: "forged"), stamp: stamp, durable: 0, to: &forged)
    let rest = Self.lines.bytes[Self.starts[1]...]
    let (verdict, checker, _) = check(forged + rest)
    #expect(verdict == .tampered)
    #expect(checker.badLine?.problem == .wrongChain)
  }

  @Test func `zeros and rubbish behind the last line are torn`() {
    let bytes = Self.lines.bytes
    #expect(check(bytes + [UInt8](repeating: 0, count: 5000)).verdict == .torn)
    #expect(check(bytes + Array("garbage\nmore".utf8)).verdict == .torn)
    #expect(check(bytes + [UInt8](repeating: 7, count: 3 << 20)).verdict == .corrupt)
  }

  @Test func `files converted by other programs are corrupt and say why`() {
    let bytes = Self.lines.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    let converted: [(bytes: [UInt8], problem: LineProblem)] = [
      (Array(text.replacing("\n", with: "\r\n").utf8), .carriageReturns),
      (Array(text.replacing("\n", with: "\r").utf8), .carriageReturns),
      (Array(text.replacing("\n", with: " ").utf8), .reformatted),
      (Array(text.replacing("}\n", with: "} \n").utf8), .reformatted),
      (Array(text.replacing("{\"v\":1,", with: "{\"v\": 1,").utf8), .reformatted),
      ([0x1F, 0x8B, 8, 0, 10] + bytes, .notUTF8),
      ([0xEF, 0xBB, 0xBF] + bytes, .byteOrderMark),
      ([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, .notUTF8),
      (Array(text.replacing("{\"v\":1,", with: "{\n  \"v\": 1,\n").utf8), .reformatted),
      (Array(text.replacing("{\"v\":1,", with: "{ \"v\": 1,").utf8), .reformatted),
    ]
    for (bytes, problem) in converted {
      let (verdict, checker, read) = check(bytes)
      #expect(verdict == .corrupt)
      #expect(checker.badLine?.problem == problem)
      #expect(read.isEmpty)
    }
  }

  @Test func `a newer format is refused, not repaired`() throws {
    // Made with: printf '{"v":2,"x":1' | sha256sum
    let line = #"{"v":2,"x":1,"c":"19d19ca1a735ea6d","h":"00000000000000000000000000000000"}"#
    let (verdict, checker, _) = check(Self.lines.bytes + Array((line + "\n").utf8))
    #expect(verdict == .corrupt)
    #expect(checker.badLine?.problem == .otherVersion(2))
  }
}

import Foundation
import Testing

@testable import ConfigLoading

@Suite struct CSVTokeniserTests {
  /// The rows of a text, read in one piece.
  static func rows(_ text: String) -> [[String]] {
    var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
    let batch = tokeniser.read(Array(text.utf8), isLast: true).batch
    return batch.records.map { batch.texts($0) }
  }

  struct PythonCase: Decodable {
    var text: String
    var rows: [[String]]
  }

  @Test func `well-formed texts are read as Python's csv module reads them`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/python-rows.jsonl")
    let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 600)
    for line in lines {
      let golden = try JSONDecoder().decode(PythonCase.self, from: Data(line))
      #expect(Self.rows(golden.text) == golden.rows, "\(golden.text.debugDescription)")
    }
  }

  @Test(arguments: [
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a\n1\r\n2\r3", [["a"], ["1"], ["2"], ["3"]]),
    ("a,\"x\r\ny\"\n1,2", [["a", "x\r\ny"], ["1", "2"]]),
    ("door 5\" wide,b\n", [["door 5\" wide", "b"]]),
    ("\"he said \"\"no\"\"\",b\n", [["he said \"no\"", "b"]]),
    ("\"x\"  ,b\n", [["x", "b"]]),
    ("a,,\n\n\n,\n", [["a", "", ""], ["", ""]]),
  ])
  func `line ends, quotes and empty cells`(text: String, rows: [[String]]) {
    #expect(Self.rows(text) == rows)
  }

  @Test func `an unterminated quote costs one record and names the opening line`() {
    let text = "h,i\n1,2\n3,\"lost\n5,6\n7,8\n"
    var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
    let batch = tokeniser.read(Array(text.utf8), isLast: true).batch
    #expect(
      batch.records.map(\.problem) == [nil, nil, .unterminatedQuote(line: 3, column: 2), nil, nil])
    #expect(batch.texts(batch.records[2]) == ["3", "\"lost"])
    #expect(batch.texts(batch.records[4]) == ["7", "8"])
    #expect(batch.records.map(\.line) == [1, 2, 3, 4, 5])
  }

  @Test func `a lost quote that meets a later one does not swallow the lines between`() {
    let text = "1,\"lost\n2,x\n3,\"fine\"\n4,y\n"
    var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
    let batch = tokeniser.read(Array(text.utf8), isLast: true).batch
    #expect(batch.records.map(\.problem) == [.textAfterQuote(line: 1, column: 2), nil, nil, nil])
    #expect(batch.texts(batch.records[2]) == ["3", "fine"])
  }

  @Test func `cells over 64 KiB and records over 256 columns are refused, the next is read`() {
    let huge = String(repeating: "x", count: 70_000)
    for cell in [huge, "\"\(huge)\""] {
      var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
      let batch = tokeniser.read(Array("a,\(cell)\n1,2\n".utf8), isLast: true).batch
      #expect(batch.records.count == 2)
      #expect(batch.records[0].problem != nil)
      #expect(batch.texts(batch.records[1]) == ["1", "2"])
    }
    var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
    let wide = String(repeating: "a,", count: 300) + "\n1,2\n"
    let batch = tokeniser.read(Array(wide.utf8), isLast: true).batch
    #expect(batch.records.map(\.problem) == [.tooManyColumns, nil])
  }

  @Test func `line and record numbers count quoted line ends as part of one record`() {
    var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
    let text = "h\n\"a\nb\r\nc\rd\"\n\nx\n"
    let batch = tokeniser.read(Array(text.utf8), isLast: true).batch
    #expect(batch.records.map(\.line) == [1, 2, 7])
    #expect(batch.records.map(\.number) == [0, 1, 2])
  }

  @Test func `what is cut into pieces anywhere is read the same`() {
    var random = SplitMix(seed: 7)
    let alphabet = ["a", ",", "\"", "\"\"", "\n", "\r\n", "\r", "中", " "]
    for _ in 0..<300 {
      let text = (0..<40).map { _ in random.pick(alphabet) }.joined()
      let bytes = Array(text.utf8)
      var whole = CSVTokeniser(separator: UInt8(ascii: ","))
      let expected = whole.read(bytes, isLast: true).batch
      var pieces = CSVTokeniser(separator: UInt8(ascii: ","))
      var pending: [UInt8] = []
      var records: [CSVRecord] = []
      var rows: [[String]] = []
      var position = 0
      while position < bytes.count || !pending.isEmpty {
        let next = min(bytes.count, position + random.below(9) + 1)
        pending += bytes[position..<next]
        position = next
        let (batch, used) = pieces.read(pending, isLast: position == bytes.count)
        pending.removeFirst(used)
        records += batch.records
        rows += batch.records.map { batch.texts($0) }
      }
      #expect(rows == expected.records.map { expected.texts($0) }, "\(text.debugDescription)")
      #expect(records.map(\.line) == expected.records.map(\.line), "\(text.debugDescription)")
      #expect(records.map(\.problem) == expected.records.map(\.problem))
    }
  }

  @Test func `what the writer writes, the reader reads`() {
    var random = SplitMix(seed: 3)
    let alphabet = ["a", ",", "\"", "\n", "\r", "中", " ", ";", "x"]
    for _ in 0..<500 {
      let row = (0...random.below(6)).map { _ in
        (0..<random.below(8)).map { _ in random.pick(alphabet) }.joined()
      }
      guard row != [""] else { continue }
      var writer = CSVWriter()
      writer.write(row, escapingFormulas: false)
      #expect(Self.rows(String(decoding: writer.bytes, as: UTF8.self)) == [row])
    }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|x", "'+cmd|x"), ("-a", "'-a"),
    ("+8615400000003", "+8615400000003"), ("--03-12", "--03-12"), ("\tx", "'\tx"), ("王", "王"),
  ])
  func `formulas are made harmless on export, phones and dates are left alone`(
    cell: String, written: String
  ) {
    var writer = CSVWriter()
    writer.write([cell])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == written + "\r\n")
  }
}

/// A small seeded generator for property tests (SplitMix64).
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}

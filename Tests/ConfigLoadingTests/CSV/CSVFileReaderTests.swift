import Foundation
import Testing

@testable import ConfigLoading

@Suite struct CSVFileReaderTests {
  private static let text = "编号,姓名\r\n1,王建国\r\n2,𬭎䶮\r\n"

  private static func rows(_ bytes: [UInt8]) throws -> (CSVFileReader, [[String]]) {
    var reader = try CSVFileReader(bytes: bytes)
    var rows: [[String]] = []
    while let batch = try reader.next() { rows += batch.records.map { batch.texts($0) } }
    return (reader, rows)
  }

  private static func wide(_ text: String, littleEndian: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return littleEndian ? [low, high] : [high, low]
    }
  }

  @Test func `UTF-8 and UTF-16 are detected with and without a mark`() throws {
    let utf8 = Array(Self.text.utf8)
    let cases: [([UInt8], TextEncoding)] = [
      (utf8, .utf8), ([0xEF, 0xBB, 0xBF] + utf8, .utf8WithBOM),
      (Self.wide(Self.text, littleEndian: true, mark: true), .utf16LittleEndian),
      (Self.wide(Self.text, littleEndian: false, mark: true), .utf16BigEndian),
      (
        Self.wide("id,name,x\r\n1,ab,\r\n2,cd,\r\n", littleEndian: true, mark: false),
        .utf16LittleEndian
      ),
      (
        Self.wide("id,name,x\r\n1,ab,\r\n2,cd,\r\n", littleEndian: false, mark: false),
        .utf16BigEndian
      ),
    ]
    for (bytes, encoding) in cases {
      let (reader, rows) = try Self.rows(bytes)
      #expect(reader.encoding == encoding)
      #expect(reader.header[0] == "编号" || reader.header[0] == "id")
      #expect(rows.count == 2)
    }
  }

  @Test func `GB18030 with characters of four bytes is detected and read`() throws {
    // 编号,姓名 CRLF 1,𬭎䶮 as Python's gb18030 codec writes it.
    let bytes: [UInt8] =
      [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0D, 0x0A, 0x31, 0x2C]
      + Self.fourByteName + [0x0D, 0x0A]
    let (reader, rows) = try Self.rows(bytes)
    #expect(reader.encoding == .gb18030)
    #expect(reader.header == ["编号", "姓名"])
    #expect(rows == [["1", "𬭎䶮"]])
  }

  private static let fourByteName: [UInt8] = [0x99, 0x33, 0xA9, 0x32, 0xFE, 0x9F]

  @Test func `bytes of another encoding are found on their line`() throws {
    var bytes = Array("id,name\n".utf8)
    for number in 1...5 { bytes += Array("\(number),王芳\n".utf8) }
    bytes += [0x36, 0x2C, 0xCD, 0xF5, 0x0A]
    let loaded = CustomerFileLoader.load(bytes, named: "x.csv", context: .forTests)
    let finding = loaded.findings.first { $0.severity == .reject }
    #expect(finding?.line == 7)
    #expect(finding?.column == "name")
    #expect(loaded.counts.customers == 5)
  }

  @Test(arguments: [
    ("a;b;c\n", UInt8(ascii: ";")), ("a\tb\tc\n", UInt8(ascii: "\t")), ("a,b\n", UInt8(ascii: ",")),
    ("\"a;b;c;d\",b\n", UInt8(ascii: ",")), ("single\n", UInt8(ascii: ",")),
  ])
  func `the separator is found on the header`(text: String, separator: UInt8) throws {
    #expect(try CSVFileReader(bytes: Array(text.utf8)).separator == separator)
  }

  @Test func `full-width commas are refused with a hint`() {
    #expect(throws: CSVFileFailure.fullWidthSeparator) {
      try CSVFileReader(bytes: Array("编号，姓名\n".utf8))
    }
  }

  @Test func `empty files, folders and missing files are refused`() {
    #expect(throws: CSVFileFailure.empty) { try CSVFileReader(bytes: []) }
    #expect(throws: CSVFileFailure.empty) { try CSVFileReader(bytes: Array("\n\n".utf8)) }
    #expect(throws: CSVFileFailure.self) { try CSVFileReader(path: "/") }
    #expect(throws: CSVFileFailure.self) { try CSVFileReader(path: "/dev/null") }
    #expect(throws: CSVFileFailure.self) { try CSVFileReader(path: "no-such-file.csv") }
  }

  @Test func `a record longer than a piece is refused and the next one read`() throws {
    var bytes = Array("id,name\n1,".utf8)
    bytes += [UInt8](repeating: 0x78, count: 9 << 20)
    bytes += Array("\n2,ok\n".utf8)
    var reader = try CSVFileReader(bytes: bytes)
    var problems: [CSVProblem?] = []
    var last: [String] = []
    while let batch = try reader.next() {
      problems += batch.records.map(\.problem)
      if let record = batch.records.last { last = batch.texts(record) }
    }
    #expect(problems.count == 2)
    #expect(problems.first != .some(nil))
    #expect(last == ["2", "ok"])
  }
}

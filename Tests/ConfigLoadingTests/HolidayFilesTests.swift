import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import Testing

@Suite struct HolidayFilesTests {
  private static let header = "date,kind,status,region,name,name_en,note\n"

  @Test func `the shipped files have no findings`() {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "config/holidays").path
    let files = HolidayFiles(folder: folder)
    #expect(files.diagnostics.isEmpty)
    #expect(
      files.calendars.keys.sorted()
        == ["AU", "CA", "CN", "GB", "HK", "IE", "MO", "MY", "NZ", "SG", "TW", "US"])
    #expect(HolidayFiles.countries(in: folder) == files.calendars.keys.sorted())
    let only = HolidayFiles(folder: folder, countries: ["CN"])
    #expect(only.calendars.keys.sorted() == ["CN"])
  }

  @Test func `a byte order mark, CRLF and an empty last line are read`() throws {
    var table = HolidayTable(file: "CN.csv")
    let text =
      "\u{FEFF}" + Self.header + "2026-10-01,public,official,,国庆节,National Day,statutory\n\n"
    table.read(Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8))
    #expect(table.diagnostics.isEmpty)
    #expect(table.entries.map(\.name) == ["国庆节"])
    #expect(table.entries.first?.note == "statutory")
  }

  @Test(arguments: [
    ("2026-02-30,public,official,,a,b,", 2, 1), ("2026-1-1,public,official,,a,b,", 2, 1),
    ("2026-01-01,holiday,official,,a,b,", 2, 12), ("2026-01-01,public,sure,,a,b,", 2, 19),
    ("2026-01-01,public,official,,,b,", 2, 29), ("2026-01-01,public,official,,a,b", 2, 1),
    ("2026-01-01,public,official,,\"a\",b,", 2, 29),
  ])
  func `a wrong row is found with line and column`(row: String, line: Int, column: Int) throws {
    var table = HolidayTable(file: "holidays/CN.csv")
    table.read(Array((Self.header + row + "\n2026-01-02,public,official,,a,b,\n").utf8))
    let finding = try #require(table.diagnostics.first)
    #expect(table.diagnostics.count == 1)
    #expect(finding.file == "holidays/CN.csv")
    #expect((finding.line, finding.column) == (line, column))
    #expect(finding.severity == .error)
    #expect(table.entries.count == 1)
  }

  @Test(arguments: ["", "day,kind\n", header])
  func `a file without its header or without days is found`(text: String) {
    var table = HolidayTable(file: "CN.csv")
    table.read(Array(text.utf8))
    #expect(table.diagnostics.count == 1)
  }

  @Test func `bytes that are no UTF-8 are found with their line`() {
    var table = HolidayTable(file: "CN.csv")
    table.read(Array(Self.header.utf8) + [0xB9, 0xFA, 0x0A])
    #expect(table.diagnostics.map(\.line) == [2])
  }

  @Test func `a missing folder is one finding`() {
    let files = HolidayFiles(folder: "/nowhere/holidays")
    #expect(files.calendars.isEmpty)
    #expect(files.diagnostics.map(\.file) == ["holidays"])
  }
}

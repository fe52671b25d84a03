import CadenceModel
import CivilTime
import RepReporting
import Testing
import TouchJournal

@Suite struct CustomerSheetTests {
  private func sheet(
    _ id: CustomerID, texts: [Int64: [String: String]] = [:],
    _ change: (inout DigestSample) -> Void = { _ in }
  ) throws -> CustomerSheet {
    var sample = DigestSample.chinese()
    change(&sample)
    let input = sample.input("mao", "2026-11-23")
    return try #require(
      CustomerSheet.make(
        of: id, settings: input.settings, roster: input.roster, history: input.history,
        texts: texts))
  }

  @Test func `B1: facts and messages stand in one line of time, on the customer's clock`() throws {
    let sheet = try sheet("KH0000111")
    #expect(sheet.events.map(\.kind) == ["call", "message", "call"])
    #expect(
      sheet.events.map(\.local.description) == [
        "2026-11-20T09:30", "2026-11-20T10:00", "2026-11-20T11:30",
      ])
    #expect(sheet.jsonLines.count == 4)
    #expect(
      sheet.jsonLines[2] == """
        {"at":"2026-11-20T02:00:00.000Z","kind":"message","channel":"sms",\
        "touch":"KH0000111/greeting/2026-3/1","result":"uncertain"}
        """)
  }

  @Test func `sealed texts come in where they could be opened`() throws {
    let sheet = try sheet("KH0000101", texts: [1: ["about": "门缝\u{1B}[31m漏风"]])
    #expect(sheet.jsonLines[1].contains("\"about\":\"门缝\\u001b[31m漏风\""))
    let table = sheet.table.joined(separator: "\n")
    #expect(table.contains("about 门缝 [31m漏风"))
    #expect(!table.contains("\u{1B}"))
  }

  @Test func `the profile tells opt-outs from file and journal, and what a later opt-in ended`()
    throws
  {
    let sheet = try sheet("KH0000101") { sample in
      sample.customers[0].optedOut = ChannelSet(.email)
      sample.record(0, "2026-11-10T10:00:00+08:00", .optOut(nil, occasion: nil))
      sample.record(0, "2026-11-11T10:00:00+08:00", .optIn(.sms, occasion: nil))
      sample.record(0, "2026-11-12T10:00:00+08:00", .optOut(nil, occasion: "greeting"))
    }
    let line = sheet.jsonLines[0]
    #expect(line.contains("\"opted_out\":[\"email\",\"chat\",\"call\""))
    #expect(line.contains("\"opted_out_of\":[\"greeting\"]"))
  }

  @Test func `nobody of that id is no sheet`() {
    let input = DigestSample.chinese().input("mao", "2026-11-23")
    #expect(
      CustomerSheet.make(
        of: "KH9", settings: input.settings, roster: input.roster, history: input.history) == nil)
  }

  @Test func `a comma in a cell of the CSV is quoted`() throws {
    let sheet = try sheet("KH0000101", texts: [1: ["about": "a, \"b\""]])
    #expect(sheet.csvLines[1].hasSuffix("about a, \"\"b\"\"\""))
  }
}

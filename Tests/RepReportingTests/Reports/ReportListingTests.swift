import CadenceModel
import CivilTime
import FifthcallTestSupport
import RepReporting
import Testing

/// How reports are written.
@Suite struct ReportListingTests {
  private let report = Report(
    name: .losses,
    tables: [
      ReportTable(
        "kind", ["kind", "losses", "share"], bar: "losses",
        rows: [
          [.text("left"), .count(12), .decimal(985, digits: 1)],
          [.text("a \"b\", <c>"), .count(-3), .none],
        ]),
      ReportTable("month", ["month", "losses"], rows: []),
    ])

  private func lines(_ write: ((String) -> Void) -> Void) -> [String] {
    var lines: [String] = []
    write { lines.append($0) }
    return lines
  }

  @Test func `json is an object a row, with null where nothing can be said`() {
    #expect(
      lines { report.writeJSON($0) } == [
        #"{"report":"losses","table":"kind","kind":"left","losses":12,"share":98.5}"#,
        #"{"report":"losses","table":"kind","kind":"a \"b\", <c>","losses":-3,"share":null}"#,
      ])
  }

  @Test func `csv has a column for each that any table has`() {
    #expect(
      lines { report.writeCSV($0) } == [
        "table,kind,losses,share,month", "kind,left,12,98.5,", #"kind,"a ""b"", <c>",-3,,"#,
      ])
  }

  @Test func `the table speaks the site's language and keeps columns in line`() {
    let english = lines { report.writeTable(language: "en", $0) }
    #expect(
      english == [
        "Losses", "", "By kind", "  kind        losses  share", "  left            12   98.5",
        "  a \"b\", <c>      -3  –", "", "By month", "  none",
      ])
    #expect(lines { report.writeTable(language: "zh-CN", $0) }.first == "客户流失")
  }

  @Test func `the page holds bars and no script, and what customers wrote cannot act`() {
    let page = lines { report.writeHTML(language: "en", subtitle: "A & B", $0) }.joined()
    #expect(page.contains("<svg "))
    #expect(page.contains("A &amp; B"))
    #expect(page.contains("a &quot;b&quot;, &lt;c&gt;"))
    #expect(!page.contains("<script") && !page.contains("http"))
  }

  @Test func `decimals keep their digits, and halves go upwards`() {
    #expect(ReportCell.decimal(5, digits: 2).written == "0.05")
    #expect(ReportCell.decimal(-5, digits: 1).written == "-0.5")
    #expect(ReportCell.decimal(-1234, digits: 2).written == "-12.34")
    #expect(ReportCell.decimal(.min, digits: 2).written == "-92233720368547758.08")
  }

  @Test func `sums that no business has end at the edge of what can be counted`() throws {
    var sample = ReportSample()
    for number in 1...3 { sample.add(CustomerID("K\(number)"), .bee, .top, value: .max) }
    for name in ReportName.allCases {
      #expect(!Report.make(name, try sample.scope()).tables.isEmpty)
    }
    let pyramid = try sample.rows(.pyramid)
    #expect(pyramid.cells("tier", "top", "value", "share") == ["92233720368547758.07", "100.0"])
  }

  @Test func `every closed name has a word in Chinese`() throws {
    var sample = ReportSample()
    sample.add("A", .bee, .top)
    for name in ReportName.allCases {
      var letters = ""
      Report.make(name, try sample.scope()).writeTable(language: "zh") { line in
        letters += line.filter { $0.isASCII && $0.isLetter }
      }
      // The customer's and the rep's id, and the quarter's and refused words of no language.
      let rest = letters.replacing("mao", with: "").replacing("A", with: "")
      #expect(rest.isEmpty, "\(name): \(rest)")
    }
  }
}

import CadenceModel
import Foundation
import Testing

@testable import ConfigLoading

/// The 69 records of the dirty file against every row of its notes, in both encodings.
@Suite struct DirtyFileTests {
  /// A row of the notes.
  struct Note: CustomTestStringConvertible, Sendable {
    var record: Int
    var id: String
    var column: String
    var problem: String
    var expected: String
    var testDescription: String { "record \(record) \(column): \(problem)" }
  }

  static let files = ["customers-dirty.csv", "customers-dirty-gb18030.csv"]

  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)").path
  }

  static let notes: [Note] = {
    guard var reader = try? CSVFileReader(path: path("customers-dirty-notes.csv")) else {
      return []
    }
    var notes: [Note] = []
    while let batch = try? reader.next() {
      for record in batch.records {
        let cells = batch.texts(record)
        notes.append(
          Note(
            record: Int(cells[0]) ?? 0, id: cells[1], column: cells[2], problem: cells[3],
            expected: cells[4]))
      }
    }
    return notes
  }()

  static let loaded: [LoadedRoster] = files.map {
    var context = CustomerContext.forTests
    context.shelf = CellShelf(folders: [])
    return CustomerFileLoader.load([path($0)], context: context)
  }

  @Test func `all rows of the notes are tested`() {
    #expect(Self.notes.count == 73)
    #expect(Set(Self.notes.map(\.record)).count == 69)
  }

  @Test(arguments: notes)
  func `a dirty cell becomes what the notes say`(note: Note) throws {
    for loaded in Self.loaded {
      let findings = loaded.findings.filter { $0.record == note.record }
      let index = loaded.roster.index(of: CustomerID(note.id))
      let row = index.map {
        CleanFileWriter.Row(
          customer: loaded.roster.customers[$0], profile: loaded.roster.profile(at: $0),
          roster: loaded.roster, kept: nil, isChinese: true)
      }
      let column = CustomerColumn.byHeader[CustomerColumn.key(note.column)]
      let actual = column.flatMap { row?.text($0) }
      try check(note, findings, isKept: index != nil, actual)
    }
  }

  private func check(
    _ note: Note, _ findings: [CustomerFinding], isKept: Bool, _ actual: String?
  ) throws {
    let expected = note.expected
    let reasons = findings.map(\.reason)
    if expected.hasPrefix("REJECT field") {
      #expect(isKept)
      #expect(actual == "")
      let words =
        expected.contains(": ") ? String(expected.drop { $0 != ":" }.dropFirst(2)) : "left out"
      #expect(findings.contains { $0.severity == .warning && $0.reason.contains(words) })
    } else if expected.hasPrefix("REJECT: ") {
      #expect(!isKept)
      let reason = String(expected.dropFirst(8)).split(separator: ";")[0]
      #expect(reasons.contains { $0.contains(reason) }, "\(reasons)")
      #expect(findings.contains { $0.severity == .reject })
    } else if expected.hasPrefix("DUPLICATE of D001") {
      #expect(reasons.contains { $0.hasPrefix("DUPLICATE of D001") })
    } else if expected.hasPrefix("WARN: ") {
      checkWarning(note, findings, isKept, actual)
    } else {
      checkValue(note, findings, isKept, actual)
    }
  }

  private func checkWarning(
    _ note: Note, _ findings: [CustomerFinding], _ isKept: Bool, _ actual: String?
  ) {
    #expect(isKept)
    let warnings = findings.filter { $0.severity == .warning }.map(\.reason)
    switch note.id {
    case "D012":
      #expect(warnings == ["landline +8657987111111, no SMS"])
      #expect(actual == "")
    case "D023":
      #expect(warnings == ["1985-03-12 assumed"])
      #expect(actual == "1985-03-12")
    case "D038":
      #expect(warnings == ["ambiguous: 1985-03-12 or 1985-12-03"])
      #expect(actual == "")
    case "D044": #expect(warnings == ["shared number: D001 has the same; one household"])
    case "D056": #expect(warnings == ["no phone, no e-mail: no channel"])
    case "D059": #expect(warnings.count == 1 && warnings[0].hasSuffix("kept as a note"))
    default: Issue.record("no check for \(note.id)")
    }
  }

  private func checkValue(
    _ note: Note, _ findings: [CustomerFinding], _ isKept: Bool, _ actual: String?
  ) {
    let isLeftOut = note.record == 68 || note.record == 69
    #expect(isKept != isLeftOut)
    #expect(!findings.contains { $0.severity == .reject })
    switch note.expected {
    case "": break
    case "skip silently": #expect(findings.isEmpty)
    case "skip with WARN": #expect(findings.map(\.severity) == [.warning])
    case "keep", "keep as written":
      let names = ["D043": "王建国", "D062": "欧阳娜娜·古丽", "D063": "𬭎䶮"]
      #expect(actual == names[note.id])
    case "empty": #expect(actual == "")
    case "否 (no consent unless stated)": #expect(actual == "否")
    case "missing cells are empty; no consent": #expect(findings.map(\.severity) == [.info])
    case "opt-out wins": #expect(actual == "短信")
    case "转介绍 or WARN": #expect(actual == "转介绍")
    case "9840": #expect(actual == "2024-05-06|橡木实木门 MX-801|3|9840")
    case "+8615400000011 ; second +8615400000012":
      #expect(actual == "+8615400000011/+8615400000012")
    case "tan@example.com ; second yong@example.com":
      #expect(actual == "tan@example.com;yong@example.com")
    default: #expect(actual == note.expected.replacingOccurrences(of: "\\n", with: "\n"))
    }
  }

  @Test func `both encodings give the same roster and say what they are`() {
    let (first, second) = (Self.loaded[0], Self.loaded[1])
    #expect(first.roster.customers.map(\.id) == second.roster.customers.map(\.id))
    #expect(first.roster.profiles.bytes == second.roster.profiles.bytes)
    #expect(first.counts == second.counts)
    #expect(first.files.map(\.encoding) == [.utf8WithBOM])
    #expect(second.files.map(\.encoding) == [.gb18030])
    #expect(second.findings.contains { $0.reason == "read as GB18030" && $0.severity == .info })
  }

  @Test func `an opt-out wins and a missing consent is none`() throws {
    let roster = Self.loaded[0].roster
    let optedOut = roster.customers[try #require(roster.index(of: "D051"))]
    #expect(optedOut.optedOut == ChannelSet(.sms))
    let silent = roster.customers[try #require(roster.index(of: "D050"))]
    #expect(silent.consented.isEmpty)
    let landline = roster.customers[try #require(roster.index(of: "D012"))]
    #expect(!landline.reachable.contains(.sms) && landline.reachable.contains(.call))
    let shared = roster.customers[try #require(roster.index(of: "D044"))]
    #expect(shared.household == 0)
  }

  @Test func `what import writes is read again without a finding and with the same customers`() {
    let first = Self.loaded[0]
    let clean = CleanFileWriter(first).cleanRecords()
    var context = CustomerContext.forTests
    context.shelf = CellShelf(folders: [])
    let second = CustomerFileLoader.load(clean, named: "clean.csv", context: context)
    #expect(second.counts.rejected == 0 && second.counts.duplicates == 0)
    #expect(second.roster.customers.map(\.id) == first.roster.customers.map(\.id))
    #expect(second.roster.customers.map(\.birthday) == first.roster.customers.map(\.birthday))
    #expect(CleanFileWriter(second).cleanRecords() == clean)
    let rejects = CleanFileWriter(first).rejects()
    #expect(rejects.map(\.name) == ["rejects.csv"])
    let lines = String(decoding: rejects[0].bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 1 + first.counts.rejected + first.counts.duplicates)
    #expect(lines[0].hasSuffix(",备注,reason"))
    #expect(lines.contains { $0.contains("'=HYPERLINK") })
  }

  @Test func `log lines show no cell`() {
    let secrets = ["1990", "HYPERLINK", "８６", "zhongmin", "87111111", "1985-"]
    for finding in Self.loaded[0].findings {
      for secret in secrets { #expect(!finding.logLine.contains(secret), "\(finding.logLine)") }
    }
  }
}

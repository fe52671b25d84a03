import CadenceModel
import FifthcallTestSupport
import Foundation
import Testing

@testable import ConfigLoading

/// Row 63: what a file of a million bad rows leaves in memory is bounded, and nothing that a person can
/// read is lost.
@Suite struct ManyRejectsTests {
  private let folder = TemporaryFolder()
  private static let header = "客户编号,姓名,手机,邮箱,负责人,备注"

  /// Every tenth row is good; the others have no name, and notes make all of them long.
  private func rows(_ count: Int) -> [UInt8] {
    let note = String(repeating: "备", count: 100)
    let lines = (1...count).map { number in
      let name = number % 10 == 0 ? "王\(number)" : "N/A"
      return
        "K\(number),\(name),1540\(String(format: "%07d", number)),k\(number)@@x,周丽萍,\(note)\(number)"
    }
    return Array(([Self.header] + lines).joined(separator: "\n").utf8)
  }

  @Test func `findings beyond the limit are counted`() {
    var context = CustomerContext.forTests
    context.findingLimit = 25
    let loaded = CustomerFileLoader.load(rows(400), named: "many.csv", context: context)
    #expect(loaded.counts.records == 400 && loaded.counts.rejected == 360)
    let rejects = loaded.findings.filter { $0.severity == .reject }
    #expect(rejects.map(\.record) == Array((1...27).filter { $0 % 10 != 0 }))
    #expect(loaded.findings.filter { $0.severity == .warning && $0.record > 0 }.count == 25)
    let all = CustomerFileLoader.load(rows(400), named: "many.csv", context: .withoutLimit)
    #expect(loaded.counts.unlisted == all.findings.count - loaded.findings.count)
    #expect(loaded.counts.warnings == all.counts.warnings)
    #expect(all.counts.unlisted == 0)
  }

  @Test func `what is listed does not depend on how the file is cut`() {
    // Several pieces of 4 MiB, converted side by side.
    var context = CustomerContext.forTests
    context.findingLimit = 30
    let bytes = rows(40_000)
    #expect(bytes.count > 3 * CSVLimits.chunk)
    let first = CustomerFileLoader.load(bytes, named: "many.csv", context: context)
    for _ in 0..<2 {
      let again = CustomerFileLoader.load(bytes, named: "many.csv", context: context)
      #expect(again.findings == first.findings && again.counts == first.counts)
    }
    #expect(first.findings.count < 70)
    #expect(first.counts.rejected == 36_000)
  }

  @Test func `a file that could not be read to its end is known, however many rows are bad`() {
    var context = CustomerContext.forTests
    context.findingLimit = 5
    var assembly = RosterAssembly(context: context)
    for record in 1...20 {
      assembly.add(CustomerFinding(.reject, file: "a.csv", record: record, line: record, "no name"))
    }
    assembly.add(CustomerFinding(.reject, file: "a.csv", "the file cannot be read"))
    let loaded = assembly.finish()
    #expect(!loaded.isComplete)
    #expect(loaded.counts.unlisted == 15)
  }

  @Test func `every rejected row and its reason is written, through a file without a name`() throws
  {
    var context = CustomerContext.forTests
    context.findingLimit = 10
    let shelf = CellShelf(folders: [folder.path])
    context.shelf = shelf
    let bytes = rows(40_000)
    var twice = bytes + [10]
    // The good ones once more: duplicates are written from where they were kept.
    twice += rows(40_000).split(separator: 10).enumerated().filter {
      $0.offset % 10 == 0 && $0.offset > 0
    }
    .map(\.element).joined(separator: [10])
    let loaded = CustomerFileLoader.load(twice, named: "many.csv", context: context)
    #expect(loaded.counts.rejected == 36_000)
    #expect(loaded.counts.duplicates == 4000)
    #expect(shelf.problem == nil)
    let files = CleanFileWriter(loaded).rejects()
    let lines = String(decoding: files[0].bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 1 + 36_000 + 4000)
    let note = String(repeating: "备", count: 100)
    #expect(lines[1].hasPrefix("K1,N/A,15400000001,k1@@x,周丽萍,\(note)1,"))
    #expect(lines[1].contains("姓名: "))
    #expect(lines.count { $0.contains("DUPLICATE of K") } == 4000)
    let clean = String(decoding: CleanFileWriter(loaded).cleanRecords(), as: UTF8.self)
    #expect(clean.split(separator: "\r\n").count == 1 + 4000)
    #expect(clean.contains("\(note)40000"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `a shelf that cannot be written says so`() {
    var context = CustomerContext.forTests
    let shelf = CellShelf(folders: [folder.path + "/none"])
    context.shelf = shelf
    let loaded = CustomerFileLoader.load(rows(40_000), named: "many.csv", context: context)
    #expect(loaded.counts.rejected == 36_000)
    #expect(shelf.problem?.isEmpty == false)
  }

  @Test func `a column in which every record has a word of its own does not fill the memory`() {
    let lines = (1...3000).map { "K\($0),王\($0),1540\(String(format: "%07d", $0)),,某\($0),备注" }
    let bytes = Array(([Self.header] + lines).joined(separator: "\n").utf8)
    var context = CustomerContext.withoutLimit
    context.knowsReps = true
    context.reps = ["周丽萍": 0]
    let loaded = CustomerFileLoader.load(bytes, named: "reps.csv", context: context)
    #expect(loaded.counts.customers == 3000)
    #expect(loaded.findings.filter { $0.column == "负责人" }.count == 3000)
    #expect(loaded.counts.warnings == 3000)
    context.findingLimit = 50
    let limited = CustomerFileLoader.load(bytes, named: "reps.csv", context: context)
    #expect(limited.findings.filter { $0.column == "负责人" }.count == 50)
    #expect(limited.counts.unlisted == 2950 && limited.counts.warnings == 3000)
  }

  @Test func `namesakes at one number are found in pairs and in crowds`() {
    // Twelve names at one number, each twice: more than stand in a row.
    let lines = (1...24).map { "K\(String(format: "%02d", $0)),王\(($0 - 1) % 12),15400000001,,,备注" }
    let bytes = Array(([Self.header] + lines).joined(separator: "\n").utf8)
    let loaded = CustomerFileLoader.load(bytes, named: "a.csv", context: .forTests)
    #expect(loaded.counts.customers == 12 && loaded.counts.duplicates == 12)
    #expect(loaded.roster.customers.map(\.id.text) == (1...12).map { String(format: "K%02d", $0) })
    #expect(Set(loaded.roster.customers.map(\.household)) == [0])
  }
}

extension CustomerContext {
  /// Lists everything.
  fileprivate static var withoutLimit: CustomerContext {
    var context = CustomerContext.forTests
    context.findingLimit = .max
    return context
  }
}

import CadenceModel
import FifthcallTestSupport
import Testing

@testable import ConfigLoading

/// Duplicates left out while a file is read are those that all of its records together give.
@Suite struct DuplicateSieveTests {
  private static let header = "客户编号,姓名,手机,邮箱,负责人,退订渠道,备注"

  private func bytes(_ rows: [String]) -> [UInt8] {
    Array(([Self.header] + rows).joined(separator: "\n").utf8)
  }

  /// What one assembly makes of rows, and whether it was sure of it.
  private func assembled(_ rows: [String], findsEarly: Bool) throws -> (LoadedRoster, Bool) {
    let context = CustomerContext.forTests
    var assembly = RosterAssembly(context: context, findsEarly: findsEarly)
    try CustomerFileLoader.load(
      CSVFileReader(bytes: bytes(rows)), named: "a.csv", &assembly, context)
    let isCertain = assembly.isCertain()
    return (assembly.finish(), isCertain)
  }

  /// Who stays with what, and which records do not.
  private func told(_ loaded: LoadedRoster) -> [String] {
    let roster = loaded.roster
    let stays = roster.customers.indices.map { index in
      let customer = roster.customers[index]
      return "\(customer.id) \(customer.phone) \(roster.profile(at: index)[.name]) "
        + "\(roster.profile(at: index)[.notes]) \(customer.optedOut) \(customer.household)"
    }
    let leaves = loaded.findings.filter { $0.reason.hasPrefix("DUPLICATE") }.map(\.record)
    return stays + leaves.sorted().map(String.init) + ["\(loaded.counts.duplicates)"]
  }

  /// Few ids, numbers, names and addresses, so that all kinds of chains come up.
  private func rows(_ seed: UInt64) -> [String] {
    var numbers = SeededNumbers(seed: seed)
    func any(_ count: Int) -> Int { Int.random(in: 1...count, using: &numbers) }
    let kinds = any(3) * 2
    return (0..<any(12)).map { _ in
      let phone = any(5) == 1 ? "" : "1540000000\(any(kinds))"
      let email = any(2) == 1 ? "" : "k\(any(kinds))@example.com"
      let shunned = ["", "短信", "邮件", "全部"][any(4) - 1]
      return "K\(any(kinds * 2)),王\(any(2)),\(phone),\(email),周丽萍,\(shunned),\(any(2))"
    }
  }

  @Test func `leaving out on the way gives what all records together give`() throws {
    var (certain, doubtful) = (0, 0)
    for seed in 1...500 as ClosedRange<UInt64> {
      let rows = rows(seed)
      let whole = try assembled(rows, findsEarly: false).0
      let (early, isCertain) = try assembled(rows, findsEarly: true)
      if isCertain {
        #expect(told(early) == told(whole), "seed \(seed): \(rows)")
        certain += early.counts.duplicates
      } else {
        doubtful += 1
      }
      let loaded = CustomerFileLoader.load(bytes(rows), named: "a.csv", context: .forTests)
      #expect(told(loaded) == told(whole), "seed \(seed): \(rows)")
    }
    // Both ways were walked, the second seldom.
    #expect(certain > 500 && doubtful > 3 && doubtful < 200)
  }

  @Test func `a duplicate names who stays at the end, whatever came in between`() {
    let rows = [
      "K3,王一,15400000001,,周丽萍,短信,c", "K2,王一,15400000001,,周丽萍,,b",
      "K2,王一,15400000001,,周丽萍,,other", "K1,王一,15400000001,,周丽萍,,a",
    ]
    let loaded = CustomerFileLoader.load(bytes(rows), named: "a.csv", context: .forTests)
    #expect(loaded.roster.customers.map(\.id.text) == ["K1"])
    #expect(loaded.roster.customers[0].optedOut.contains(.sms), "what any of them refused holds")
    let reasons = loaded.findings.filter { $0.severity == .reject }.map(\.reason)
    #expect(reasons == Array(repeating: "DUPLICATE of K1", count: 3))
  }

  @Test func `the same id with other content is told with the line of who stays`() {
    let rows = ["K1,王一,15400000001,,周丽萍,,a", "K1,王一,15400000001,,周丽萍,,b"]
    for rows in [rows, rows.reversed()] {
      let loaded = CustomerFileLoader.load(bytes(rows), named: "a.csv", context: .forTests)
      let reason = loaded.findings.first { $0.severity == .reject }?.reason ?? ""
      let stays = loaded.roster.profile(at: 0)[.notes]
      let line = 2 + (rows.firstIndex { $0.hasSuffix(stays) } ?? 9)
      #expect(reason == "DUPLICATE of K1: the same id on line \(line), with other content")
    }
  }

  @Test func `texts of those who were replaced are given up`() {
    // Falling ids: each takes the place of the one before, whose note is long.
    let note = String(repeating: "备", count: 1000)
    let rows = (1...20_000).reversed().map { "K\(100_000 + $0),王一,15400000001,,周丽萍,,\(note)\($0)" }
    let loaded = CustomerFileLoader.load(bytes(rows), named: "a.csv", context: .forTests)
    #expect(loaded.counts.customers == 1 && loaded.counts.duplicates == 19_999)
    #expect(loaded.roster.profile(at: 0)[.notes] == note + "1")
    #expect(loaded.roster.profiles.bytes.count < 20 << 20, "of 60 MB")
  }
}

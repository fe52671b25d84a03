import CadenceModel
import CivilTime
import Testing

@testable import ConfigLoading

/// Columns that segments, groups and households are made of.
@Suite struct SegmentColumnTests {
  private static let header = "客户编号,姓名,手机,购买记录,标签,家庭编号,单位,纬度,经度,城市,区县"

  private func load(_ rows: [String], keepsCells: Bool = false) -> LoadedRoster {
    var context = CustomerContext.forTests
    context.shelf = keepsCells ? CellShelf(folders: []) : nil
    let text = ([Self.header] + rows).joined(separator: "\n") + "\n"
    return CustomerFileLoader.load(Array(text.utf8), named: "customers.csv", context: context)
  }

  /// How many warnings there are on a column.
  private func warnings(_ loaded: LoadedRoster, _ column: String) -> Int {
    loaded.findings.count { $0.column == column && $0.severity == .warning }
  }

  private func purchases(_ loaded: LoadedRoster, of index: Int) -> [Purchase] {
    let roster = loaded.roster
    return roster.purchaseRange(roster.customers[index]).map { roster.purchases[$0] }
  }

  @Test func `A1: purchases become numbers, with margin and refund`() throws {
    let cell = "2026-01-02|木门 A|2|1280.5;2026-03-04|锁|1.25|-99|-10;2026-05-06|木门 A|1|￥2,000元|500"
    let loaded = load([
      "K2,李四,,\"\(cell)\",,,,,,,", "K1,张三,,2025-12-31|护墙板|3|7.999|0.5,,,,,,,", "K3,王五,,,,,,,,,",
    ])
    let names = loaded.roster.products
    let second = purchases(loaded, of: 1)
    #expect(second.map(\.amount) == [128_050, -9900, 200_000])
    #expect(second.map(\.margin) == [nil, -1000, 50_000])
    #expect(second.map(\.quantity) == [200, 125, 100])
    #expect(second.map { names[Int($0.product)] } == ["木门 A", "锁", "木门 A"])
    #expect(second.map(\.day.description) == ["2026-01-02", "2026-03-04", "2026-05-06"])
    let first = purchases(loaded, of: 0)
    #expect(
      first == [
        Purchase(
          day: try #require(Day(iso: "2025-12-31")), product: first[0].product, quantity: 300,
          amount: 799, margin: 50)
      ])
    #expect(purchases(loaded, of: 2).isEmpty)
    #expect(warnings(loaded, "购买记录") == 0)
  }

  @Test(arguments: [
    "2026-01-02|木门|1|x", "2026-01-02|木门|1|5|y", "2026-01-02|木门|-1|5", "2026-01-02||1|5",
    "2026-01-02|木门|1|1234567890123", "2099-01-02|木门|1|5",
  ])
  func `a purchase that cannot be is a note and no number`(cell: String) {
    let loaded = load(["K1,张三,,\(cell),,,,,,,"])
    #expect(purchases(loaded, of: 0).isEmpty)
    #expect(loaded.roster.profile(at: 0)[.notes].isEmpty == false)
    #expect(warnings(loaded, "购买记录") == 1)
  }

  @Test func `C1: tags are a set, whatever their order and separator`() {
    let loaded = load([
      "K1,张三,,,VIP；样板房,,,,,,", "K2,李四,,,\"样板房, VIP,VIP\",,,,,,", "K3,王五,,,,,,,,,",
    ])
    let roster = loaded.roster
    #expect(roster.tags(roster.customers[0]) == ["VIP", "样板房"])
    #expect(roster.customers[1].tags == roster.customers[0].tags)
    #expect(roster.tags(roster.customers[2]) == [])
  }

  @Test func `X7: a word, a number and an id join a household, through each other`() {
    let loaded = load([
      "K1,张三,15400000001,,,,,,,,", "K2,李四,15400000001,,,王家,,,,,", "K3,王五,15400000003,,,王家,,,,,",
      "K4,赵六,15400000004,,,K5,,,,,", "K5,钱七,15400000005,,,,,,,,", "K6,孙八,15400000006,,,周家,,,,,",
    ])
    #expect(loaded.roster.customers.map(\.household) == [0, 0, 0, 3, 3, 5])
  }

  @Test func `E4: coordinates give the area, where they are degrees`() {
    let loaded = load([
      "K1,张三,,,,,,28.8951,120.0499,永康,西城", "K2,李四,,,,,,-33.8688,151.2093,悉尼,",
      "K3,王五,,,,,,北纬,120,永康,西城",
    ])
    let areas = loaded.roster.customers.map { loaded.roster.areas[Int($0.area)] }
    #expect(areas == ["28.85 120.00", "-33.90 151.20", "永康 西城"])
    #expect(loaded.roster.profile(at: 0)[.position] == "28.8951,120.0499")
    #expect(warnings(loaded, "纬度") == 1)
  }

  @Test func `what import writes keeps tags, household, employer and coordinates`() {
    let loaded = load(
      ["K1,张三,15400000001,2026-01-02|木门|1|5|2,VIP,张家,木器厂,28.8951,120.0499,永康,西城"],
      keepsCells: true)
    var context = CustomerContext.forTests
    context.shelf = CellShelf(folders: [])
    let clean = CleanFileWriter(loaded).cleanRecords()
    let again = CustomerFileLoader.load(clean, named: "clean.csv", context: context)
    #expect(again.roster.profile(at: 0) == loaded.roster.profile(at: 0))
    #expect(again.roster.profile(at: 0)[.employer] == "木器厂")
    #expect(again.roster.tags(again.roster.customers[0]) == ["VIP"])
    #expect(purchases(again, of: 0) == purchases(loaded, of: 0))
    #expect(String(decoding: clean, as: UTF8.self).contains("张家"))
  }
}

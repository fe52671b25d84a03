import CadenceModel
import CivilTime
import Testing

@testable import ConfigLoading

/// What a customer file says of leap days and of several installations.
@Suite struct DatesOfPeopleTests {
  private static func load(_ header: String, _ row: String) -> LoadedRoster {
    let text = "客户编号,姓名,手机,\(header)\nA1,王芳,15400000001,\(row)\n"
    var context = CustomerContext.forTests
    context.shelf = CellShelf(folders: [])
    return CustomerFileLoader.load(Array(text.utf8), named: "customers.csv", context: context)
  }

  @Test(arguments: [
    ("mar1", "2027-03-01"), ("3月1日", "2027-03-01"), ("--03-01", "2027-03-01"),
    ("1 March", "2027-03-01"), ("feb28", "2027-02-28"), ("2月28日", "2027-02-28"),
    ("", "2027-02-28"),
  ])
  func `a person says on which day a 29 February is kept`(cell: String, kept: String) throws {
    let loaded = Self.load("生日,配偶生日,平年生日", "1984-02-29,--02-29,\(cell)")
    #expect(loaded.findings.filter { $0.severity != .info }.isEmpty)
    let customer = try #require(loaded.roster.customers.first)
    #expect(customer.birthday?.occurrence(inYear: 2027)?.description == kept)
    #expect(customer.birthday?.occurrence(inYear: 2028)?.description == "2028-02-29")
    #expect(customer.family.first?.date.occurrence(inYear: 2027)?.description == kept)
  }

  @Test func `a word that is no such day is told and changes nothing`() throws {
    let loaded = Self.load("生日,feb29", "1984-02-29,sometimes")
    #expect(loaded.findings.contains { $0.severity == .warning && $0.column == "feb29" })
    let birthday = try #require(loaded.roster.customers.first?.birthday)
    #expect(birthday.occurrence(inYear: 2027)?.description == "2027-02-28")
  }

  @Test func `other dates do not care for the leap day's rule`() throws {
    let loaded = Self.load("生日,feb29", "1984-02-28,mar1")
    let birthday = try #require(loaded.roster.customers.first?.birthday)
    #expect(birthday.occurrence(inYear: 2027)?.description == "2027-02-28")
  }

  @Test func `several installations stand in one cell, each with its warranty`() throws {
    let loaded = Self.load(
      "安装产品,安装日期,质保到期", "门 A;门 B;门 C,2024-05-06;2025-03-01；2025-03-01,2026-05-06;;")
    let customer = try #require(loaded.roster.customers.first)
    #expect(customer.installations.map(\.id.text) == ["2024-05-06", "2025-03-01"])
    #expect(customer.installations[0].warrantyUntil?.description == "2026-05-06")
    #expect(customer.installations[1].warrantyUntil == nil)
  }

  @Test(arguments: [
    ("安装日期", "2027-01-05", "lies in the future"),
    ("时区", "Asia/Beijing", "no time zone of that name"),
  ])
  func `a cell that cannot be right is told and the customer kept`(
    header: String, cell: String, words: String
  ) throws {
    let loaded = Self.load(header, cell)
    #expect(loaded.roster.customers.count == 1)
    #expect(loaded.findings.contains { $0.severity == .warning && $0.reason.contains(words) })
  }

  @Test func `one warranty is that of all installations`() throws {
    let loaded = Self.load("安装日期,质保到期", "2024-05-06、2025-03-01,2030-01-01")
    let customer = try #require(loaded.roster.customers.first)
    #expect(customer.installations.map { $0.warrantyUntil?.year } == [2030, 2030])
  }

  @Test func `a bad day in the list costs that day only`() throws {
    let loaded = Self.load("安装日期", "2024-13-06;2025-03-01")
    let customer = try #require(loaded.roster.customers.first)
    #expect(customer.installations.map(\.id.text) == ["2025-03-01"])
    #expect(loaded.findings.contains { $0.reason == "left out: 2024-13-06 does not exist" })
  }

  @Test(arguments: [
    ("2024-05-06", [UInt32.max]), ("2024-05-06;2025-03-01;2024-05-06", [0b101, 0b010]),
    ("2024-13-06;2025-03-01;", [0b010]),
  ])
  func `each day of the list belongs to the products at its places`(
    cell: String, products: [UInt32]
  ) throws {
    let loaded = Self.load("安装产品,安装日期", "门 A;门 B;门 C,\(cell)")
    let customer = try #require(loaded.roster.customers.first)
    #expect(customer.installations.map(\.products) == products)
    let clean = CleanFileWriter(loaded).cleanRecords()
    let again = CustomerFileLoader.load(clean, named: "clean.csv", context: .forTests)
    #expect(again.roster.customers.first?.installations == customer.installations)
  }

  @Test func `clean files keep the leap day's rule and all installations`() throws {
    let loaded = Self.load(
      "生日,平年生日,安装日期,质保到期", "1984-02-29,3月1日,2024-05-06;2025-03-01,2026-05-06;")
    let clean = CleanFileWriter(loaded).cleanRecords()
    let again = CustomerFileLoader.load(clean, named: "clean.csv", context: .forTests)
    let customer = try #require(again.roster.customers.first)
    #expect(customer.birthday?.feb29 == .mar1)
    #expect(customer.installations == loaded.roster.customers.first?.installations)
  }

  @Test func `a record set aside is not also told to have no channel`() {
    let loaded = CustomerFileLoader.load(rows: ["A1,王芳,154000000,,,,"])
    #expect(loaded.findings.map(\.severity).filter { $0 != .info } == [.reject])
  }
}

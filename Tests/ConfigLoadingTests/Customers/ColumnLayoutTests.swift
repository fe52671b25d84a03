import Testing

@testable import ConfigLoading

@Suite struct ColumnLayoutTests {
  @Test(arguments: [
    ("Record ID", CustomerColumn.id), ("姓名", .name), ("hs_timezone", .zone), ("user_id", .rep),
    ("owner_user_id", .rep), ("Date of birth", .birthday), ("next_time", .nextContact),
    ("Unsubscribed from all email", .emailOptOut), ("detail_address", .address), ("tz", .zone),
    ("MOBILE", .mobile), (" 手机号 ", .mobile), ("spouse-birthday", .spouseBirthday),
    ("activity_date_deadline", .nextContact), ("comment", .notes),
  ])
  func `headers of other systems are known`(header: String, column: CustomerColumn) {
    #expect(CustomerColumn.byHeader[CustomerColumn.key(header)] == column)
  }

  @Test func `every column has a name of its own`() {
    let names = CustomerColumn.allCases.map(\.fieldName)
    #expect(Set(names).count == names.count)
    for column in CustomerColumn.allCases {
      #expect(CustomerColumn(fieldName: column.fieldName) == column)
      #expect(CustomerColumn.byHeader[CustomerColumn.key(column.chineseHeader)] == column)
      #expect(CustomerColumn.byHeader[CustomerColumn.key(column.englishHeader)] == column)
    }
  }

  @Test func `the site's own headers go first`() {
    let reading = ColumnLayout.read(
      ["Kunde", "name", "bday"], columns: ["Kunde": .id, "bday": .weddingAnniversary])
    #expect(reading.errors.isEmpty && reading.unknown.isEmpty)
    #expect(reading.layout.field(.id) == 0)
    #expect(reading.layout.field(.weddingAnniversary) == 2)
  }

  @Test func `duplicate and missing headers are errors with a suggestion`() {
    let twice = ColumnLayout.read(["id", "name", "手机", "Mobile"], columns: [:])
    #expect(twice.errors == ["columns 3 (手机) and 4 (Mobile) both hold mobile"])
    let missing = ColumnLayout.read(["客户编好", "姓名", "血型"], columns: [:])
    #expect(
      missing.errors == [
        "no column for the customer's id: did you mean 客户编号 where the header says 客户编好?"
      ])
    #expect(missing.unknown == ["客户编好", "血型"])
    let none = ColumnLayout.read(["id", "colour"], columns: [:])
    #expect(none.errors.count == 1)
  }
}

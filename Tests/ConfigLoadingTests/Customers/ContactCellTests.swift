import CadenceModel
import CivilTime
import Testing

@testable import ConfigLoading

@Suite struct ContactCellTests {
  private static func phone(_ text: String, _ country: String) -> String {
    switch PhoneCell.read(text, country: country) {
    case .empty: "empty"
    case .mobile(let number, nil): "+\(number)"
    case .mobile(let number, .some(let second)): "+\(number) +\(second)"
    case .mixed(let number, let second, let landline, let dropped):
      "+\(number) +\(second ?? 0) landline +\(landline ?? 0), \(dropped) left out"
    case .landline(let number): "landline +\(number)"
    case .refused(let reason): "! \(reason)"
    }
  }

  @Test(arguments: [
    ("15400000003", "CN", "+8615400000003"), ("１５４０００００００３", "CN", "+8615400000003"),
    ("0086-154-0000-0005", "CN", "+8615400000005"), ("86 15400000006", "CN", "+8615400000006"),
    ("(+86)15400000007", "CN", "+8615400000007"), ("15400000009.0", "CN", "+8615400000009"),
    ("'15400000010", "CN", "+8615400000010"),
    ("1.54E+10", "CN", "! digits lost in a spreadsheet's 1.54E+10 notation"),
    ("8.613800138E+12", "CN", "! digits lost in a spreadsheet's 1.54E+10 notation"),
    ("1540000002", "CN", "! 10 digits"), ("不详", "CN", "empty"),
    ("00000000000", "CN", "! the same digit throughout"),
    ("99999999999", "CN", "! the same digit throughout"),
    ("+86 9999-999-9999", "CN", "! the same digit throughout"),
    ("+1 900 555 0123", "US", "! a premium-rate number"),
    ("+86 (0)154 0000 0003", "CN", "+8615400000003"), ("15400000003\t", "CN", "+8615400000003"),
    ("0579-87111111", "CN", "landline +8657987111111"),
    ("(010) 8711 1111", "CN", "landline +861087111111"),
    ("400-800-8888", "CN", "landline +864008008888"),
    ("15400000011/15400000012", "CN", "+8615400000011 +8615400000012"),
    ("0579-87111111;15400000012", "CN", "+8615400000012 +0 landline +8657987111111, 0 left out"),
    ("15400000011/15400000011", "CN", "+8615400000011"),
    ("15400000011/abc", "CN", "+8615400000011 +0 landline +0, 1 left out"),
    (
      "15400000011/15400000012/15400000013", "CN",
      "+8615400000011 +8615400000012 landline +0, 1 left out"
    ),
    ("+1 408 555 0123", "CN", "+14085550123"),
    ("(408) 555-0123", "US", "+14085550123"), ("1-408-555-0123", "US", "+14085550123"),
    ("416.555.0123", "CA", "+14165550123"), ("07700 900123", "GB", "+447700900123"),
    ("+44 (0)7700 900123", "GB", "+447700900123"),
    ("020 7946 0123", "GB", "landline +442079460123"),
    ("088 123 4567", "IE", "+353881234567"), ("0491 570 156", "AU", "+61491570156"),
    ("(02) 5550 1234", "AU", "landline +61255501234"), ("029 900 1234", "NZ", "+64299001234"),
    ("8000 1234", "SG", "+6580001234"), ("6123 4567", "SG", "landline +6561234567"),
    ("5123 4567", "HK", "+85251234567"), ("6612 3456", "MO", "+85366123456"),
    ("0912-345-678", "TW", "+886912345678"), ("02-2345-6789", "TW", "landline +886223456789"),
    ("012-345 6789", "MY", "+60123456789"), ("+4915112345678", "CN", "+4915112345678"),
    ("call me", "CN", "! letters or signs that no number has"), ("12", "CN", "! 2 digits"),
    ("+", "CN", "! no digits"), ("1540000000115400000012", "CN", "! 22 digits"),
  ])
  func `phones become E.164`(text: String, country: String, expected: String) {
    #expect(Self.phone(text, country) == expected)
  }

  @Test(arguments: [
    ("a@example.com", "a@example.com"), ("CUI.JIE＠EXAMPLE．COM", "cui.jie@example.com"),
    ("mailto:a@example.com", "a@example.com"), ("Wang <a@example.com>", "a@example.com"),
    ("tan@example.com;yong@example.com", "tan@example.com yong@example.com"), ("", "empty"),
    ("无", "empty"), ("zhongmin@", "!"), ("a@b", "!"), ("a@@b.c", "!"), ("a b@c.d", "!"),
    ("a@example.com.", "!"), (".a@example.com", "!"), ("a..b@example.com", "!"),
    ("用户@例子.公司", "!"), ("a@-example.com", "!"), ("a@example-.com", "!"),
    ("a@ex-.ample.com", "!"), ("a@1.2.3.4", "!"), ("a@example.123", "!"),
    ("a@ex_ample.com", "!"), ("a@ex-ample.com", "a@ex-ample.com"),
    ("a@\(String(repeating: "b", count: 63)).com", "a@\(String(repeating: "b", count: 63)).com"),
    ("a@\(String(repeating: "b", count: 64)).com", "!"),
    ("b@x.test>\r\nRCPT TO:<evil@x.test", "!"), (String(repeating: "a", count: 65) + "@x.com", "!"),
    ("o'brien@example.com", "o'brien@example.com"),
  ])
  func `mail addresses are strict`(text: String, expected: String) {
    let actual =
      switch MailAddressCell.read(text) {
      case .empty: "empty"
      case .address(let address, nil): address
      case .address(let address, .some(let second)): "\(address) \(second)"
      case .refused: "!"
      }
    #expect(actual == expected)
  }

  @Test(arguments: [
    ("09:00-12:00", "09:00-12:00", false), ("18:30-20:30", "18:30-20:30", false), ("周末", "-", true),
    ("Weekends", "-", true), ("周末下午", "14:00-18:00", true), ("上午", "09:00-12:00", false),
    ("18点后", "18:00-21:00", false), ("9点-11点半", "09:00-11:30", false),
    ("evenings", "17:30-20:00", false),
    ("随时", "-", false), ("18：30～20：30", "18:30-20:30", false),
  ])
  func `times to call`(text: String, window: String, weekend: Bool) {
    let cell = CallTimeCell.read(text)
    #expect((cell.window?.description ?? "-") == window)
    #expect(cell.prefersWeekend == weekend)
    #expect(!cell.isUnclear)
  }

  @Test func `an unknown time to call is said`() {
    #expect(CallTimeCell.read("when the moon is full").isUnclear)
  }

  @Test(arguments: [
    ("2024-05-06|橡木门|3|9840", "2024-05-06|橡木门|3|9840", ""),
    ("2024-05-06|橡木实木门 MX-801|3|￥9,840元", "2024-05-06|橡木实木门 MX-801|3|9840", ""),
    ("2024/5/6|Door|1|$780.00;24.5.6 橡木门3樘 9840", "2024-05-06|Door|1|780.00", "24.5.6 橡木门3樘 9840"),
    ("2024-05-06|Tür|1|1.234,50", "2024-05-06|Tür|1|1234.50", ""),
    ("2024-05-06|Tür|1|980,50 €", "2024-05-06|Tür|1|980.50", ""),
    ("2024-05-06|Door|1|1,234.50", "2024-05-06|Door|1|1234.50", ""),
    ("2024-05-06|Door|1|1,234,567", "2024-05-06|Door|1|1234567", ""),
    ("2024-05-06|Door|1|1.234.567,8", "2024-05-06|Door|1|1234567.8", ""),
    ("2024-05-06|Door|1|1,23,45", "", "2024-05-06|Door|1|1,23,45"),
    ("", "", ""), ("2024-05-06|Door|x|1", "", "2024-05-06|Door|x|1"),
  ])
  func `purchases`(text: String, clean: String, leftover: String) {
    let cell = PurchaseCell.read(text, today: Day(year: 2026, month: 11, day: 22) ?? Day(0))
    #expect(cell.text == clean)
    #expect(cell.leftover == leftover)
  }
}

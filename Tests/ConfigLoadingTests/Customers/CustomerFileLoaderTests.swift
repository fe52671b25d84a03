import CadenceModel
import CivilTime
import Foundation
import Testing

@testable import ConfigLoading

@Suite struct CustomerFileLoaderTests {
  private static func repository(_ path: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: path).path
  }

  @Test(arguments: [
    ("config/customers/sample-zh.csv", 150), ("config/examples/en/customers/sample-en.csv", 120),
  ])
  func `the shipped sample bases load without a warning`(file: String, count: Int) {
    let loaded = CustomerFileLoader.load(
      [Self.repository(file)], context: CustomerContext(today: Day(20_779)))
    #expect(loaded.counts.customers == count)
    #expect(loaded.findings.filter { $0.severity != .info }.map(\.terminalLine) == [])
  }

  @Test func `a Chinese record fills every part of the customer`() throws {
    let loaded = CustomerFileLoader.load(
      [Self.repository("config/customers/sample-zh.csv")],
      context: CustomerContext(today: Day(20_779), isSample: true))
    let index = try #require(loaded.roster.index(of: "KH0000003"))
    let customer = loaded.roster.customers[index]
    let profile = loaded.roster.profile(at: index)
    #expect(profile[.name] == "曾冬梅")
    #expect(profile[.mobile] == "+8615400044017")
    #expect(profile[.email] == "kh3@example.com")
    #expect(profile[.parentNames] == "公公")
    #expect(profile[.purchases] == "2025-02-24|免漆生态门 MQ-106|1|1380")
    #expect(customer.birthday?.description == "1969-01-29")
    #expect(
      customer.family.map { "\($0.relation.occurrencePrefix)\($0.date)" } == ["parent1.L1942-01-07"]
    )
    #expect(customer.stage == .customer && customer.level == .c && customer.gender == .female)
    #expect(customer.installations.map(\.id.text) == ["2025-04-24"])
    #expect(customer.installations.first?.warrantyUntil?.description == "2027-04-24")
    #expect(customer.lastPurchase?.description == "2025-02-24")
    #expect(customer.nextContact?.description == "2026-12-29")
    #expect(
      customer.consented == [
        ChannelSet(.sms), ChannelSet(.call), ChannelSet(.chat), ChannelSet(.email),
      ])
    #expect(loaded.roster.areas[Int(customer.area)] == "成都 武侯区")
    #expect(loaded.roster.sources[Int(customer.source)] == "电话咨询")
    #expect(customer.isSample)
  }

  @Test func `an English record fills region, zone and names`() throws {
    let loaded = CustomerFileLoader.load(
      [Self.repository("config/examples/en/customers/sample-en.csv")],
      context: CustomerContext(today: Day(20_779)))
    let index = try #require(loaded.roster.index(of: "100003"))
    let customer = loaded.roster.customers[index]
    let profile = loaded.roster.profile(at: index)
    #expect(profile[.name] == "Thomas Clarke" && profile[.lastName] == "Clarke")
    #expect(loaded.roster.regions[Int(customer.region)] == "QLD")
    #expect(loaded.roster.zones[Int(customer.zone)] == "Australia/Brisbane")
    #expect(loaded.roster.countries[Int(customer.country)] == "AU")
    #expect(customer.callWindow?.description == "13:00-17:00")
    #expect(profile[.interests] == "fishing;birdwatching")
    #expect(customer.phone == 61_491_570_003)
  }

  @Test func `the n-th birthday belongs to the n-th name`() {
    let text = """
      客户编号,姓名,手机,子女姓名,子女生日
      1,王芳,15400000001,小宝、豆豆、乐乐,2010-01-02、、L2015-03-04
      2,李雷,15400000002,小宝,2010-13-01
      """
    let loaded = CustomerFileLoader.load(Array(text.utf8), named: "c.csv", context: .forTests)
    let family = loaded.roster.customers[0].family
    #expect(family.map { $0.relation.occurrencePrefix } == ["child1.", "child3."])
    #expect(loaded.roster.customers[1].family.isEmpty)
    #expect(loaded.findings.contains { $0.record == 2 && $0.reason.contains("2010-13-01") })
  }

  @Test func `one bad record never stops the others`() {
    let loaded = CustomerFileLoader.load(rows: [
      "1,王芳,15400000001,,,是,", "2,\"lost,15400000002,,,是,", "3,李雷,15400000003,,,是,",
      "4,韩梅,15400000004,,,是,x,y", ",无名,15400000005,,,是,", "6,=1+1,15400000006,,,是,",
    ])
    #expect(loaded.roster.customers.map(\.id.text) == ["1", "3"])
    let rejects = loaded.findings.filter { $0.severity == .reject }
    #expect(rejects.map(\.record) == [2, 4, 5, 6])
    #expect(rejects.map(\.line) == [3, 5, 6, 7])
    #expect(loaded.counts.rejected == 4 && loaded.isComplete)
  }

  @Test func `the order of the rows changes nothing`() {
    var rows = (1...60).map { "K\($0),客户\($0),154000000\($0 % 50 + 10),,,是," }
    rows += ["K7,别人,15400000099,,,否,", "K7,别人,15400000099,,,是,"]
    let first = CustomerFileLoader.load(rows: rows)
    var random = SplitMix(seed: 5)
    for _ in 0..<10 {
      for index in rows.indices.reversed() { rows.swapAt(index, random.below(index + 1)) }
      let other = CustomerFileLoader.load(rows: rows)
      #expect(other.roster.customers.map(\.id) == first.roster.customers.map(\.id))
      #expect(other.roster.customers.map(\.phone) == first.roster.customers.map(\.phone))
      #expect(other.roster.customers.map(\.household) == first.roster.customers.map(\.household))
      #expect(
        other.roster.customers.indices.map { other.roster.profile(at: $0)[.name] }
          == first.roster.customers.indices.map { first.roster.profile(at: $0)[.name] })
    }
  }

  @Test func `the same address and name is one customer, and its opt-out is kept`() {
    let text = """
      客户编号,姓名,电子邮箱,退订渠道
      2,王芳,a@example.com,短信
      1,王芳,A@EXAMPLE.COM,
      3,李雷,a@example.com,
      """
    let loaded = CustomerFileLoader.load(Array(text.utf8), named: "c.csv", context: .forTests)
    #expect(loaded.roster.customers.map(\.id.text) == ["1", "3"])
    #expect(loaded.roster.customers[0].optedOut == ChannelSet(.sms))
    #expect(loaded.counts.duplicates == 1)
    #expect(loaded.findings.contains { $0.record == 3 && $0.reason.hasPrefix("shared e-mail") })
  }

  @Test func `ids are unique across files`() {
    let text = Array("客户编号,姓名,手机\n1,王芳,15400000001\n".utf8)
    let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = ["a.csv", "b.csv"].map { folder.appending(path: $0) }
    for path in paths { try? Data(text).write(to: path) }
    let loaded = CustomerFileLoader.load(paths.map(\.path), context: .forTests)
    #expect(loaded.counts.customers == 1 && loaded.counts.duplicates == 1)
    #expect(loaded.findings.last?.file == paths[1].path)
  }

  @Test func `placeholder birthdays of a database are left out with one warning`() {
    var rows = (1...100).map { "K\($0),客户\($0),154000\(10000 + $0),,1985-03-12,是," }
    rows += (101...104).map { "K\($0),客户\($0),154000\(10000 + $0),,1970-01-01,是," }
    let loaded = CustomerFileLoader.load(rows: rows)
    #expect(loaded.roster.customers.count { $0.birthday == nil } == 4)
    #expect(loaded.findings.count { $0.reason.contains("1970-01-01") } == 1)
    let few = CustomerFileLoader.load(rows: ["1,王芳,15400000001,,1970-01-01,是,"])
    #expect(few.roster.customers[0].birthday != nil)
  }

  @Test func `an unknown owner goes to the default rep with one warning`() {
    let text = "客户编号,姓名,手机,负责人\n1,王芳,15400000001,毛志强\n2,李雷,15400000002,谁\n3,韩梅,15400000003,谁\n"
    var context = CustomerContext(
      today: Day(20_779), reps: ["毛志强": 1, "周丽萍": 0], defaultRep: 2)
    context.isKnownZone = { _ in true }
    let loaded = CustomerFileLoader.load(Array(text.utf8), named: "c.csv", context: context)
    #expect(loaded.roster.customers.map(\.rep) == [1, 2, 2])
    let warnings = loaded.findings.filter { $0.severity == .warning }
    #expect(warnings.count == 1)
    #expect(warnings.first?.reason.hasSuffix("(2 records)") == true)
  }

  @Test func `row 80: a rep's own number and address are left out and told`() throws {
    var context = CustomerContext.forTests
    context.repAddresses = ["mao@example.com"]
    context.repNumbers = [8_615_400_000_009]
    let loaded = CustomerFileLoader.load(
      rows: [
        "1,王芳,15400000009/15400000002,MAO@example.com,,是,", "2,李雷,15400000003,li@example.com,,是,",
      ], context)
    #expect(loaded.roster.profile(at: 0)[.mobile] == "+8615400000002")
    #expect(loaded.roster.profile(at: 0)[.email] == "")
    #expect(loaded.roster.profile(at: 1)[.email] == "li@example.com")
    let told = loaded.findings.filter { $0.severity == .warning }
    #expect(told.map(\.record) == [1, 1])
    #expect(told.allSatisfy { $0.reason.contains("a rep's own") })
  }

  @Test func `row 80: the address of a role is kept and told once for each role`() {
    let loaded = CustomerFileLoader.load(
      rows: [
        "1,王芳,15400000001,info@a.example.com,,是,", "2,李雷,15400000002,Info@b.example.com,,是,",
        "3,韩梅,15400000003,sales@example.com,,是,", "4,赵云,15400000004,infos@example.com,,是,",
      ])
    let told = loaded.findings.filter { $0.severity == .warning }.map(\.reason)
    #expect(told.count == 2)
    #expect(told.first?.hasPrefix("info@ is a role's address") == true)
    #expect(told.first?.hasSuffix("(2 records)") == true)
    #expect(loaded.roster.profile(at: 0)[.email] == "info@a.example.com")
  }

  @Test func `row 41: a file in Big5 is refused and says how it was read`() {
    // 客戶編號,姓名,手機 and a record, as Python's big5 codec writes them.
    let header: [UInt8] = [
      0xAB, 0xC8, 0xA4, 0xE1, 0xBD, 0x73, 0xB8, 0xB9, 0x2C, 0xA9, 0x6D, 0xA6, 0x57, 0x2C, 0xA4,
      0xE2, 0xBE, 0xF7, 0x0A,
    ]
    let bytes = header + Array("1,".utf8) + [0xA4, 0xFD] + Array(",15400000001\n".utf8)
    let loaded = CustomerFileLoader.load(bytes, named: "big5.csv", context: .forTests)
    #expect(loaded.roster.customers.isEmpty)
    #expect(!loaded.isComplete)
    #expect(loaded.findings.contains { $0.reason.contains("read as GB18030") })
  }

  /// Names under an English header, as Python's codecs write them: they are valid GB18030, and only
  /// what they would say there gives them away.
  @Test(arguments: [
    ("big5", [0xB3, 0xAF, 0xA4, 0x70, 0xA9, 0xFA, 0xB3, 0x5C] as [UInt8]),
    ("shift_jis", [0x93, 0x63, 0x92, 0x86, 0x91, 0xBE, 0x98, 0x59]),
  ])
  func `row 41: foreign names under a plain header are not taken for Chinese`(
    encoding: String, name: [UInt8]
  ) {
    var bytes = Array("Record ID,Full Name,Mobile Phone Number\n".utf8)
    for record in 1...3 { bytes += Array("\(record),".utf8) + name + Array(",\n".utf8) }
    let loaded = CustomerFileLoader.load(bytes, named: encoding, context: .forTests)
    #expect(loaded.roster.customers.isEmpty)
    #expect(!loaded.isComplete)
    #expect(loaded.findings.contains { $0.reason.contains("another encoding") })
  }

  @Test func `row 41: rare, traditional and four-byte characters are still Chinese`() throws {
    // 喆, 堃, 張, 陳, 國 in GBK, and 𠮷 in four bytes, as Python's gb18030 codec writes them.
    let names: [[UInt8]] = [
      [0x86, 0xB4], [0x88, 0xD2], [0x8F, 0x88], [0xEA, 0x90], [0x87, 0xF8],
      [0x95, 0x34, 0xB2, 0x35],
    ]
    var bytes = Array("Record ID,Full Name,Mobile Phone Number\n".utf8)
    for (record, name) in names.enumerated() {
      bytes += Array("\(record),".utf8) + name + [0xCE, 0xB0] + Array(",\n".utf8)
    }
    let loaded = CustomerFileLoader.load(bytes, named: "gbk.csv", context: .forTests)
    let read = loaded.roster.customers.indices.map { loaded.roster.profile(at: $0)[.name] }
    #expect(read == ["喆伟", "堃伟", "張伟", "陳伟", "國伟", "𠮷伟"])
  }

  @Test func `row 50: a file without a header shows no customer in its findings`() {
    let loaded = CustomerFileLoader.load(
      Array("C001,Raj Thompson,+14085550001\nC002,Mei Patel,+14085550002\n".utf8),
      named: "c.csv", context: .forTests)
    let lines = loaded.findings.map(\.logLine)
    #expect(lines.contains { $0.contains("the first line is no header") })
    #expect(!lines.contains { $0.contains("Raj") || $0.contains("4085550001") })
  }

  @Test func `row 50: a header that is nearly one is told which it may be`() {
    let loaded = CustomerFileLoader.load(
      Array("Record ID,Full Name,Mobile Phnoe Number\n1,Ann Lee,+14085550001\n".utf8),
      named: "c.csv", context: .forTests)
    #expect(loaded.findings.contains { $0.reason.hasSuffix("did you mean Mobile Phone Number?") })
  }

  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}"])
  func `row 54: a line break of any kind in a name refuses the record`(mark: String) {
    let loaded = CustomerFileLoader.load(rows: ["1,王\(mark)Bcc: x,15400000001,,,是,"])
    #expect(loaded.roster.customers.isEmpty)
    #expect(loaded.findings.contains { $0.reason == "line break in name" })
  }

  @Test(arguments: ["—", "👍", "……", "佚名", "同上", "＊＊"])
  func `row 57: no letter or a placeholder is no name`(name: String) {
    let loaded = CustomerFileLoader.load(rows: ["1,\(name),15400000001,,,是,"])
    #expect(loaded.roster.customers.isEmpty)
    #expect(loaded.counts.rejected == 1)
  }

  @Test func `row 45: what a wrong program made of two damaged characters is told`() {
    let loaded = CustomerFileLoader.load(rows: ["1,锟斤拷,15400000001,,,是,"])
    #expect(loaded.findings.contains { $0.severity == .warning && $0.reason.contains("锟斤拷") })
  }

  @Test func `row 76: a part of a phone cell that is left out is told`() {
    let loaded = CustomerFileLoader.load(rows: ["1,王芳,15400000011/abc,,,是,"])
    #expect(loaded.roster.customers.count == 1)
    #expect(loaded.findings.contains { $0.reason.contains("a part of it is left out") })
  }

  @Test func `row 80: an address made to be thrown away is kept and told`() {
    let loaded = CustomerFileLoader.load(rows: ["1,王芳,,x@mailinator.com,,是,"])
    #expect(loaded.roster.customers.count == 1)
    #expect(loaded.findings.contains { $0.reason.contains("thrown away") })
  }

  @Test(arguments: [
    "{{7*7}}", "${jndi:ldap://x}", "<script>", "%s%n", "𠮷㐂𬭎", "Zoë",
    String(repeating: "王", count: 80),
    "O'Brien-Öztürk",
  ])
  func `a strange name is kept as it is written and never read as anything else`(name: String) {
    let loaded = CustomerFileLoader.load(rows: ["1,\(name),15400000001,,,是,"])
    #expect(loaded.roster.profile(at: 0)[.name] == name)
  }

  @Test func `ids that look like formulas or paths stay texts`() {
    let ids = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM", "../../etc", "010", "0x1F"]
    let loaded = CustomerFileLoader.load(
      rows: ids.enumerated().map { "\"\($1)\",王芳,1540000000\($0),,,是," })
    #expect(Set(loaded.roster.customers.map(\.id.text)) == Set(ids))
  }

  @Test(arguments: ["王\n芳", "王\r\n芳", "王\rBcc: x@example.com"])
  func `a line break in a name refuses the record`(name: String) {
    let loaded = CustomerFileLoader.load(rows: ["1,\"\(name)\",15400000001,,,是,"])
    #expect(loaded.counts.rejected == 1)
    #expect(loaded.findings.contains { $0.reason == "line break in name" })
  }

  @Test func `a damaged character is told and the same file again changes nothing`() {
    let rows = ["1,王\u{FFFD},15400000001,,,是,", "2,李雷,15400000002,,,是,"]
    let loaded = CustomerFileLoader.load(rows: rows)
    #expect(loaded.findings.contains { $0.reason.contains("U+FFFD") && $0.severity == .warning })
    let twice = CustomerFileLoader.load(rows: rows + rows)
    #expect(twice.roster.customers.map(\.id) == loaded.roster.customers.map(\.id))
    #expect(twice.counts.duplicates == 2)
  }

  @Test func `control characters and direction marks go, with a warning`() {
    let loaded = CustomerFileLoader.load(rows: [
      "1,王\u{202E}芳,15400000001,,,是,a\u{0}b\u{1B}[31m", "2,e\u{301}va,15400000002,,,是,",
    ])
    #expect(loaded.roster.profile(at: 0)[.name] == "王芳")
    #expect(loaded.roster.profile(at: 0)[.notes] == "ab[31m")
    #expect(loaded.roster.profile(at: 1)[.name].unicodeScalars.map(\.value) == [0xE9, 0x76, 0x61])
    #expect(loaded.findings.count { $0.severity == .warning } == 2)
  }

  @Test(arguments: [
    "", "NULL", "测试", "先生", "N/A", "#N/A", "-", "?", "（空）", "Test User", "123", "15400000001",
    ". .",
    "\u{200B}", "e" + String(repeating: "\u{301}", count: 1000), String(repeating: "王", count: 81),
  ])
  func `a placeholder or a name without end is no name`(name: String) {
    let loaded = CustomerFileLoader.load(rows: ["1,\(name),15400000001,,,是,"])
    #expect(loaded.counts.rejected == 1)
  }

  @Test func `a mutated file never crashes and every record is accounted for`() throws {
    let rounds = Int(ProcessInfo.processInfo.environment["FIFTHCALL_FUZZ"] ?? "") ?? 150
    var random = SplitMix(seed: 99)
    let originals = try DirtyFileTests.files.map { name in
      [UInt8](try Data(contentsOf: URL(filePath: DirtyFileTests.path(name))))
    }
    for round in 0..<rounds {
      var bytes = originals[round % 2]
      for _ in 0..<(1 + random.below(12)) where !bytes.isEmpty {
        let position = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[position] = UInt8(random.below(256))
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(random.pick([0x22, 0x2C, 0x0A, 0x0D, 0, 0xFF, 0x81]), at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + random.below(40)))
        default:
          bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 30)], at: position)
        }
      }
      let loaded = CustomerFileLoader.load(bytes, named: "fuzz.csv", context: .forTests)
      let counts = loaded.counts
      #expect(counts.records == counts.customers + counts.rejected + counts.duplicates)
    }
  }
}

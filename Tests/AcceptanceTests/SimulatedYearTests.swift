import FifthcallTestSupport
import Foundation
import Testing

/// Row T6 of the goals: what a simulated year of mixed customers never shows.
///
/// Takes minutes, so it runs only with `FIFTHCALL_LONG=1`.
@Suite(.fewAtATime, .enabled(if: ProcessInfo.processInfo.environment["FIFTHCALL_LONG"] == "1"))
struct SimulatedYearTests {
  private static let days = 365
  private static let from = "2026-01-02"
  private static let header =
    "客户编号,姓名,称呼,性别,手机,电子邮箱,城市,负责人,客户级别,客户阶段,生日,结婚纪念日,配偶姓名,配偶生日,"
    + "安装产品,安装日期,同意短信,同意邮件"

  /// Three hundred customers: all stages, lunar and solar birthdays, families, installations, some
  /// without consent, some who share a telephone.
  private static func line(_ number: Int) -> String {
    let digits = String(format: "%04d", number)
    let stages = ["成交客户", "老客户", "意向客户", "潜在客户", "成交客户", "商机客户"]
    let month = 1 + number * 7 % 12
    let day = 1 + number * 11 % 28
    let birthday =
      number % 3 == 0
      ? String(format: "L19%02d-%02d-%02d", 40 + number % 60, month, day)
      : String(format: "19%02d-%02d-%02d", 40 + number % 60, month, day)
    let phone = number % 37 == 0 ? number - 1 : number
    let fields = [
      "T\(digits)", "王\(digits)", "王女士", "女", String(format: "1540001%04d", phone),
      number % 2 == 0 ? "k\(digits)@example.com" : "", "永康", ["周丽萍", "毛志强"][number % 2],
      number % 5 == 0 ? "A" : "", stages[number % stages.count], number % 9 == 0 ? "" : birthday,
      number % 4 == 0 ? String(format: "2010-%02d-%02d", day % 12 + 1, month) : "",
      number % 4 == 0 ? "李\(digits)" : "",
      number % 4 == 0 ? String(format: "1975-%02d-%02d", day % 12 + 1, day) : "",
      number % 3 == 0 ? "防盗门" : "",
      number % 3 == 0 ? String(format: "2024-%02d-%02d", month, day) : "",
      number % 8 == 0 ? "否" : "是", number % 7 == 0 ? "否" : "是",
    ]
    return fields.joined(separator: ",")
  }

  /// One machine message to a customer as the journal tells it.
  private struct Sent {
    var touch: String
    var customer: String
    var cadence: String
    var day: String
    var text: String
    var counts: Bool
    var crossed: String
  }

  private static func site() throws -> TestSite {
    let site = try TestSite(customers: ["x"])
    let file = site.home.appendingPathComponent("config/customers/customers.csv")
    let text = ([header] + (1...300).map(line)).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: file)
    return site
  }

  @Test func `a simulated year keeps every rule of tact`() throws {
    let site = try Self.site()
    let world = try SimulatedWorld(site, "out", ["--from", Self.from, "--days", "\(Self.days)"])
    let trails = TouchTrail.read(try world.journal())
    let sent = try Self.sent(trails)
    #expect(sent.count > 100)
    try checkIntents(world, trails)
    checkWindows(sent)
    try checkHolidays(site, sent)
    try checkCaps(site, sent)
    try checkTexts(world, sent)
    try checkBirthdays(site, world, trails)
    #expect(try site.program.run("journal", "verify", "--state", "out").code == 0)
  }

  private static func sent(_ trails: [String: TouchTrail]) throws -> [Sent] {
    try trails.compactMap { touch, trail in
      guard let intent = trail.intent, let crossed = trail.crossed.first,
        !touch.hasPrefix("rep%3A"), !touch.hasPrefix("house%3A")
      else { return nil }
      let parts = touch.split(separator: "/").map(String.init)
      try #require(parts.count == 4)
      return Sent(
        touch: touch, customer: parts[0], cadence: parts[1], day: intent["day"] as? String ?? "",
        text: "\(intent["template"] ?? "") \(intent["variant"] ?? "") \(intent["channel"] ?? "")",
        counts: intent["caps"] as? Bool ?? true, crossed: crossed)
    }
  }

  /// Every message has its intent and one point of no return, and stands in the outbox once.
  private func checkIntents(_ world: SimulatedWorld, _ trails: [String: TouchTrail]) throws {
    for (touch, copies) in try world.messages() {
      #expect(copies.count == 1, "\(touch)")
      #expect(trails[touch]?.intent != nil, "\(touch) has no intent")
      #expect(trails[touch]?.crossed.count == 1, "\(touch) has no cross")
      #expect(trails[touch]?.results == ["accepted"], "\(touch): \(trails[touch]?.results ?? [])")
    }
  }

  /// 09:30–11:30 and 14:00–19:30 in China.
  private func checkWindows(_ sent: [Sent]) {
    for message in sent {
      let time = message.crossed.split(separator: "T").last.map { $0.prefix(5) } ?? ""
      let utc = time.split(separator: ":").compactMap { Int($0) }
      guard utc.count == 2 else { continue }
      let minute = (utc[0] * 60 + utc[1] + 480) % 1440
      #expect(
        (570...690).contains(minute) || (840...1170).contains(minute),
        "\(message.touch) at \(message.crossed)")
    }
  }

  /// No greeting on a public holiday or within two days of one.
  private func checkHolidays(_ site: TestSite, _ sent: [Sent]) throws {
    let rows = try site.program.run(
      "calendar", "--country", "CN", "--from", "2025-12-25", "--to", "2027-01-10",
      "--format", "json"
    ).objects()
    var blocked: Set<Int> = []
    for row in rows where (row["holidays"] as? [String])?.isEmpty == false {
      guard let day = Self.number(row["day"] as? String ?? "") else { continue }
      blocked.formUnion(day - 2...day + 2)
    }
    #expect(blocked.count > 30)
    for message in sent where message.cadence == "greeting" {
      let day = try #require(Self.number(message.day))
      #expect(!blocked.contains(day), "\(message.touch) on \(message.day)")
    }
    #expect(sent.contains { $0.cadence == "greeting" })
  }

  /// At most one message a day; what the caps bind, at most one in 7 days and three in 30.
  private func checkCaps(_ site: TestSite, _ sent: [Sent]) throws {
    let unbound = try Self.unboundCadences(site)
    for (customer, messages) in Dictionary(grouping: sent, by: \.customer) {
      let days = try messages.map { message in
        (message: message, day: try #require(Self.number(message.day)))
      }
      for (message, day) in days {
        #expect(days.count { $0.day == day } == 1, "\(customer) on \(message.day)")
        guard !unbound.contains(message.cadence) else { continue }
        let counted = days.filter { $0.message.counts && $0.message.touch != message.touch }
        #expect(
          !counted.contains { (day - 6...day).contains($0.day) },
          "\(message.touch) within 7 days of another")
        #expect(
          counted.count { (day - 29...day).contains($0.day) } <= 2,
          "\(message.touch) is a fourth in 30 days")
      }
    }
  }

  /// Anniversaries and visits are not bound by the caps unless their file says so.
  private static func unboundCadences(_ site: TestSite) throws -> Set<String> {
    let folder = site.home.appendingPathComponent("config/cadences")
    var names: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let isFree = text.contains("kind: anniversary") || text.contains("kind: maintenance")
      if isFree && !text.contains("bound_by_caps: true") { names.insert("\(file.dropLast(5))") }
    }
    return names
  }

  /// No text goes to a customer twice.
  private func checkTexts(_ world: SimulatedWorld, _ sent: [Sent]) throws {
    var seen: Set<String> = []
    for message in sent {
      #expect(seen.insert("\(message.customer) \(message.text)").inserted, "\(message.touch)")
    }
    var lines: Set<String> = []
    for message in try world.outbox() where !message.isHouse && !message.text.isEmpty {
      #expect(lines.insert("\(message.customer) \(message.text)").inserted, "\(message.touch)")
    }
  }

  /// Every birthday that an untouched plan has was kept on its day, or the journal says why not.
  private func checkBirthdays(
    _ site: TestSite, _ world: SimulatedWorld, _ trails: [String: TouchTrail]
  ) throws {
    let plan = try site.program.run(
      "plan", "--from", Self.from, "--days", "\(Self.days)", "--cadence", "birthday", "--format",
      "json", "--state", "nothing"
    ).objects().filter { $0["action"] as? String == "send" }
    #expect(plan.count > 50)
    let spoke = Set(
      try world.journal().filter { line in
        ["opt-out", "deceased", "bereaved", "complaint"].contains(line["kind"] as? String ?? "")
      }.compactMap { $0["customer"] as? String })
    var kept = 0
    for row in plan {
      let touch = row["touch"] as? String ?? ""
      let trail = trails[touch]
      if let intent = trail?.intent, trail?.results == ["accepted"] {
        #expect(intent["day"] as? String == row["day"] as? String, "\(touch)")
        kept += 1
      } else {
        let isExplained = trail?.reasons.isEmpty == false
        let customer = row["customer"] as? String ?? ""
        #expect(isExplained || spoke.contains(customer), "\(touch) on \(row["day"] ?? "")")
      }
    }
    #expect(kept > plan.count * 8 / 10)
  }

  /// Days since 1970 of `YYYY-MM-DD`.
  private static func number(_ day: String) -> Int? {
    guard let date = try? Date.ISO8601FormatStyle().year().month().day().parse(day) else {
      return nil
    }
    return Int(date.timeIntervalSince1970 / 86_400)
  }
}

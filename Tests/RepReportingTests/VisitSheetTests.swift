import CadenceModel
import CadencePlanning
import CivilTime
import RepReporting
import Testing

/// The profile sheet that a visit task brings along.
@Suite struct VisitSheetTests {
  private func sheet(_ change: (inout DigestSample) -> Void = { _ in }) throws -> VisitSheet {
    var sample = DigestSample.chinese()
    change(&sample)
    let digest = try DailyDigest.make(sample.input("mao", "2026-11-23")).get()
    return try #require(digest.visits.first?.sheet)
  }

  /// Index of the customer whose visit the sample plans.
  private static let door: Int32 = 5

  @Test func `E5: a visit task brings who lives there, what was bought, found and given`() throws {
    let sheet = try sheet()
    #expect(sheet.age == 57, "turns 58 on 3 December")
    #expect(sheet.family.map(\.name) == ["周强", "周小禾"])
    #expect(sheet.family.map(\.age) == [nil, 8])
    #expect(sheet.interests == ["广场舞", "养花"])
    #expect(sheet.things.map(\.product) == ["实木复合门 SF-02x3"])
    #expect(sheet.things.first?.warrantyUntil == DigestSample.day("2028-05-19"))
    #expect(sheet.purchases.map(\.product) == ["实木复合门 SF-02"])
    #expect(sheet.lastVisit?.usage == "厨房门开关最多" && sheet.lastVisit?.condition == .worn)
    #expect(sheet.lastVisit?.satisfaction == Satisfaction(perceived: 3, expected: 4))
    #expect(sheet.need?.need == .some && sheet.need?.words == "想给书房也换一扇")
    #expect(sheet.gifts.map(\.what) == ["一盆兰花"])
    #expect(sheet.open.map(\.kind) == [.call] && sheet.open.first?.by?.day.day == 24)
    #expect(sheet.shunned == [.sms] && sheet.unwanted.map(\.title) == ["节日卡片"])
    #expect(sheet.dead.map(\.relation) == [.parent(1)])
    #expect(sheet.notes == "门铃坏了，敲门")
  }

  @Test func `E5: only visits bring a sheet, and an unknown customer's is short`() throws {
    let input = DigestSample.chinese().input("mao", "2026-11-23")
    let digest = try DailyDigest.make(input).get()
    for task in digest.tasks { #expect((task.sheet != nil) == (task.channel == .visit)) }
    var sample = DigestSample.chinese()
    let unknown = sample.add("KH0000999", [.name: "新人"]) { $0.birthday = nil }
    sample.plan(
      unknown, "maintenance", .visit,
      .maintenance(installed: DigestSample.day("2026-05-20"), which: 1, number: 1), "2026-11-23",
      "16:00")
    let later = try DailyDigest.make(sample.input("mao", "2026-11-23")).get()
    let found = try #require(later.tasks.first { $0.customer == Int(unknown) }?.sheet)
    #expect(found == VisitSheet())
  }

  @Test func `E5: a complaint is open until resolved, by name or the oldest first`() throws {
    func open(_ more: [(String, FactDetail, String?)]) throws -> [String] {
      try sheet { sample in
        for (at, detail, occurrence) in more {
          sample.record(Self.door, at, detail, texts: ["about": at]) { fact in
            fact.touch = occurrence.map {
              TouchID(customer: fact.customer, cadence: "complaint", occurrence: $0, step: 1)
            }
          }
        }
      }.open.filter { $0.kind == .complaint }.map(\.about)
    }
    let first = ("2026-11-10T10:00:00+08:00", FactDetail.complaint(promise: nil), String?.none)
    let second = ("2026-11-10T11:00:00+08:00", FactDetail.complaint(promise: nil), String?.none)
    let end = "2026-11-12T10:00:00+08:00"
    #expect(try open([first, second]).count == 2)
    #expect(try open([first, second, (end, .resolved(nil), nil)]) == [second.0])
    let named = "complaint-2026-11-10.2"
    #expect(try open([first, second, (end, .resolved(nil), named)]) == [first.0])
  }

  @Test func `E5: a promise is open until it is said to be kept; a call alone does not end it`()
    throws
  {
    func promises(_ at: String, _ detail: FactDetail, _ occurrence: String?) throws -> Int {
      try sheet { sample in
        sample.record(Self.door, at, detail) { fact in
          fact.touch = occurrence.map {
            TouchID(customer: fact.customer, cadence: "promise", occurrence: $0, step: 1)
          }
        }
      }.open.count
    }
    let at = "2026-11-20T10:00:00+08:00"
    #expect(try promises(at, .kept, "call-2026-11-18") == 0)
    #expect(try promises(at, .kept, "call-2026-11-17") == 1, "another one")
    #expect(try promises(at, DigestSample.call(.reached), nil) == 1)
    let due = "2026-11-24T10:00:00+08:00"
    #expect(try promises(due, DigestSample.call(.reached), nil) == 1, "its ladder goes on, too")
  }
}

import CadenceModel
import CivilTime
import Testing

private let festivals = [
  Festival(name: "spring-festival", rule: .lunarNewYearsEve),
  Festival(name: "mid-autumn", rule: .lunarNewYearsEve),
]

@Suite struct TouchIdentityTests {
  @Test(arguments: [
    "KH0000003/birthday/2026/1", "KH0000003/birthday/child2.L2026/1",
    "A%2F1/follow-up/inquiry-2026-11-03.2/5", "%E5%BC%A0/x/y/12",
  ])
  func `a touch id reads back as it was written`(_ text: String) throws {
    let touch = try #require(TouchID(text: text))
    #expect(touch.description == text)
    #expect(TouchID(text: touch.description) == touch)
  }

  @Test(arguments: [
    "", "a/b/c", "a/b/c/0", "a/b/c/x", "a//c/1", "%4/b/c/1", "%FF/b/c/1", "a/b/c/1/2",
  ])
  func `a text that is no touch id is refused`(_ text: String) {
    #expect(TouchID(text: text) == nil)
  }

  @Test func `the parts are percent-encoded, so that a slash in an id stays in its part`() {
    let touch = TouchID(customer: "A/1 张", cadence: "birthday", occurrence: "2026", step: 1)
    #expect(touch.description == "A%2F1%20%E5%BC%A0/birthday/2026/1")
  }

  @Test func `every occurrence reads back from its text`() throws {
    let day = try #require(Day(iso: "2026-11-03"))
    let ladder = CadenceTrigger.ladder(LadderRule(opens: [.inquiry], endedBy: []))
    let visits = CadenceTrigger.maintenance(
      MaintenanceRule(first: .months(6), every: .months(12), daysBefore: 1, daysAfter: 1))
    let cases: [(Occurrence, CadenceTrigger, String)] = [
      (.kept(.customer, year: 2026, isLunar: false), .anniversary(.init(date: .birthday)), "2026"),
      (.kept(.couple, year: 2026, isLunar: true), .anniversary(.init(date: .wedding)), "L2026"),
      (
        .kept(.parent(1), year: 2027, isLunar: true), .anniversary(.init(date: .birthday)),
        "parent1.L2027"
      ),
      (
        .kept(.child(12), year: 2027, isLunar: false), .anniversary(.init(date: .birthday)),
        "child12.2027"
      ),
      (.greeting(year: 2026, number: 3), .greeting(GreetingRule(perYear: 3)), "2026-3"),
      (.opening(.inquiry, day: day, number: 1), ladder, "inquiry-2026-11-03"),
      (.opening(.offer, day: day, number: 2), ladder, "offer-2026-11-03.2"),
      (.stage(.repeatCustomer, day: day), ladder, "repeat-customer-2026-11-03"),
      (.maintenance(installed: day, which: 1, number: 4), visits, "2026-11-03.4"),
      (.maintenance(installed: day, which: 2, number: 4), visits, "2026-11-03.2.4"),
      (.festival(1, year: 2027), .festival(FestivalRule(festivals: [])), "mid-autumn-2027"),
    ]
    for (occurrence, trigger, text) in cases {
      #expect(occurrence.text(festivals: festivals) == text)
      #expect(Occurrence(text: text, trigger: trigger, festivals: festivals) == occurrence)
    }
  }

  @Test(arguments: [
    "", "x", "2026", "2026-", "2026-300", "mid-autumn", "gone-2027", "inquiry-2026-13-03",
  ])
  func `a text of another kind is no occurrence`(_ text: String) {
    let rule = CadenceTrigger.greeting(GreetingRule(perYear: 3))
    #expect(Occurrence(text: text, trigger: rule, festivals: festivals) == nil)
    let festival = CadenceTrigger.festival(FestivalRule(festivals: []))
    #expect(Occurrence(text: text, trigger: festival, festivals: festivals) == nil)
  }

  @Test(arguments: [("9840", 984000), ("9840.5", 984050), ("-1.05", -105), ("0.07", 7)])
  func `an amount is read in hundredths`(_ text: String, _ hundredths: Int64) {
    #expect(Amount(text)?.hundredths == hundredths)
  }

  @Test(arguments: ["", "1.234", "1,5", "abc", "--5"])
  func `what is no amount is refused`(_ text: String) {
    #expect(Amount(text) == nil)
  }
}

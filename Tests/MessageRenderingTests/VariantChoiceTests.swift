import CadenceModel
import CivilTime
import MessageRendering
import Testing

struct VariantChoiceTests {
  @Test func `no text returns before all were used and 24 months have passed`() throws {
    let variants = try ["a", "b", "c", "d"].map { try template("Hi", variant: $0) }
    var used: [TextUse] = []
    var day = try #require(Day(iso: "2026-01-10"))
    for round in 0..<40 {
      let choice = VariantChoice.choose(
        among: variants, used: used, today: day, touch: "K1/greeting/\(round)/1")
      switch choice {
      case .text(let template):
        let id = template.identity.textID
        let before = used.last { $0.textID == id }
        #expect(before.map { $0.day.adding(months: 24) <= day } ?? true)
        #expect(before == nil || Set(used.map(\.textID)).count == 4)
        used.append(TextUse(textID: id, day: day))
      case .noFreshText(let until):
        #expect(used.count >= 4)
        #expect(try #require(until) > day)
      }
      day = day.adding(months: 3)
    }
    // Four texts in 24 months, over ten years: five rounds.
    #expect(used.count == 20)
  }

  @Test func `the choice depends on the touch, not on the order of the files`() throws {
    let variants = try ["a", "b", "c", "d"].map { try template("Hi", variant: $0) }
    let today = Day(20_000)
    var seen: Set<String> = []
    for number in 0..<100 {
      let touch = "K\(number)/greeting/2026-1/1"
      let one = VariantChoice.choose(among: variants, used: [], today: today, touch: touch)
      let other = VariantChoice.choose(
        among: variants.reversed(), used: [], today: today, touch: touch)
      guard case .text(let left) = one, case .text(let right) = other else {
        Issue.record("a text was expected")
        continue
      }
      #expect(left.identity == right.identity)
      seen.insert(left.identity.variant)
    }
    #expect(seen == ["a", "b", "c", "d"])
  }

  @Test func `without variants there is nothing to wait for`() {
    guard
      case .noFreshText(until: nil) = VariantChoice.choose(
        among: [], used: [], today: Day(0), touch: "x")
    else {
      Issue.record("no text was expected")
      return
    }
  }

  @Test(arguments: [(4, 8), (12, 24), (1, 2), (5, 10)])
  func `a supply lasts when it covers the whole rest time`(perYear: Int, needed: Int) {
    let supply = TextSupply(perYear: perYear)
    let place = SourcePlace(file: "c.yaml", line: 2, column: 3)
    #expect(supply.variantsNeeded == needed)
    #expect(
      supply.finding(variants: needed, of: "g", on: .sms, language: "en", at: place) == nil)
    #expect(
      supply.finding(variants: needed - 1, of: "g", on: .sms, language: "en", at: place)?.severity
        == .warning)
  }
}

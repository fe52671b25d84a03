import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import FifthcallTestSupport
import Foundation
import MessageRendering
import RepReporting
import Testing

/// The shipped texts, and customers who have had nearly all of them.
@Suite struct TextShortageTests {
  private let site = SiteLoader.load(
    config: Repository.root.appendingPathComponent("config").path,
    now: Instant(rfc3339: "2026-11-24T00:00:00Z") ?? Instant(seconds: 0))
  private let today = Day(iso: "2026-11-24") ?? Day(0)

  /// A customer's history of so many birthday texts, the last on `last`.
  private func history(_ texts: [String], last: Day, of customer: CustomerID) -> CustomerHistory {
    var known = CustomerHistory()
    for (place, text) in texts.enumerated() {
      let day = last - place * 7
      let parts = text.split(separator: "/")
      known.touches.append(
        TouchRecord(
          touch: TouchID(
            customer: customer, cadence: CadenceName("birthday"), occurrence: "\(2000 + place)",
            step: 1),
          channel: .sms, day: day, at: Instant(seconds: 0),
          template: TemplateName(String(parts[0])),
          variant: String(parts[1].dropLast(".sms".count)), outcome: .accepted, isSettled: true))
    }
    return known
  }

  @Test func `D3: who has had all texts of a message, or all but one, is counted`() throws {
    let settings = try #require(site.settings)
    let ids = site.roster.customers.prefix(4).map(\.id)
    let texts = site.templates.variants(
      of: "birthday", on: .sms, language: "zh-CN", fallback: "zh-CN"
    ).map(\.identity.textID)
    try #require(texts.count >= 3)
    var history = History()
    history.customers[ids[0]] = self.history(texts, last: today - 30, of: ids[0])
    history.customers[ids[1]] = self.history(Array(texts.dropLast()), last: today - 30, of: ids[1])
    history.customers[ids[2]] = self.history(Array(texts.dropLast(2)), last: today - 30, of: ids[2])
    // Long ago: the texts have rested.
    history.customers[ids[3]] = self.history(texts, last: today - 800, of: ids[3])
    let found = TextShortages.found(
      settings: settings, roster: site.roster, history: history, templates: site.templates,
      today: today)
    #expect(
      found == [
        TextShortage(
          template: "birthday", channel: .sms, language: found.first?.language ?? "",
          variants: texts.count, out: 1, last: 1)
      ])
    #expect(found.first?.language.hasPrefix("zh") == true)
  }
}

import CadenceModel
import CivilTime
import FifthcallTestSupport
import Testing

@testable import RepReporting

@Suite struct ManagerHoursTests {
  private func hours(_ change: (inout Settings) -> Void = { _ in }) -> ManagerHours {
    var settings = DigestSample.chinese().settings
    settings.manager.email = "boss@example.com"
    settings.policy.callWindows = [TimeWindow("09:30-12:00"), TimeWindow("14:00-18:30")]
      .compactMap(\.self)
    change(&settings)
    return ManagerHours(settings)
  }

  private func day(_ text: String) -> Day { DigestSample.day(text) }
  private func at(_ text: String) -> Instant { DigestSample.at(text) }

  @Test func `the weekly mail belongs to the last such weekday, that day included`() {
    #expect(hours().nominal(on: day("2026-11-23")) == day("2026-11-23"))
    #expect(hours().nominal(on: day("2026-11-29")) == day("2026-11-23"))
    let friday = hours { $0.manager.weekday = .friday }
    #expect(friday.nominal(on: day("2026-11-26")) == day("2026-11-20"))
  }

  @Test func `on a holiday it waits for the next working day, and goes once`() {
    let calendar = HolidayFixture.calendar("CN")
    let hours = hours { $0.calendars["CN"] = calendar }
    // 2026-02-16 to 02-23 are the days off round the Spring Festival (holidays/CN.csv).
    let nominal = hours.nominal(on: day("2026-02-20"))
    #expect(nominal == day("2026-02-16"))
    #expect(hours.due(week: nominal) == nil, "a week off")
    #expect(hours.due(week: day("2026-02-23")) == at("2026-02-24T08:00:00+08:00"))
    #expect(hours.looks(on: day("2026-02-20")).isEmpty, "nobody is told on days off")
    // A make-up Saturday is a working day.
    #expect(!hours.looks(on: day("2026-02-28")).isEmpty)
  }

  @Test func `it looks at its minute and at every full hour until calls end`() {
    let looks = hours { $0.manager.at = MinuteOfDay("08:30") ?? .midnight }
      .looks(on: day("2026-11-24"))
    #expect(
      looks.map(\.at) == [
        at("2026-11-24T08:30:00+08:00")
      ] + (9...18).map { at("2026-11-24T\($0 < 10 ? "0" : "")\($0):00:00+08:00") })
    #expect(Set(looks.map(\.mail)).count == looks.count, "each has an identity of its own")
  }

  @Test func `the weekly mail stands for the first look of its day`() {
    let hours = hours()
    #expect(hours.look(at: at("2026-11-23T08:30:00+08:00")) == nil)
    #expect(
      hours.look(at: at("2026-11-23T09:10:00+08:00"))?.at == at("2026-11-23T09:00:00+08:00"))
    #expect(
      hours.look(at: at("2026-11-24T08:30:00+08:00"))?.at == at("2026-11-24T08:00:00+08:00"))
    #expect(hours.look(at: at("2026-11-24T07:59:59+08:00")) == nil)
  }

  @Test func `the next moment is the next look or the next weekly mail`() {
    let hours = hours()
    for (now, next) in [
      ("2026-11-24T08:00:00+08:00", "2026-11-24T09:00:00+08:00"),
      ("2026-11-24T18:00:00+08:00", "2026-11-25T08:00:00+08:00"),
      ("2026-11-29T12:00:00+08:00", "2026-11-30T08:00:00+08:00"),
    ] {
      #expect(hours.next(after: at(now)) == at(next))
    }
  }

  @Test(arguments: [
    ManagerMail.week(Day(20_000)), .late(Day(20_001), hour: 8), .late(Day(20_001), hour: 18),
  ])
  func `an identity is read as the mail that it was made for`(mail: ManagerMail) throws {
    let id = ManagerMailTouch.id(mail)
    #expect(ManagerMailTouch.read(id) == mail)
    #expect(try ManagerMailTouch.read(#require(TouchID(text: id.description))) == mail)
  }

  @Test func `what the manager heard last is the latest mail that may have arrived`() {
    var known = CustomerHistory()
    func add(_ mail: ManagerMail, _ outcome: OutcomeResult?) {
      known.touches.append(
        TouchRecord(
          touch: ManagerMailTouch.id(mail), channel: .email, day: day("2026-11-23"),
          at: at("2026-11-23T15:00:00+08:00"), outcome: outcome))
    }
    let hours = hours()
    let now = at("2026-11-23T16:00:00+08:00")
    #expect(hours.lastHeard(known, before: now) == nil)
    add(.week(day("2026-11-23")), .accepted)
    add(.late(day("2026-11-23"), hour: 9), .uncertain)
    add(.late(day("2026-11-23"), hour: 10), .rejected)
    #expect(hours.lastHeard(known, before: now) == at("2026-11-23T09:00:00+08:00"))
    #expect(
      hours.lastHeard(known, before: at("2026-11-23T09:00:00+08:00"))
        == at("2026-11-23T08:00:00+08:00"))
    add(.late(day("2026-11-23"), hour: 11), nil)
    #expect(hours.lastHeard(known, before: now) == at("2026-11-23T11:00:00+08:00"), "on its way")
  }
}

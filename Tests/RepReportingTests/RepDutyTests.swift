import CadenceModel
import CivilTime
import RepReporting
import Testing

@Suite struct RepDutyTests {
  /// China in autumn 2026: National Day on Thursday 1 October, Saturday 10 October worked.
  private func settings() -> Settings {
    var settings = DigestSample.chinese().settings
    settings.calendars["CN"] = BusinessCalendar(
      country: "CN",
      entries: [
        HolidayEntry(
          day: DigestSample.day("2026-10-01"), kind: .public, status: .official, name: "国庆节"),
        HolidayEntry(
          day: DigestSample.day("2026-10-10"), kind: .makeupWorkday, status: .official,
          name: "国庆节补班"),
      ])
    return settings
  }

  @Test(arguments: [
    ("2026-09-30", true), ("2026-10-01", false), ("2026-10-03", false), ("2026-10-09", true),
    ("2026-10-10", true), ("2026-10-11", false), ("2026-11-20", false),
  ])
  func `holidays and absences are off, make-up days are worked`(day: String, works: Bool) {
    let settings = settings()
    let duty = RepDuty(settings)
    #expect(duty.isWorking(settings.reps[1], on: DigestSample.day(day)) == works)
  }

  @Test func `a rep who works Saturdays has them, holidays excepted`() {
    var settings = settings()
    settings.reps[0].weekdays.insert(.saturday)
    let duty = RepDuty(settings)
    #expect(duty.isWorking(settings.reps[0], on: DigestSample.day("2026-10-17")))
    #expect(!duty.isWorking(settings.reps[0], on: DigestSample.day("2026-10-18")))
  }

  @Test func `the deputy's deputy stands in when both are away, and a circle leaves nobody`() {
    var settings = settings()
    let day = DigestSample.day("2026-11-20")
    #expect(RepDuty(settings).cover(of: 1, on: day) == 0)
    settings.reps[0].absences = [Absence(first: day, last: day)]
    #expect(RepDuty(settings).cover(of: 1, on: day) == nil)
    settings.reps[0].deputy = "zhou"
    #expect(RepDuty(settings).cover(of: 1, on: day) == nil)
    settings.reps.append(Rep(id: "zou", names: ["邹"]))
    settings.reps[0].deputy = "zou"
    #expect(RepDuty(settings).cover(of: 1, on: day) == 2)
  }

  @Test(arguments: [
    ("mao", "2026-11-22", NoDigest.dayOff), ("mao", "2026-11-25", .noWork),
    ("nobody", "2026-11-23", .unknownRep),
    ("zhou", "2026-11-23", .away(until: DigestSample.day("2026-11-24"), deputy: "mao")),
  ])
  func `no digest on a day off, in an absence, or without work`(
    rep: String, day: String, why: NoDigest
  ) {
    var sample = DigestSample.chinese()
    if why == .noWork {
      sample.touches = []
      sample.history = History()
    }
    let made = DailyDigest.make(sample.input(RepID(rep), day))
    guard case .failure(let found) = made else {
      Issue.record("there is a digest")
      return
    }
    #expect(found == why)
    #expect(!found.words(language: "zh", rep: rep, day: DigestSample.day(day)).isEmpty)
  }

  @Test func `the hand-back comes on the first working day only`() throws {
    var sample = DigestSample.chinese()
    sample.record(
      7, "2026-11-23T10:00:00+08:00", DigestSample.call(.reached), rep: "mao")
    let first = try DailyDigest.make(sample.input("zhou", "2026-11-25")).get()
    #expect(first.handBack?.events.map(\.by) == ["mao"])
    #expect(first.handBack?.events.map(\.outcome) == [.reached])
    let second = try DailyDigest.make(sample.input("zhou", "2026-11-26")).get()
    #expect(second.handBack == nil)
  }
}

import CadenceModel
import CivilTime
import FifthcallTestSupport
import Testing

@testable import RepReporting

@Suite struct EscalationTests {
  /// Monday, 23 November 2026; follow-up KH0000102 was due on Thursday, the 19th.
  private func input(_ day: String, _ change: (inout DigestSample) -> Void = { _ in })
    -> DigestInput
  {
    var sample = DigestSample.chinese()
    sample.settings.manager.email = "boss@example.com"
    change(&sample)
    return sample.input("mao", day)
  }

  private func at(_ text: String) -> Instant { DigestSample.at(text) }

  @Test(arguments: [
    ("2026-11-23", EscalationStage?.none), ("2026-11-24", .rep), ("2026-11-25", .rep),
    ("2026-11-26", .manager), ("2026-11-27", .manager), ("2026-11-30", .reassign),
  ])
  func `an undone task climbs after 3, 5 and 7 working days`(
    day: String, stage: EscalationStage?
  ) throws {
    let input = input(day)
    let task = try #require(
      DailyDigest.make(input).get().tasks.first { $0.touch.customer == "KH0000102" })
    #expect(task.escalation == stage)
    let found = input.escalated(at: at("\(day)T08:00:00+08:00"))
      .first { $0.touch.customer == "KH0000102" }
    #expect(found?.stage == stage)
    #expect(found?.kind == (stage == nil ? nil : .other))
  }

  @Test func `X5: the clock stands still while nobody does the rep's tasks`() throws {
    // 毛志强 is away on three of the days, and nobody stands in.
    let away = input("2026-11-27") { sample in
      sample.settings.reps[0].absences = [
        Absence(first: DigestSample.day("2026-11-24"), last: DigestSample.day("2026-11-26"))
      ]
    }
    let found = away.escalated(at: at("2026-11-27T08:00:00+08:00"))
    let late = found.first { $0.touch.customer == "KH0000102" }
    #expect(late?.daysLate == 3)
    #expect(late?.stage == .rep)
    // With a deputy it goes on.
    let covered = input("2026-11-27") { sample in
      sample.settings.reps[0].absences = [
        Absence(first: DigestSample.day("2026-11-25"), last: DigestSample.day("2026-11-26"))
      ]
      sample.settings.reps[0].deputy = "zhou"
    }
    let other = covered.escalated(at: at("2026-11-27T08:00:00+08:00"))
      .first { $0.touch.customer == "KH0000102" }
    #expect(other?.daysLate == 6)
  }

  @Test func `C7: a complaint is the manager's from the minute on that was promised`() throws {
    let input = input("2026-11-23") { sample in
      let place = sample.touches.firstIndex { $0.customer == 0 } ?? 0
      sample.touches[place].minute = DigestSample.minute("15:00")
      sample.touches[place].isAgreed = true
    }
    #expect(input.escalated(at: at("2026-11-23T14:59:00+08:00")).isEmpty)
    let found = input.escalated(at: at("2026-11-23T15:00:00+08:00"))
    #expect(found.map(\.kind) == [.complaint])
    #expect(found.first?.stage == .manager)
    #expect(found.first?.isExact == true)
    #expect(found.first?.toldFrom == at("2026-11-23T15:00:00+08:00"))
  }

  @Test func `a task for which the rep's days have no room climbs as well`() throws {
    var input = input("2026-11-26")
    let place = try #require(input.touches.firstIndex { $0.customer == 1 })
    input.waiting = [input.touches.remove(at: place)]
    let found = input.escalated(at: at("2026-11-26T08:00:00+08:00"))
    let task = try #require(found.first { $0.touch.customer == "KH0000102" })
    #expect(task.isWaiting)
    #expect(task.stage == .manager)
    let page = try LateNotice.make(input, since: nil, at: at("2026-11-26T08:00:00+08:00")).get()
      .page(input)
    #expect(page.text.contains("日程已满"))
  }

  @Test func `a card says who else knows, and nobody where there is no manager`() throws {
    func text(_ input: DigestInput) throws -> String {
      try DailyDigest.make(input).get().page(input).text
    }
    #expect(try text(input("2026-11-24")).contains("今天请先办"))
    #expect(try text(input("2026-11-26")).contains("已报店长"))
    #expect(try text(input("2026-11-30")).contains("建议换人办"))
    let alone = input("2026-11-26") { $0.settings.manager.email = nil }
    #expect(try !text(alone).contains("店长"))
    #expect(try text(alone).contains("今天请先办"))
  }

  @Test func `who is told of something is told once, whatever the hours and days`() throws {
    var random = SeededNumbers(seed: 23)
    for _ in 0..<40 {
      var told: [TouchID: Int] = [:]
      var everLate: Set<TouchID> = []
      var heard: Instant?
      let promised = MinuteOfDay(9 * 60 + Int.random(in: 0..<600, using: &random)) ?? .midnight
      let late = DigestSample.day("2026-11-16") + Int.random(in: 0..<8, using: &random)
      let first = DigestSample.day("2026-11-19")
      for ahead in 0..<8 {
        let day = first + ahead
        let input = input("\(day)") { sample in
          for place in sample.touches.indices {
            if sample.touches[place].customer == 0 {
              sample.touches[place].minute = promised
              sample.touches[place].isAgreed = true
            }
            if sample.touches[place].customer == 1 { sample.touches[place].day = late }
          }
        }
        for hour in 8...20 where input.settings.isOfficeDay(day) {
          let moment = at("\(day)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00")
          everLate.formUnion(
            input.escalated(at: moment).filter { $0.stage >= .manager }.map(\.touch))
          if case .success(let notice) = LateNotice.make(input, since: heard, at: moment) {
            for task in notice.fresh { told[task.touch, default: 0] += 1 }
            heard = moment
          } else if heard == nil {
            // Nothing at all was late yet: the first mail tells everything.
            #expect(input.escalated(at: moment).allSatisfy { $0.stage < .manager })
          }
        }
      }
      #expect(!everLate.isEmpty)
      #expect(
        told.keys.sorted { $0.description < $1.description }
          == everLate.sorted { $0.description < $1.description })
      #expect(told.values.allSatisfy { $0 == 1 }, "\(told)")
    }
  }
}

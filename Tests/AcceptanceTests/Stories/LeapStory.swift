import FifthcallTestSupport
import Testing

/// A restart while the service waits after a leap of the clock forgets neither the hold nor the days
/// that the clock leapt over.
@Suite(.fewAtATime) struct LeapStory {
  private let site = StorySite(people: [
    StorySite.Person("T1", birthday: "03-05"), StorySite.Person("T2", birthday: "03-07"),
    StorySite.Person("T3", birthday: "03-03"),
  ])

  /// `isKilled`: how the restart in the ten minutes comes about; nil: none.
  @Test(arguments: [nil, false, true])
  func `the clock leaps three days, and somebody restarts the service`(isKilled: Bool?) throws {
    let story = try Story(site, from: "2026-03-02")
    try story.on("2026-03-03", at: "21:00") { $0.jump(seconds: 3 * 86_400) }
    try story.on("2026-03-03", at: "21:02") { story in
      #expect(story.holds.contains("clock-jumped"))
      guard let isKilled else { return }
      isKilled ? story.kill() : story.stop()
    }
    try story.on("2026-03-03", at: "21:03") { story in
      if isKilled != nil { story.start() }
      #expect(story.holds.contains("clock-jumped"), "the hold outlives the restart")
      #expect(story.holds.contains("downtime"))
    }
    try story.on("2026-03-03", at: "21:30")
    #expect(!story.holds.contains("clock-jumped"), "it ends by itself")
    // By the service's clock it is 7 March now.
    try story.on("2026-03-04", at: "21:00")
    let record = try story.record()
    #expect(record.results(of: "T1/birthday") == ["expired"], "the day that was leapt over is told")
    #expect(record.results(of: "T2/birthday") == ["accepted"])
    #expect(record.results(of: "T3/birthday") == ["accepted"])
    try story.expectNo(.email(to: "t1@example.com"))
    #expect(try story.deliveries(of: .alert("hold-downtime")).count == 1)
    #expect(try story.deliveries(of: .alert("hold-clock-jumped")).count == 1)
    try story.expectOrder()
  }

  @Test func `a leap that somebody vouches for after a restart is booked, too`() throws {
    let story = try Story(site, from: "2026-03-02")
    try story.on("2026-03-03", at: "21:00") { $0.jump(seconds: 3 * 86_400) }
    try story.on("2026-03-03", at: "21:02") { $0.kill() }
    try story.on("2026-03-03", at: "21:03") { story in
      story.start()
      story.release()
      #expect(story.holds.isEmpty)
    }
    try story.on("2026-03-03", at: "21:30")
    #expect(try story.record().results(of: "T1/birthday") == ["expired"])
  }

  @Test func `a leap that is taken back after a restart costs no birthday`() throws {
    let story = try Story(site, from: "2026-03-02")
    try story.on("2026-03-03", at: "21:00") { $0.jump(seconds: 3 * 86_400) }
    try story.on("2026-03-03", at: "21:02") { $0.kill() }
    try story.on("2026-03-03", at: "21:03") { story in
      story.jump(seconds: -3 * 86_400)
      story.start()
      #expect(story.holds.contains("clock-behind"))
      story.release()
    }
    try story.on("2026-03-08")
    try story.expect(.email(to: "t3@example.com"), on: "2026-03-03")
    try story.expect(.email(to: "t2@example.com"), on: "2026-03-07")
    // The journal's own times stand still until the clock has caught up with them.
    #expect(try story.record().results(of: "T1/birthday") == ["accepted"])
    #expect(try story.deliveries(of: .email(to: "t1@example.com")).count == 1)
    try story.expectOrder()
  }

  /// A start looks like one after a long gap; whether the clock is right nobody knows yet.
  @Test(arguments: [3, 40, 365])
  func `a start by a clock that is days ahead costs no birthday`(_ days: Int) throws {
    let story = try Story(site, from: "2026-03-02")
    try story.on("2026-03-03", at: "21:00") { $0.stop() }
    try story.on("2026-03-03", at: "21:03") { story in
      story.jump(seconds: Int64(days) * 86_400)
      story.start()
      #expect(story.holds.contains("downtime"))
      let said = try story.record().results(of: "T1/birthday")
      #expect(said.isEmpty, "nothing final is said yet")
      story.jump(seconds: Int64(-days) * 86_400)
    }
    try story.on("2026-03-03", at: "21:05") { story in
      #expect(story.holds.contains("clock-behind"))
      story.release()
    }
    try story.on("2026-03-08")
    #expect(try story.record().results(of: "T1/birthday") == ["accepted"])
    #expect(try story.record().results(of: "T2/birthday") == ["accepted"])
    #expect(try story.deliveries(of: .email(to: "t1@example.com")).count == 1)
    try story.expectOrder()
  }

  /// `cause`: what the operator releases by name; nil: all.
  @Test(arguments: [nil, "downtime"])
  func `what a gap has made too late is told once somebody has released it`(cause: String?) throws {
    let story = try Story(site, from: "2026-03-02")
    try story.on("2026-03-03", at: "21:00") { $0.stop() }
    try story.on("2026-03-24", at: "09:00") { $0.start() }
    try story.on("2026-03-24", at: "09:30") { story in
      let said = try story.record().results(of: "T1/birthday")
      #expect(said.isEmpty)
      story.kill()
      story.start()
      story.release(cause)
    }
    try story.on("2026-03-25")
    #expect(try story.record().results(of: "T1/birthday") == ["expired"])
    #expect(try story.record().results(of: "T2/birthday") == ["expired"])
    try story.expectOrder()
  }
}

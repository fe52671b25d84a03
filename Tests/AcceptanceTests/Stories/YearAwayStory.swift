import FifthcallTestSupport
import Testing

/// Nobody started the service for a year.
@Suite(.fewAtATime) struct YearAwayStory {
  private var site: StorySite {
    let months = (1...12).map { $0 < 10 ? "0\($0)" : "\($0)" }
    return StorySite(
      people: months.map { StorySite.Person("M\($0)", birthday: "\($0)-15") } + [
        StorySite.Person("T1", birthday: "03-02"), StorySite.Person("T2", birthday: "03-09"),
      ])
  }

  @Test func `after a year everything waits for a human, and only what is new goes out`() throws {
    let story = try Story(site, from: "2026-03-01")
    try story.on("2026-03-02", at: "20:00") { $0.kill() }
    try story.on("2027-03-02", at: "09:00") { story in
      story.start()
      #expect(story.holds.contains("downtime"))
    }
    try story.on("2027-03-04", at: "12:00") { story in
      #expect(story.holds.contains("downtime"), "it does not end by itself")
      let told = try story.deliveries(of: .alert("hold-downtime"))
      #expect(!told.isEmpty)
      story.release()
    }
    try story.on("2027-03-16")
    // The year before, then the days after the release; nothing of the year between.
    try story.expect(.email(to: "t1@example.com"), on: "2026-03-02")
    #expect(try story.deliveries(of: .email(to: "t1@example.com")).count == 1)
    try story.expect(.email(to: "t2@example.com"), on: "2027-03-09")
    try story.expect(.email(to: "m03@example.com"), on: "2027-03-15")
    for month in ["01", "02", "04", "05", "06", "07", "08", "09", "10", "11", "12"] {
      try story.expectNo(.email(to: "m\(month)@example.com"))
    }
    let digests = try story.deliveries(of: .digest).map(\.at)
    #expect(Set(digests.map { $0.prefix(10) }).count == digests.count, "one a day: \(digests)")
    #expect(digests.allSatisfy { $0.hasPrefix("2026-03-0") || $0.hasPrefix("2027-03-") })
    try story.expectOrder()
  }

  @Test func `restarted every day of a long hold it stays held, and nothing doubles`() throws {
    let story = try Story(site, from: "2026-03-01")
    try story.on("2026-03-02", at: "20:00") { $0.stop() }
    try story.on("2027-03-01", at: "09:00") { $0.start() }
    for day in 2...8 {
      try story.on("2027-03-0\(day)", at: "09:00") { story in
        #expect(story.holds.contains("downtime"))
        story.kill()
        story.start()
        #expect(story.holds.contains("downtime"))
      }
    }
    try story.on("2027-03-09", at: "08:00") { $0.release() }
    try story.on("2027-03-10")
    try story.expect(.email(to: "t2@example.com"), on: "2027-03-09")
    #expect(try story.deliveries(of: .email(to: "t1@example.com")).count == 1)
    try story.expectOrder()
  }
}

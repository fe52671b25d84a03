import FifthcallTestSupport
import Testing

/// The service is away from some moment of a day on: whatever the phase, nobody is greeted on the
/// wrong day or twice, nobody is forgotten without a word, and the rep gets one digest for it all.
@Suite(.fewAtATime) struct DowntimeStory {
  /// A downtime, by the office's clock; 2 March 2026 is a Monday.
  struct Away {
    var name: String
    var from: (day: String, time: String)
    var to: (day: String, time: String)
    /// Whether it is so long that customers wait a quarter of an hour afterwards.
    var isLong = false
    /// Whose birthday went by meanwhile.
    var missed: [String] = []
    /// Days on which no digest went out in the end.
    var silent: [String] = []
  }

  private static let downtimes = [
    Away(name: "before the digest", from: ("2026-03-04", "06:00"), to: ("2026-03-04", "08:15")),
    Away(name: "in the send window", from: ("2026-03-04", "10:00"), to: ("2026-03-04", "15:00")),
    Away(
      name: "until after the windows", from: ("2026-03-04", "09:00"), to: ("2026-03-04", "20:00"),
      missed: ["04"]),
    Away(name: "over midnight", from: ("2026-03-03", "23:59"), to: ("2026-03-04", "00:01")),
    Away(
      name: "over a birthday", from: ("2026-03-03", "20:30"), to: ("2026-03-05", "08:00"),
      isLong: true, missed: ["04"], silent: ["2026-03-04"]),
    Away(
      name: "over a weekend", from: ("2026-03-06", "19:45"), to: ("2026-03-09", "09:00"),
      isLong: true, missed: ["07", "08"], silent: ["2026-03-07", "2026-03-08"]),
    Away(
      name: "over three weeks", from: ("2026-03-03", "12:00"), to: ("2026-03-24", "09:00"),
      isLong: true, missed: ["04", "05", "06", "07", "08", "09", "10"]),
  ]

  /// A birthday a day from 3 to 10 March, and one call, so that each day has a digest.
  private var site: StorySite {
    var people = (3...10).map { day in
      let name = day < 10 ? "0\(day)" : "\(day)"
      return StorySite.Person("M\(name)", birthday: "03-\(name)")
    }
    people.append(StorySite.Person("C03", birthday: "03-03", at: nil))
    people.append(StorySite.Person("M24", birthday: "03-24"))
    return StorySite(people: people)
  }

  @Test(arguments: downtimes.indices, [false, true])
  func `away, and back`(_ index: Int, isKilled: Bool) throws {
    let away = Self.downtimes[index]
    let story = try Story(site, from: "2026-03-02")
    try story.on(away.from.day, at: away.from.time) { isKilled ? $0.kill() : $0.stop() }
    try story.on(away.to.day, at: away.to.time) { story in
      story.start()
      #expect(story.holds.contains("downtime") == away.isLong, "\(away.name)")
    }
    if index == Self.downtimes.count - 1 {
      // Longer than two weeks: somebody has to look first.
      try story.on(away.to.day, at: "09:40") { story in
        #expect(story.holds.contains("downtime"))
        try story.expectNo(.email(to: "m24@example.com"))
        story.release()
      }
    }
    try story.on("2026-03-25") { story in #expect(story.holds.isEmpty, "\(away.name)") }
    try story.on("2026-03-25", at: "09:00")

    for day in ["03", "04", "05", "06", "07", "08", "09", "10", "24"] {
      let mail = Story.Message.email(to: "m\(day)@example.com")
      if away.missed.contains(day) {
        try story.expectNo(mail)
        try expectWord(story, about: "M\(day)", away)
      } else {
        try story.expect(mail, on: "2026-03-\(day)")
      }
    }
    for day in away.silent { try story.expectNo(.digest, on: day) }
    // Until somebody has released it, what went by is not certain; then the next digest tells it.
    let isReleased = index == Self.downtimes.count - 1
    try story.expect(.digest, on: isReleased ? "2026-03-25" : away.to.day)
    try story.expectOrder()
  }

  /// The journal says that a birthday was not kept, so that the digest tells it.
  private func expectWord(_ story: Story, about customer: String, _ away: Away) throws {
    let results = try story.record().results(of: "\(customer)/birthday")
    // The gate's own word where the service is back on the very day, after the windows.
    #expect(
      results == ["expired"] || results == ["suppressed"], "\(away.name): \(customer) \(results)")
  }
}

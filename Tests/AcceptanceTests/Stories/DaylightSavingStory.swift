import CivilTime
import FifthcallTestSupport
import Testing

/// The two Sundays on which an office's clock is changed, through the whole service: each slot
/// comes once on each of its days, at the time that the office's clock shows.
@Suite(.fewAtATime) struct DaylightSavingStory {
  /// A zone with its Sundays of 2026, and a slot that is skipped on the one and repeated on the other.
  struct Change {
    var zone: String
    var country: String
    /// The day on which the slot does not exist.
    var spring: String
    /// The day on which it comes twice.
    var autumn: String
    /// Within the hour that is skipped.
    var skipped: String
    /// What the clock shows when a slot of the spring day is kept.
    var moved: String
    /// Within the hour that is repeated.
    var repeated: String
  }

  private static let changes = [
    Change(
      zone: "Europe/Berlin", country: "GB", spring: "2026-03-29", autumn: "2026-10-25",
      skipped: "02:30", moved: "03:30", repeated: "02:30"),
    Change(
      zone: "Europe/London", country: "GB", spring: "2026-03-29", autumn: "2026-10-25",
      skipped: "01:30", moved: "02:30", repeated: "01:30"),
    Change(
      zone: "America/New_York", country: "US", spring: "2026-03-08", autumn: "2026-11-01",
      skipped: "02:30", moved: "03:30", repeated: "01:30"),
  ]

  /// The days around a Sunday.
  private static func around(_ sunday: String) throws -> (before: String, after: String) {
    let day = try #require(StoryDay(sunday))
    return (day.shifted(by: -1), day.shifted(by: 1))
  }

  /// Each of the three days has a birthday by mail, and one that only the rep can keep, so that there
  /// is a digest.
  private func site(_ change: Change, _ sunday: String, digestAt slot: String) throws -> StorySite {
    let days = try [Self.around(sunday).before, sunday, Self.around(sunday).after]
    var site = StorySite(
      people: days.enumerated().flatMap { index, day in
        let birthday = String(day.dropFirst(5))
        return [
          StorySite.Person("M\(index)", birthday: birthday),
          StorySite.Person("C\(index)", birthday: birthday, at: nil),
        ]
      })
    site.zone = change.zone
    site.country = change.country
    site.digestAt = slot
    return site
  }

  @Test(arguments: changes.indices)
  func `in spring the slot that does not exist is kept once, an hour later`(_ index: Int) throws {
    let change = Self.changes[index]
    let (before, after) = try Self.around(change.spring)
    let story = try Story(try site(change, change.spring, digestAt: change.skipped), from: before)
    try story.on(StoryDay(after)?.shifted(by: 1) ?? "")
    try story.expect(.digest, on: before, at: change.skipped)
    try story.expect(.digest, on: change.spring, at: change.moved)
    try story.expect(.digest, on: after, at: change.skipped)
    try expectMails(story, [before, change.spring, after])
    let crossed = try story.deliveries(of: .digest).map(\.crossed.seconds)
    #expect(crossed.count == 3)
    // 02:30 is read with the offset of before the gap: a day after the last one exactly.
    #expect(crossed[1] - crossed[0] == 86_400)
    #expect(crossed[2] - crossed[1] == 82_800)
  }

  @Test(arguments: changes.indices)
  func `in autumn the slot that comes twice is kept once, the first time`(_ index: Int) throws {
    let change = Self.changes[index]
    let (before, after) = try Self.around(change.autumn)
    let story = try Story(try site(change, change.autumn, digestAt: change.repeated), from: before)
    try story.on(StoryDay(after)?.shifted(by: 1) ?? "")
    for day in [before, change.autumn, after] {
      try story.expect(.digest, on: day, at: change.repeated)
    }
    try expectMails(story, [before, change.autumn, after])
    let crossed = try story.deliveries(of: .digest).map(\.crossed.seconds)
    #expect(crossed.count == 3)
    #expect(crossed[1] - crossed[0] == 86_400)
    #expect(crossed[2] - crossed[1] == 90_000)
  }

  @Test(arguments: changes.indices)
  func `a restart between the two times of a slot sends no second digest`(_ index: Int) throws {
    let change = Self.changes[index]
    let story = try Story(
      try site(change, change.autumn, digestAt: change.repeated),
      from: try Self.around(change.autumn).before)
    // The slot's first time, and ten minutes; the second time is fifty minutes away.
    try story.on(change.autumn, at: String(change.repeated.prefix(3)) + "40") { story in
      let sent = try story.deliveries(of: .digest)
      #expect(sent.count == 2, "the day before's, and this one's")
      story.kill()
      story.start()
    }
    try story.on(change.autumn, at: "07:00")
    try story.expect(.digest, on: change.autumn, at: change.repeated)
    try story.expectOrder()
  }

  /// Each birthday's mail went out on its day, within the office's windows.
  private func expectMails(_ story: Story, _ days: [String]) throws {
    for (index, day) in days.enumerated() {
      try story.expect(.email(to: "m\(index)@example.com"), on: day)
      let time = try story.deliveries(of: .email(to: "m\(index)@example.com")).first?.at.suffix(5)
      let isInWindow = time.map {
        ("09:30"..."11:30").contains($0) || ("14:00"..."19:30").contains($0)
      }
      #expect(isInWindow == true, "\(time ?? "")")
    }
    try story.expectOrder()
  }
}

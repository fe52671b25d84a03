import CivilTime
import FifthcallTestSupport
import Testing

/// One domain's mails keep to its rate through a restart; those of others do not wait for them.
@Suite(.fewAtATime) struct DomainRateStory {
  private func site(_ channels: String) -> StorySite {
    var people = (1...90).map { StorySite.Person("T\($0)", birthday: "03-04", at: "big.example") }
    people += (91...94).map { StorySite.Person("T\($0)", birthday: "03-04", at: "small.example") }
    var site = StorySite(people: people)
    site.channels = channels
    return site
  }

  private let limited = "  smtp: {host: mail.example.com, domain_per_minute: 1}"

  /// The moments at which the domain's mails crossed.
  private func moments(_ story: Story, _ domain: String) throws -> [Instant] {
    try story.record().deliveries.filter { $0.to.hasSuffix(domain) }.map(\.crossed).sorted()
  }

  @Test func `a minute lies between any two mails to a domain, whatever is killed`() throws {
    let story = try Story(site(limited), from: "2026-03-02")
    try story.on("2026-03-04", at: "14:00") { $0.stop() }
    try story.on("2026-03-04", at: "14:00")
    // Everything that was due since waits for its turn now.
    try story.on("2026-03-04", at: "17:00") { $0.start() }
    for minute in ["17:03", "17:06", "17:10"] {
      try story.on("2026-03-04", at: minute) { story in
        story.kill()
        story.start()
      }
    }
    try story.on("2026-03-04", at: "19:40")
    let big = try moments(story, "@big.example")
    #expect(big.count == 90)
    for (first, second) in zip(big, big.dropFirst()) {
      #expect(second - first >= 60_000, "\(second - first) ms")
    }
    #expect(try moments(story, "@small.example").count == 4)
    let lanes = Set(try story.record().journal.compactMap { $0["lane"] as? String })
    #expect(lanes.count == 2, "\(lanes)")
    try story.expectOrder()
  }

  @Test func `without the rate they go closer together`() throws {
    let story = try Story(site(""), from: "2026-03-02")
    try story.on("2026-03-04", at: "14:00") { $0.stop() }
    try story.on("2026-03-04", at: "17:00") { $0.start() }
    try story.on("2026-03-04", at: "19:40")
    let big = try moments(story, "@big.example")
    #expect(big.count == 90)
    #expect(zip(big, big.dropFirst()).contains { $1 - $0 < 60_000 })
    #expect(try !story.record().journal.contains { $0["lane"] != nil })
  }
}

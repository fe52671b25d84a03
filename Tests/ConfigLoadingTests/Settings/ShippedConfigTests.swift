import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import Testing

struct ShippedConfigTests {
  private static let now = "2026-06-01"

  /// The moment at noon UTC of a quiet day, when no list of holidays is overdue.
  private func quietDay() throws -> Instant {
    try #require(Day(iso: Self.now)).noon
  }

  @Test(arguments: ["config", "config/examples/en"])
  func `nothing is wrong with a shipped config`(folder: String) throws {
    let site = SiteLoader.load(config: "\(ConfigScenario.root)/\(folder)", now: try quietDay())
    #expect(site.diagnostics.map(\.description) == [])
    let settings = try #require(site.settings)
    #expect(settings.channels.smtp == nil && settings.channels.sms == nil)
    #expect(settings.policy.caps == [.init(most: 1, days: 7), .init(most: 3, days: 30)])
    #expect(settings.policy.sendWindows.map(\.description) == ["09:30-11:30", "14:00-19:30"])
    #expect(!site.roster.customers.isEmpty)
    #expect(site.roster.customers.allSatisfy { $0.isSample })
  }

  @Test func `the Chinese config has every kind of cadence and the ladder to the fifth call`()
    throws
  {
    let site = SiteLoader.load(config: "\(ConfigScenario.root)/config", now: try quietDay())
    let settings = try #require(site.settings)
    #expect(Set(settings.cadences.map(\.kind)) == Set(CadenceKind.allCases))
    let ladder = try #require(settings.cadences.first { $0.name.text == "follow-up" })
    #expect(ladder.steps.map(\.channels) == Array(repeating: [.call], count: 5))
    #expect(ladder.steps.map(\.offset.workdays) == [0, 1, 3, 7, 15])
    #expect(ladder.steps.allSatisfy { !$0.talk.isEmpty })
    let maintenance = try #require(settings.cadences.first { $0.name.text == "maintenance" })
    #expect(maintenance.steps.map(\.offset) == [.days(-3), .days(0)])
    let birthday = try #require(settings.cadences.first { $0.name.text == "birthday" })
    #expect(!birthday.boundByCaps && birthday.allowedOnHolidays)
  }

  @Test func `schemas and reference are what the declarations give`() throws {
    for file in ConfigReference.files {
      let path = "\(ConfigScenario.root)/\(file.path)"
      let present = try String(contentsOfFile: path, encoding: .utf8)
      #expect(present == file.text, "\(file.path): run fifthcall schema --write")
    }
  }

  @Test(arguments: ["fifthcall", "reps", "cadence"])
  func `a schema is JSON and each of its references leads somewhere`(name: String) throws {
    let file = try #require(
      ConfigReference.files.first { $0.path == "config/\(name).schema.json" })
    let object = try JSONSerialization.jsonObject(with: Data(file.text.utf8))
    let root = try #require(object as? [String: Any])
    let definitions = try #require(root["definitions"] as? [String: Any])
    let references = file.text.split(separator: "\"#/definitions/").dropFirst()
      .compactMap { $0.split(separator: "\"").first.map(String.init) }
    #expect(!references.isEmpty)
    for reference in references { #expect(definitions[reference] != nil) }
  }
}

extension Day {
  /// Noon UTC.
  fileprivate var noon: Instant { Instant(milliseconds: Int64(number) * 86_400_000 + 43_200_000) }
}

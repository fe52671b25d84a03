import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import FifthcallTestSupport
import Foundation
import Testing

/// What the shipped configurations do with the telephone in the course of a year.
struct ShippedChannelsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Each with its language, country, and the festivals before which the weightiest are called.
  private static let folders = [
    ("config", "zh-CN", "CN", 2), ("config/examples/en", "en", "US", 1),
  ]

  /// A hundred buyers of the last year, the first of whom bought most: one top, four large, fifteen medium.
  private func roster(_ language: String, _ country: String) -> Roster {
    var builder = RosterBuilder(country: country, language: language)
    for number in 0..<100 {
      builder.add(CustomerID("KH\(1000 + number)")) {
        $0.birthday = PersonDate.solar(year: 1980, month: 1 + number % 12, day: 1 + number % 28)
        $0.purchaseStart = UInt32(number)
        $0.purchaseCount = 1
        $0.lastPurchase = day("2025-11-03")
      }
    }
    var roster = builder.build()
    for number in 0..<100 {
      roster.purchases.append(
        Purchase(day: day("2025-11-03"), amount: Int64(1_000_000 - number * 5000)))
    }
    return roster
  }

  @Test(arguments: folders)
  func
    `D1: a year's calls to wish well go to the two highest tiers, before festivals, and to nobody else`(
      folder: String, language: String, country: String, festivals: Int
    ) throws
  {
    let settings = try #require(
      ConfigFolder.load(at: Self.root.appending(path: folder).path(), today: day("2025-12-01"))
        .settings)
    let roster = roster(language, country)
    let planner = Planner(settings: settings, roster: roster, history: History())
    let plan = planner.plan(from: day("2025-12-01"), days: 366)
    let wishes = plan.touches.filter { touch in
      let cadence = settings.cadences[Int(touch.cadence)]
      return [.greeting, .anniversary, .festival].contains(cadence.kind)
        && cadence.precedence != .nurture
    }
    let calls = wishes.filter { $0.channel == .call }
    let weighty = (0..<100).filter { index in
      [.top, .large].contains(planner.segment(of: index, on: day("2025-12-01")).tier)
    }
    #expect(weighty == [0, 1, 2, 3, 4])
    #expect(Set(calls.map { Int($0.customer) }) == Set(weighty))
    for index in weighty {
      #expect(calls.count { Int($0.customer) == index } == festivals, "customer \(index)")
    }
    for call in calls {
      guard case .festival(let festival, let year) = call.occurrence else {
        Issue.record("a call without a festival: \(call)")
        continue
      }
      let bulk = wishes.filter {
        $0.occurrence == .festival(festival, year: year) && $0.channel != .call
      }
      // The festival's message goes to nearly all others (a birthday next to it goes first), and the call is
      // made shortly before it.
      let written = Set(bulk.filter { $0.channel.isMachineSent }.map { Int($0.customer) })
      #expect(written.count > 85 && written.isDisjoint(with: weighty))
      let message = try #require(bulk.first { $0.channel.isMachineSent })
      #expect(call.day < message.day && message.day - call.day <= 10)
    }
    // Everybody hears something on ordinary days and on the birthday, by message.
    let greeted = wishes.filter {
      settings.cadences[Int($0.cadence)].kind == .greeting && $0.channel.isMachineSent
    }
    #expect(Set(greeted.map(\.customer)).count == 100)
  }
}

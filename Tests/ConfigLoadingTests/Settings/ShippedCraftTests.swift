import CadenceModel
import CivilTime
import Foundation
import MessageRendering
import Testing

@testable import ConfigLoading

/// What the shipped configurations have to offer, row by row of the product's table.
struct ShippedCraftTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Both shipped folders.
  private static let folders = ["config", "config/examples/en"]

  private func settings(_ folder: String) throws -> Settings {
    let day = try #require(Day(iso: "2026-11-28"))
    return try #require(
      ConfigFolder.load(at: Self.root.appending(path: folder).path(), today: day).settings)
  }

  private func cadence(_ name: CadenceName, _ settings: Settings) throws -> Cadence {
    try #require(settings.cadences.first { $0.name == name }, "no cadence \(name)")
  }

  private func signals(_ cadence: Cadence) -> SignalSet {
    guard case .ladder(let rule) = cadence.trigger else { return [] }
    return rule.signals
  }

  @Test(arguments: folders)
  func `A3: each type has news and talking points of its own`(folder: String) throws {
    let settings = try settings(folder)
    for type in CustomerType.allCases {
      let news = settings.cadences.filter {
        $0.audience.computed.types == [type] && $0.kind == .festival
      }
      #expect(news.count == 1, "\(type)")
      #expect(news.first?.steps.first?.template == TemplateName("news-\(type.rawValue)"))
      #expect(settings.talk.points.contains { $0.types == [type] && !$0.texts.isEmpty })
    }
    for reason in Reason.allCases where reason != .other {
      #expect(settings.talk.points.contains { $0.reasons.contains(reason) }, "\(reason)")
    }
  }

  @Test(arguments: folders)
  func `B5: every occasion, an introduction and a survey open something`(folder: String) throws {
    let settings = try settings(folder)
    let ladders = settings.cadences
    let occasions: [Signal] = [
      .occasionMovingIn, .occasionReunion, .occasionExam, .occasionOpening, .occasionIllness,
      .occasionTravel, .occasionOther,
    ]
    for signal in occasions {
      #expect(ladders.count { signals($0).contains(signal) } == 1, "\(signal)")
    }
    let opened = ladders.reduce(into: Set<FactKind>()) { kinds, cadence in
      if case .ladder(let rule) = cadence.trigger { kinds.formUnion(rule.opens) }
    }
    #expect(opened.isSuperset(of: [.referral, .inquiry, .offer, .visit]))
  }

  @Test(arguments: folders)
  func `C4: festivals go out in bulk, and the weightiest get a call and a small gift`(
    folder: String
  ) throws {
    let settings = try settings(folder)
    let gift = try cadence("festival-gift", settings)
    let call = try cadence("festival-call-top", settings)
    #expect(
      gift.audience.computed.tiers == [.top, .large]
        && call.audience.computed.tiers == [.top, .large])
    #expect(gift.steps[0].channels.first == .gift && call.steps[0].channels == [.call])
    guard case .festival(let rule) = gift.trigger else { return #expect(Bool(false)) }
    for festival in rule.festivals {
      let bulk = settings.cadences.filter { cadence in
        guard case .festival(let other) = cadence.trigger else { return false }
        return other.festivals.contains(festival)
          && cadence.steps.contains { $0.channels.contains { $0.isMachineSent } }
      }
      #expect(bulk.count == 1, "\(festival)")
      #expect(bulk.allSatisfy { $0.audience.computed.tiers.isDisjoint(with: [.top, .large]) })
      #expect(bulk.allSatisfy { !$0.audience.computed.tiers.isEmpty })
    }
  }

  @Test(arguments: folders)
  func `C8: a meeting is announced weeks ahead, called for and thanked for`(folder: String) throws {
    let settings = try settings(folder)
    let meeting = try cadence("meeting", settings)
    guard case .festival(let rule) = meeting.trigger, let name = rule.festivals.first else {
      return #expect(Bool(false))
    }
    let event = try #require(settings.festivals.first { $0.name == name })
    #expect(event.rule.isEvent && !event.titles.isEmpty)
    #expect(!settings.policy.festivalsKeptFree.contains(name))
    #expect(meeting.steps.map { $0.channels[0].isMachineSent } == [true, false, false])
    #expect(meeting.steps[0].offset.days <= -14 && meeting.steps[2].offset.workdays > 0)
  }

  @Test(arguments: folders)
  func `D1: on ordinary days nobody is called for a greeting`(folder: String) throws {
    for cadence in try settings(folder).cadences where cadence.kind == .greeting {
      #expect(cadence.steps.allSatisfy { !$0.channels.contains(.call) && !$0.elseTask })
    }
  }

  @Test(arguments: folders)
  func `D4: mail, SMS, call, visit, gift, card and letter all have their place`(
    folder: String
  ) throws {
    let used = Set(try settings(folder).cadences.flatMap(\.steps).flatMap(\.channels))
    #expect(used.isSuperset(of: [.email, .sms, .call, .visit, .gift, .card, .letter]))
  }

  @Test(arguments: folders)
  func `D4: for every card and letter there are words to copy, in both languages`(
    folder: String
  ) throws {
    let library = TemplateFolder.read(Self.root.appending(path: "templates").path()).library
    var count = 0
    for cadence in try settings(folder).cadences {
      for step in cadence.steps {
        for channel in step.channels where channel.isOnPaper {
          let name = try #require(step.template, "\(cadence.name)")
          count += 1
          for language in ["zh-CN", "en"] {
            let texts = library.variants(of: name, on: channel, language: language, fallback: "-")
            #expect(texts.count >= 2, "\(name) \(channel) \(language)")
            #expect(texts.allSatisfy { $0.identity.language == language })
          }
        }
      }
    }
    #expect(count >= 30)
  }

  @Test(arguments: folders)
  func `D7: illness and travel are answered on the day, or not at all`(folder: String) throws {
    let settings = try settings(folder)
    for name: CadenceName in ["occasion-illness", "occasion-travel"] {
      let cadence = try cadence(name, settings)
      #expect(cadence.precedence == .occasion)
      #expect(cadence.steps.allSatisfy { $0.expires != nil && !$0.channels[0].isMachineSent })
      #expect(cadence.steps.allSatisfy { $0.channels.allSatisfy { !$0.isMachineSent } })
      #expect(cadence.steps.allSatisfy { !$0.elseTask && !$0.talk.isEmpty })
    }
  }

  @Test(arguments: folders)
  func `C3: each kind of loss, and a lapse, has its own way back`(folder: String) throws {
    let settings = try settings(folder)
    let losses: [Signal] = [.lostLetGo, .lostLeft, .lostPoached, .lostDrawnAway, .lostForced]
    let ways = losses.map { loss in settings.cadences.filter { signals($0).contains(loss) } }
    #expect(ways.allSatisfy { $0.count == 1 })
    #expect(Set(ways.flatMap { $0 }.map { $0.steps[0].talk }).count == losses.count)
    #expect(try cadence("win-back-lapsed", settings).audience.computed.lapse == [.atRisk, .lapsed])
  }

  @Test(arguments: folders)
  func `E9: material goes out monthly for three months before the first call, and then for years`(
    folder: String
  ) throws {
    let nurture = try cadence("nurture", try settings(folder))
    let first = try #require(nurture.steps.firstIndex { $0.channels == [.call] })
    #expect(first == 3)
    #expect(nurture.steps[..<first].allSatisfy { $0.template != nil && $0.offset.months == 1 })
    guard case .ladder(let rule) = nurture.trigger else { return #expect(Bool(false)) }
    #expect(rule.repeats != nil)
  }

  @Test(arguments: folders)
  func `E10: happy bees are asked for a reference, and thanked when the friend has bought`(
    folder: String
  ) throws {
    let settings = try settings(folder)
    let reference = try cadence("reference", settings)
    #expect(reference.audience.computed.types == [.bee] && signals(reference).contains(.satisfied))
    let reward = try cadence("referral-reward", settings)
    #expect(signals(reward).contains(.referralBought) && reward.steps[0].channels.first == .gift)
  }
}

import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Foundation
import Testing
import TouchJournal

@testable import CadenceService

/// Row B4 of the guarantees: nothing crosses after a durable opt-out, whatever the order of things.
///
/// The very look that the service takes before `cross`, on a state folded from the same entries, over
/// random histories: 100,000 with `FIFTHCALL_LONG=1`.
@Suite(.fewAtATime) struct CrossingTests {
  /// A customer's matters, in the order in which they reach the journal.
  private struct Story {
    var state = JournalState()
    var moment: Instant
    var kinds: [String] = []

    /// Folds an entry that was made before in, at this moment.
    mutating func append(_ entry: JournalEntry) {
      var entry = entry
      entry.number = state.head.number + 1
      entry.at = moment
      state.apply(entry)
      kinds.append("\(entry.kind)")
    }
  }

  /// An entry out of a draft; its place is set when it is folded in.
  private func entry(_ draft: JournalDraft) -> JournalEntry {
    var tail = JournalTail()
    var bytes: [UInt8] = []
    let stamp = JournalStamp(at: begin, up: 0, run: 1)
    return tail.write(draft, stamp: stamp, durable: 0, to: &bytes)
  }

  /// As many as the row asks for in the long run, fewer in every one.
  private static let rounds =
    ProcessInfo.processInfo.environment["FIFTHCALL_LONG"] == "1" ? 100_000 : 5_000
  private let begin = Instant(seconds: 1_773_280_800)  // 2026-03-12T10:00+08:00

  @Test
  func `opt-outs, facts and crossings in any order: nothing goes after an opt-out`()
    throws
  {
    var builder = RosterBuilder()
    builder.add("KH0000001") { $0.birthday = try? PersonDate(parsing: "--03-12") }
    let roster = builder.build()
    let settings = Settings.forTests([.birthdays(), .greetings(4)])
    let planner = Planner(settings: settings, roster: roster, history: History())
    let touch = PlannedTouch(
      customer: 0, cadence: 0, step: 1, channel: .sms,
      occurrence: .kept(.customer, year: 2026, isLunar: false),
      day: try #require(Day(iso: "2026-03-12")), minute: MinuteOfDay("10:00") ?? .midnight)
    let id = planner.touchID(of: touch)
    let intent = entry(
      .intent(IntentFacts(touch: id, channel: .sms, day: touch.day, due: begin)))
    let attempt = entry(.attempt(touch: id, try: 1, channel: .sms))
    let crossing = JournalDraft.cross(touch: id, try: 1, channel: .sms)
    let cross = entry(crossing)
    // What happened may be told with an earlier moment than that of its line.
    let facts = Self.events.map { event in
      [0, 60].compactMap { earlier in
        event.detail.map { detail in
          entry(
            .fact(
              Fact(
                customer: "KH0000001", at: begin.adding(seconds: -earlier), detail: detail)))
        }
      }
    }
    var random = SystemlessRandom(seed: 20_260_312)
    var crossed = 0
    var stopped = 0
    var gatekeeper = Gatekeeper()
    for round in 0..<Self.rounds {
      var story = Story(moment: begin)
      story.append(intent)
      story.append(attempt)
      var mustNot = false
      // What may happen, in a random order; the crossing is asked for somewhere among it.
      for event in Self.events.indices.shuffled(using: &random).prefix(5) {
        story.moment = story.moment.adding(milliseconds: Int64(random.next() % 3))
        guard let fact = facts[event].randomElement(using: &random) else {
          guard story.state.refusal(of: crossing) == nil else { continue }
          let verdict = gatekeeper.judge(
            touch, history: story.state.history.customers["KH0000001"], at: story.moment,
            today: touch.day
          ) { planner }
          guard verdict == .send else {
            stopped += 1
            continue
          }
          story.append(cross)
          crossed += 1
          if mustNot { Issue.record("round \(round): \(story.kinds)") }
          continue
        }
        story.append(fact)
        mustNot = Self.events[event].forbids ?? mustNot
      }
    }
    #expect(
      crossed > Self.rounds / 5 && stopped > Self.rounds / 5,
      "\(crossed) crossed, \(stopped) stopped")
  }

  /// Facts, whether each forbids the birthday (nil: it changes nothing), and twice the crossing.
  private static let events: [(detail: FactDetail?, forbids: Bool?)] = [
    (nil, nil), (nil, nil), (.optOut(nil, occasion: nil), true),
    (.optOut(.sms, occasion: nil), true),
    (.optOut(nil, occasion: "birthday"), true), (.optOut(.email, occasion: nil), nil),
    (.optOut(nil, occasion: "greeting"), nil), (.note, nil), (.contact, nil),
  ]
}

/// SplitMix64: the same histories each time.
private struct SystemlessRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

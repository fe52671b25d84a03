import CadenceModel
import CivilTime

/// A message that a customer got or will get, as the frequency caps see it.
struct MessageDay {
  let day: Day
  /// Whether it counts to the caps over several days.
  let counts: Bool
  /// Whether it really went out; else it is only planned, by a cadence that had precedence.
  let isPast: Bool
}

/// Rule of tact: so many automatic messages in so many days, over all channels, and so many a day.
final class FrequencyCap: Sendable {
  private let caps: [ContactPolicy.Cap]
  private let perDay: Int
  /// The days of the longest cap.
  private let widest: Int

  init(_ policy: ContactPolicy) {
    widest = policy.caps.map(\.days).max() ?? 0
    caps = policy.caps
    perDay = policy.perDay
  }

  /// Why one more message may not go out on a day; nil when it may.
  ///
  /// - Parameters:
  ///   - day: The customer's calendar day.
  ///   - messages: What went out or is planned, in any order.
  ///   - isBound: Whether the caps over several days bind it; the daily one binds all.
  /// - Returns: `frequency-cap` when messages that went out are in the way, else `precedence`.
  func refuses(_ day: Day, among messages: [MessageDay], isBound: Bool) -> SkipReason? {
    if messages.isEmpty { return nil }
    var (sameDay, near) = (0, 0)
    for message in messages {
      let distance = abs(message.day - day)
      if distance == 0 { sameDay += 1 }
      if message.counts, distance <= widest { near += 1 }
    }
    if sameDay >= perDay { return reason(messages, from: day, to: day) }
    guard isBound, near > 0 else { return nil }
    for cap in caps {
      // Every window that holds the day and begins with a message or with the day itself.
      let earliest = day - (cap.days - 1)
      if count(messages, from: day, to: day + (cap.days - 1), onlyCounting: true) >= cap.most {
        return reason(messages, from: earliest, to: day + (cap.days - 1))
      }
      for message in messages where earliest <= message.day && message.day < day {
        let end = message.day + (cap.days - 1)
        if count(messages, from: message.day, to: end, onlyCounting: true) >= cap.most {
          return reason(messages, from: earliest, to: day + (cap.days - 1))
        }
      }
    }
    return nil
  }

  /// Messages from one day to another, both included.
  private func count(
    _ messages: [MessageDay], from first: Day, to last: Day, onlyCounting: Bool
  ) -> Int {
    var count = 0
    let (first, last) = (first.number, last.number)
    for message in messages where first <= message.day.number && message.day.number <= last {
      if message.counts || !onlyCounting { count += 1 }
    }
    return count
  }

  /// What was in the way: messages that went out, or only planned ones that go first.
  private func reason(_ messages: [MessageDay], from first: Day, to last: Day) -> SkipReason {
    let went = messages.contains { first <= $0.day && $0.day <= last && $0.isPast }
    return went ? .frequencyCap : .precedence
  }
}

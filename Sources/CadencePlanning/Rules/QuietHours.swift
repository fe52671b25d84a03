import CadenceModel
import CivilTime

/// Rule of tact: messages in the send windows only, calls and visits in the call windows, both by
/// the customer's clock.
final class QuietHours: Sendable {
  let send: [TimeWindow]
  let call: [TimeWindow]

  private static let noon = MinuteOfDay(720) ?? .midnight

  /// The policy's windows; where the config names none, those of the contract's section 2.
  init(_ policy: ContactPolicy) {
    let send = ["09:30-11:30", "14:00-19:30"].compactMap { TimeWindow($0) }
    let call = ["09:30-12:00", "14:00-20:00"].compactMap { TimeWindow($0) }
    self.send = policy.sendWindows.isEmpty ? send : policy.sendWindows
    self.call = policy.callWindows.isEmpty ? call : policy.callWindows
  }

  private init(send: [TimeWindow], call: [TimeWindow]) {
    self.send = send
    self.call = call
  }

  /// The same with calls only in some hours; where no call window has a minute of them, as before.
  func within(_ hours: [TimeWindow]) -> QuietHours {
    let both = call.flatMap { window in
      hours.compactMap {
        TimeWindow(start: max(window.start, $0.start), end: min(window.end, $0.end))
      }
    }
    let sorted = both.sorted { $0.start < $1.start }
    return sorted.isEmpty ? self : QuietHours(send: send, call: sorted)
  }

  /// Whether a message may go out at this minute.
  func allowsSending(at minute: MinuteOfDay) -> Bool { send.contains { $0.contains(minute) } }

  /// The first minute at or after this one at which a message may go out; nil: not today any more.
  func nextSending(after minute: MinuteOfDay) -> MinuteOfDay? {
    if allowsSending(at: minute) { return minute }
    return send.map(\.start).filter { $0 > minute }.min()
  }

  /// The end of the last call window of a day.
  var endOfCalls: MinuteOfDay { call.map(\.end).max() ?? .endOfDay }

  /// A minute for a message, spread evenly by the touch's hash.
  func minuteForSending(_ hash: UInt64) -> MinuteOfDay {
    Self.minute(hash, in: send, between: .midnight, and: .endOfDay, grain: 1) ?? .midnight
  }

  /// A minute for a rep's task in a part of the day, within the customer's own wish if there is one.
  func minuteForTask(
    _ hash: UInt64, part: DayHalf?, customer: TimeWindow?
  ) -> MinuteOfDay {
    let from = part == .afternoon ? Self.noon : .midnight
    let to = part == .morning ? Self.noon : .endOfDay
    if let wish = customer {
      let wished =
        Self.minute(
          hash, in: call, between: max(from, wish.start), and: min(to, wish.end), grain: 5)
        ?? Self.minute(hash, in: call, between: wish.start, and: wish.end, grain: 5)
      return wished ?? wish.start
    }
    return Self.minute(hash, in: call, between: from, and: to, grain: 5)
      ?? Self.minute(hash, in: call, between: .midnight, and: .endOfDay, grain: 5) ?? .midnight
  }

  /// A minute of the windows between two others, a multiple of `grain` from a window's start; nil
  /// when nothing is left.
  private static func minute(
    _ hash: UInt64, in windows: [TimeWindow], between from: MinuteOfDay, and to: MinuteOfDay,
    grain: Int
  ) -> MinuteOfDay? {
    var total = 0
    for window in windows { total += slots(window, from, to, grain) }
    guard total > 0 else { return nil }
    var rest = StableHash.pick(hash, below: total)
    for window in windows {
      let count = slots(window, from, to, grain)
      if rest < count {
        return MinuteOfDay(Int(max(window.start, from).minutes) + rest * grain)
      }
      rest -= count
    }
    return nil
  }

  private static func slots(
    _ window: TimeWindow, _ from: MinuteOfDay, _ to: MinuteOfDay, _ grain: Int
  ) -> Int {
    let length = Int(min(window.end, to).minutes) - Int(max(window.start, from).minutes)
    return length > 0 ? (length + grain - 1) / grain : 0
  }
}

/// A half of the day.
enum DayHalf {
  case morning, afternoon

  /// The half that a minute lies in.
  init(_ minute: MinuteOfDay) { self = minute.hour < 12 ? .morning : .afternoon }

  /// The other one.
  var other: DayHalf { self == .morning ? .afternoon : .morning }
}

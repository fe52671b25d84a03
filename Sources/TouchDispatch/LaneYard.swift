package import CadenceModel
package import CivilTime

/// How often single recipients and mail domains may be tried, and where touches wait whose recipient
/// has had enough for now.
///
/// A lane is one number, chat or domain. What is due for a lane that is full stands in the lane's
/// own queue, so that it neither holds up others nor is looked at again before its moment.
package struct LaneYard: Sendable {
  /// The longest span of a window, in seconds: tries older than that count nowhere.
  package static let memory = 86_400

  private var channels: [Channel: ChannelLanes] = [:]

  /// A yard by the windows of each channel, with the tries of the last day by lane.
  package init(windows: [Channel: [RateWindow]] = [:], spent: [String: [Instant]] = [:]) {
    for (channel, rules) in windows where !rules.isEmpty {
      channels[channel] = ChannelLanes(windows: rules, spent: spent)
    }
  }

  /// Whether a touch may be tried now, as far as its lane goes.
  func admits(_ touch: PendingTouch, at now: Instant) -> Bool {
    guard let lane = touch.lane, let channel = channels[touch.channel] else { return true }
    return channel.opens(lane, after: now) <= now
  }

  /// A due touch waits until its lane is open.
  mutating func park(_ touch: PendingTouch, at now: Instant) {
    guard let lane = touch.lane else { return }
    channels[touch.channel]?.park(touch, on: lane, at: now)
  }

  /// The first moment at which something that waits on a channel may go; nil when nothing waits.
  ///
  /// Places of touches that have left meanwhile may still be counted.
  func nextOpening(of channel: Channel) -> Instant? { channels[channel]?.nextOpening }

  /// Takes the next touch of a channel whose lane is open, of those for which `holds` is true.
  mutating func take(
    on channel: Channel, at now: Instant, where holds: (DueQueue.Item) -> Bool
  ) -> DueQueue.Item? {
    channels[channel]?.take(at: now, where: holds)
  }

  /// A try starts.
  mutating func spend(_ touch: PendingTouch, at now: Instant) {
    guard let lane = touch.lane else { return }
    channels[touch.channel]?.spend(lane, at: now)
  }

  /// A try that was counted did not happen after all.
  mutating func refund(_ touch: PendingTouch, at now: Instant) {
    guard let lane = touch.lane else { return }
    channels[touch.channel]?.refund(lane, at: now)
  }

  /// Nobody waits here any more: a new plan puts everything into its place again.
  mutating func clear(at now: Instant) {
    for channel in channels.keys { channels[channel]?.clear(at: now) }
  }
}

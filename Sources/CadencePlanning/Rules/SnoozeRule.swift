package import CadenceModel
package import CivilTime

/// Rule of tact: what was put off waits until its day.
enum SnoozeRule {
  /// The day until which a touch is put off, when that is after `day`.
  ///
  /// A snooze without a touch holds for everything that the customer would get.
  ///
  /// A message of the machine also waits for a rep to read a reply in which the customer may have said
  /// that they want no more.
  static func delay(
    _ day: Day, _ standing: borrowing CustomerStanding, isMachineSent: Bool, touch: () -> TouchID
  ) -> Day? {
    var latest: Day?
    if isMachineSent, let until = standing.machineHeldUntil, day < until { latest = until }
    if standing.snoozes.isEmpty { return latest }
    for snooze in standing.snoozes where day < snooze.until {
      guard snooze.touch == nil || snooze.touch == touch() else { continue }
      latest = max(latest ?? snooze.until, snooze.until)
    }
    return latest
  }
}

extension CustomerHistory {
  /// The day before which a reply that nobody has seen to keeps the machine quiet; nil without one.
  ///
  /// Seen to is: a human spoke with the customer since, or recorded a consent, a refusal or a note.
  func unreadUntil(before now: Instant) -> Day? {
    unreadReplies(before: now).compactMap(\.until).max()
  }

  /// The replies in which the customer may have said that they want no more, as long as nobody has seen
  /// to them.
  package func unreadReplies(before now: Instant) -> [RecordedReply] {
    replies.filter { $0.at < now && $0.until != nil && !isSeen($0, before: now) }
  }

  private func isSeen(_ reply: RecordedReply, before now: Instant) -> Bool {
    facts.contains { recorded in
      let fact = recorded.fact
      guard fact.at < now, recorded.number > reply.number else { return false }
      switch fact.detail {
      case .optIn, .optOut, .note: return true
      default: return fact.isHumanContact
      }
    }
  }
}

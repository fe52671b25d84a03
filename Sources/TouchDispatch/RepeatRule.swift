/// What is done about a message of which nobody knows whether it arrived: the table per kind of
/// touch in the study of reliable services, section 2.3.
package struct RepeatRule: Sendable, Equatable {
  /// How often it is sent once more, at most.
  package let most: Int
  /// How many seconds receipts and humans are waited for before.
  package let wait: Int

  /// Treated as sent: greetings, festivals, birthdays, surveys.
  ///
  /// A second one looks robotic, and the
  /// rep is told.
  package static let never = RepeatRule(most: 0, wait: 0)
  /// The notice before a visit, by e-mail with the same Message-ID: a missed visit costs more than
  /// a repeat.
  package static let visitNotice = RepeatRule(most: 1, wait: 1800)
  /// A rep's digest, with a mark and the same Message-ID.
  package static let digest = RepeatRule(most: 2, wait: 300)
  /// An alert to the admin: every hour until one has been taken.
  package static let alert = RepeatRule(most: .max, wait: 3600)

  /// Whether it may be sent once more after so many repeats.
  package func allows(after repeats: Int) -> Bool { repeats < most }
}

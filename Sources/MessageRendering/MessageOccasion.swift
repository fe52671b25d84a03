package import CadenceModel
package import CivilTime

/// What a message is about beyond the customer.
package struct MessageOccasion: Sendable {
  /// The customer's calendar day of the message.
  package var day: Day
  /// Which time round; nil for previews.
  package var occurrence: Occurrence?
  /// The day and time of the visit that the message announces.
  package var visit: LocalTime?
  /// What the customer asked to be sent.
  package var material: String?

  /// An occasion of these parts.
  package init(
    day: Day, occurrence: Occurrence? = nil, visit: LocalTime? = nil, material: String? = nil
  ) {
    self.day = day
    self.occurrence = occurrence
    self.visit = visit
    self.material = material
  }
}

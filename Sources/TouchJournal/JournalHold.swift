package import CivilTime

/// One reason why customer channels are shut.
package struct JournalHold: Hashable, Sendable {
  /// A word such as `operator`, `downtime` or `clock-behind`; each cause holds once.
  package var cause: String
  /// Since when.
  package var since: Instant
  /// When it ends by itself; nil: somebody must release it, or its reason must go.
  package var until: Instant?
  /// The last moment before the gap or the leap of the clock that it is for; nil where it is for none.
  package var from: Instant?
  /// Where the operator's own words are sealed.
  package var sealed: SealedReference?

  /// A hold of these parts.
  package init(
    cause: String, since: Instant, until: Instant? = nil, from: Instant? = nil,
    sealed: SealedReference? = nil
  ) {
    self.cause = cause
    self.since = since
    self.until = until
    self.from = from
    self.sealed = sealed
  }
}

/// The wall clock that an operator declared right although the journal had seen a later one.
package struct TrustedClock: Hashable, Sendable {
  /// What the wall clock showed at the last entry, as far as can be known.
  package var wall: Instant
  /// The boot-time clock at that entry, in milliseconds.
  package var up: Int64
}

/// The base and the look-ahead that were last accepted, to compare the next ones with.
package struct AcceptedSite: Hashable, Sendable {
  /// The settings' generation.
  package var generation: String
  /// How many customers there were.
  package var customers: Int
  /// Whether all of them were samples.
  package var isSample: Bool
  /// Hashes of some of their ids, 8 hex digits each.
  package var sketch: String
  /// Messages that the look-ahead counted.
  package var messages: Int
  /// The office's day with which the look-ahead began; nil in old journals.
  package var first: Day?
  /// Messages of each of its days, festivals left out.
  package var days: [Int] = []

  /// A site of these numbers.
  package init(
    generation: String, customers: Int, isSample: Bool, sketch: String, messages: Int
  ) {
    self.generation = generation
    self.customers = customers
    self.isSample = isSample
    self.sketch = sketch
    self.messages = messages
  }
}

/// The thresholds of `fifthcall report` (`reports:` in `fifthcall.yaml`).
package struct ReportSettings: Hashable, Sendable {
  /// With fewer customers of a known type the structure of the base is not judged.
  package var leastTyped = 50
  /// A type leads the base from this share of it, in percent.
  package var ledFrom = 40
  /// The percent points by which it must be ahead of the second.
  package var ledAhead = 10
  /// After so many days without a call nobody is expected to call again.
  package var givenUpAfter = 30
  /// After how many days without a real contact a customer counts as neglected.
  package var neglectedAfter = NeglectSettings()

  /// The defaults.
  package init() {}
}

/// Days without a real contact after which a customer is neglected, by tier.
package struct NeglectSettings: Hashable, Sendable {
  /// The first hundredth of the year's buyers.
  package var top = 7
  /// The next four hundredths.
  package var large = 15
  /// The next fifteen.
  package var medium = 30
  /// The other buyers of the year.
  package var small = 90
  /// Who bought before that.
  package var inactive = 180
  /// Who has asked or was offered something.
  package var prospect = 30
  /// Everybody else.
  package var suspect = 180

  /// The defaults.
  package init() {}
}

/// How many minutes a rep's work takes where nobody reported it (`effort:` in `fifthcall.yaml`).
package struct EffortSettings: Hashable, Sendable {
  /// A call that reached the customer.
  package var call = 10
  /// A call that did not.
  package var callUnanswered = 2
  /// A visit, with the way there.
  package var visit = 60
  /// Any other real contact, such as a walk-in.
  package var contact = 15
  /// A gift brought.
  package var gift = 20
  /// A card written.
  package var card = 10
  /// A letter written.
  package var letter = 20

  /// The defaults.
  package init() {}
}

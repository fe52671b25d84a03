package import CivilTime

/// One earlier use of a text for one customer.
package struct TextUse: Hashable, Sendable {
  /// ``TemplateIdentity/textID`` of the text.
  package var textID: String
  /// The day it was sent.
  package var day: Day

  /// A use on a day.
  package init(textID: String, day: Day) {
    self.textID = textID
    self.day = day
  }
}

/// Which variant a customer gets: never the same words again before all variants were used and the
/// rest time has passed.
package enum VariantChoice: Sendable {
  case text(Template)
  /// Nothing may be sent; the first text is free again on that day, nil when there are no variants.
  case noFreshText(until: Day?)

  /// Chooses among the variants that fit, the same for equal inputs in any order.
  ///
  /// Unused ones come first, drawn by the touch; then, once all were used, the one that has rested
  /// longest, if that is long enough.
  /// `used` is the customer's history, where other texts do not matter; the touch id draws.
  package static func choose(
    among variants: [Template], used: [TextUse], today: Day, restMonths: Int = 24, touch: String
  ) -> VariantChoice {
    var last: [String: Day] = [:]
    for use in used { last[use.textID] = max(use.day, last[use.textID] ?? use.day) }
    let sorted = variants.sorted { $0.identity.textID < $1.identity.textID }
    let fresh = sorted.filter { last[$0.identity.textID] == nil }
    guard fresh.isEmpty else {
      let draw = StableHash.of(touch) % UInt64(fresh.count)
      return .text(fresh[Int(draw)])
    }
    let rested = sorted.compactMap { template in
      last[template.identity.textID].map { (template, free: $0.adding(months: restMonths)) }
    }
    guard let oldest = rested.min(by: { $0.free < $1.free }) else {
      return .noFreshText(until: nil)
    }
    return oldest.free <= today ? .text(oldest.0) : .noFreshText(until: oldest.free)
  }
}

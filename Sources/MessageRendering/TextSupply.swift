package import CadenceModel
package import CivilTime

/// Whether there are enough texts for a cadence (product row D3).
package struct TextSupply: Sendable {
  /// Messages a year to one customer.
  package var perYear: Int
  /// Months before a text may return.
  package var restMonths: Int

  /// A demand of so many messages a year.
  package init(perYear: Int, restMonths: Int = 24) {
    self.perYear = perYear
    self.restMonths = restMonths
  }

  /// Variants that never run out: as many as are sent in one rest time.
  package var variantsNeeded: Int { (perYear * restMonths + 11) / 12 }

  /// A warning when a cadence runs out of texts, at the place that names the template.
  package func finding(
    variants: Int, of name: TemplateName, on channel: Channel, language: String,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard variants < variantsNeeded else { return nil }
    let text = "“\(name)” has \(variants) \(channel.name) texts in \(language); \(perYear) a year "
    let months = perYear > 0 ? variants * 12 / perYear : 0
    return place.warning(
      text + "use them up in \(months) months, and \(variantsNeeded) are needed so that none "
        + "returns within \(restMonths) months")
  }

  /// How many of these variants a customer may still get on a day.
  package func fresh(among variants: [Template], used: [TextUse], today: Day) -> Int {
    let resting = Set(
      used.filter { $0.day.adding(months: restMonths) > today }.map(\.textID))
    return variants.filter { !resting.contains($0.identity.textID) }.count
  }
}

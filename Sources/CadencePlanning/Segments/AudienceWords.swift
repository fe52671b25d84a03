import CadenceModel

/// Which conditions of an audience a customer does not meet, in words.
struct AudienceWords {
  let customer: Customer
  let segment: Segment
  let roster: Roster
  let settings: Settings
  let sources: [String]

  /// Every condition that does not hold, with what there is and what is wanted.
  func why(_ audience: Audience) -> String {
    var reasons = onFile(audience) + computed(audience.computed) + further(audience)
    let groups = audience.groups.sorted()
    if !groups.isEmpty, reasons.isEmpty {
      reasons = groups.map { name in "not in \(name): \(why(settings.groups[name] ?? Audience()))" }
    }
    return reasons.isEmpty ? "left out by name" : reasons.joined(separator: "; ")
  }

  private func onFile(_ audience: Audience) -> [String] {
    var reasons = [
      missed("stage", customer.stage.name, audience.stages.map(\.name)),
      missed("level", customer.level.name, audience.levels.map(\.name)),
      missed("country", text(roster.countries, customer.country), Array(audience.countries)),
      missed("source", text(sources, customer.source), Array(audience.sources)),
    ]
    let language = text(roster.languages, customer.language)
    if !audience.languages.contains(where: { language == $0 || language.hasPrefix($0 + "-") }) {
      reasons.append(missed("language", language, Array(audience.languages)))
    }
    let rep =
      Int(customer.rep) < settings.reps.count ? settings.reps[Int(customer.rep)].id.text : ""
    reasons.append(missed("rep", rep, audience.reps.map(\.text)))
    if let wanted = audience.hasInstallation, wanted == customer.installations.isEmpty {
      reasons.append(wanted ? "nothing is installed" : "something is installed")
    }
    return reasons.compactMap { $0 }
  }

  private func computed(_ audience: ComputedAudience) -> [String] {
    var reasons = [
      missed("type", segment.type?.rawValue, audience.types.map(\.rawValue)),
      missed("tier", segment.tier?.rawValue, audience.tiers.map(\.rawValue)),
      missed("lapse", segment.lapse?.rawValue, audience.lapse.map(\.rawValue)),
    ]
    var single = ComputedAudience()
    func add(_ text: String) { if !ComputedTest(single).allows(segment) { reasons.append(text) } }
    single.valueFrom = audience.valueFrom
    add("value \(Amount(hundredths: segment.value)), wanted \(audience.valueFrom ?? 0)")
    single = ComputedAudience()
    single.boughtWithin = audience.boughtWithin
    single.notBoughtWithin = audience.notBoughtWithin
    add("last purchase \(segment.lastPurchase.map { "\($0)" } ?? "never")")
    single = ComputedAudience()
    single.referralsFrom = audience.referralsFrom
    add("introduced \(segment.referrals), wanted \(audience.referralsFrom ?? 0)")
    single = ComputedAudience()
    single.minSatisfaction = audience.minSatisfaction
    let satisfaction = segment.satisfaction.map { "\($0) %" } ?? "never asked"
    add("satisfaction \(satisfaction), wanted \(audience.minSatisfaction ?? 0) %")
    return reasons.compactMap { $0 }
  }

  private func further(_ audience: Audience) -> [String] {
    var reasons: [String] = []
    func add(_ name: String, _ wanted: Set<String>, _ change: (inout Audience) -> Void) {
      var single = Audience()
      change(&single)
      let test = AudienceTest(single, roster: roster, settings: settings, sources: sources)
      guard test.answer(customer, segment) == .outside else { return }
      reasons.append("\(name), wanted \(wanted.sorted().joined(separator: ", "))")
    }
    let tags = roster.tags(customer).joined(separator: ", ")
    add("tags \(tags.isEmpty ? "none" : tags)", audience.tags) { $0.tags = audience.tags }
    add("other products", audience.products) { $0.products = audience.products }
    add("other interests", audience.interests) { $0.interests = audience.interests }
    let area = Int(customer.area) < roster.areas.count ? roster.areas[Int(customer.area)] : ""
    add("area \(area)", audience.areas) { $0.areas = audience.areas }
    return reasons
  }

  /// `tier small, wanted large or top`; nil where the condition holds.
  private func missed(_ name: String, _ value: String?, _ wanted: [String]) -> String? {
    guard !wanted.isEmpty, !wanted.contains(value ?? "") else { return nil }
    let shown = value.map { $0.isEmpty ? "none" : $0 } ?? "none"
    return "\(name) \(shown), wanted \(wanted.sorted().joined(separator: " or "))"
  }

  private func text(_ table: [String], _ index: UInt16) -> String {
    Int(index) < table.count ? table[Int(index)] : ""
  }
}

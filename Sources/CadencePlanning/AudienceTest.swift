import CadenceModel

/// An ``Audience`` made ready for a roster, so that asking costs a few bit tests.
final class AudienceTest: Sendable {
  /// What the test answers.
  enum Answer {
    case inside, outside
    /// Named in `except`: the one case that listings report.
    case excluded
  }

  private let isEverybody: Bool
  private let stages: UInt8
  private let levels: UInt8
  private let languages: [Bool]
  private let countries: [Bool]
  private let sources: [Bool]
  private let reps: [Bool]
  private let areas: [Bool]
  private let hasInstallation: Bool?
  private let except: Set<CustomerID>
  private let labels: LabelTest?
  private let computed: ComputedTest?
  private let groups: [AudienceTest]

  /// Prepares an audience; `sources` are the names that effective customers index.
  init(_ audience: Audience, roster: Roster, settings: Settings, sources names: [String]) {
    isEverybody = audience.isEverybody
    stages = audience.stages.reduce(0) { $0 | 1 << $1.rawValue }
    levels = audience.levels.reduce(0) { $0 | 1 << $1.rawValue }
    languages = Self.table(roster.languages, allowed: audience.languages) { tag, wanted in
      tag == wanted || tag.hasPrefix(wanted + "-")
    }
    countries = Self.table(roster.countries, allowed: audience.countries, matches: ==)
    sources = Self.table(names, allowed: audience.sources, matches: ==)
    reps = audience.reps.isEmpty ? [] : settings.reps.map { audience.reps.contains($0.id) }
    areas = Self.table(roster.areas, allowed: audience.areas) { area, wanted in
      area == wanted || area.hasPrefix(wanted + " ") || area.hasSuffix(" " + wanted)
    }
    hasInstallation = audience.hasInstallation
    except = audience.except
    labels = LabelTest(audience, roster)
    computed = audience.computed.isEverybody ? nil : ComputedTest(audience.computed)
    groups = audience.groups.sorted().map { name in
      AudienceTest(
        settings.groups[name] ?? Audience(), roster: roster, settings: settings, sources: names)
    }
  }

  /// For each text of a roster's table whether it is allowed; empty where all are.
  private static func table(
    _ texts: [String], allowed: Set<String>, matches: (String, String) -> Bool
  ) -> [Bool] {
    guard !allowed.isEmpty else { return [] }
    return texts.map { text in allowed.contains { matches(text, $0) } }
  }

  /// Whether a condition asks for what facts say, so that a segment is needed for the answer.
  var needsSegment: Bool { computed != nil || groups.contains(where: \.needsSegment) }

  /// Whether the answer may depend on the lead source.
  var needsSource: Bool { !sources.isEmpty || groups.contains(where: \.needsSource) }

  /// Whether a customer belongs to the audience; the segment counts only where it
  /// ``needsSegment``.
  func answer(_ customer: borrowing Customer, _ segment: Segment) -> Answer {
    if isEverybody { return .inside }
    guard allowsFile(customer) else { return .outside }
    if let computed, !computed.allows(segment) { return .outside }
    if let labels, !labels.allows(customer) { return .outside }
    if !groups.isEmpty {
      guard isMember(customer, segment) else { return .outside }
    }
    if !except.isEmpty, except.contains(customer.id) { return .excluded }
    return .inside
  }

  /// Whether one of the groups has the customer.
  private func isMember(_ customer: borrowing Customer, _ segment: Segment) -> Bool {
    for group in groups where group.answer(customer, segment) == .inside { return true }
    return false
  }

  private func allowsFile(_ customer: borrowing Customer) -> Bool {
    guard allows(customer.stage), allows(customer.level), allowsLanguage(customer.language),
      allowsCountry(customer.country), allowsSource(customer.source), allowsRep(customer.rep)
    else { return false }
    if let hasInstallation, hasInstallation == customer.installations.isEmpty { return false }
    return areas.isEmpty || (Int(customer.area) < areas.count && areas[Int(customer.area)])
  }

  func allows(_ stage: CustomerStage) -> Bool { stages == 0 || stages & 1 << stage.rawValue != 0 }
  func allows(_ level: CustomerLevel) -> Bool { levels == 0 || levels & 1 << level.rawValue != 0 }
  func allowsLanguage(_ index: UInt16) -> Bool { Self.allows(languages, index) }
  func allowsCountry(_ index: UInt16) -> Bool { Self.allows(countries, index) }
  func allowsSource(_ index: UInt16) -> Bool { Self.allows(sources, index) }
  func allowsRep(_ index: UInt16) -> Bool { Self.allows(reps, index) }

  private static func allows(_ table: [Bool], _ index: UInt16) -> Bool {
    table.isEmpty || (Int(index) < table.count && table[Int(index)])
  }
}

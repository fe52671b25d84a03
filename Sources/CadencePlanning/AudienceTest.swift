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
  private let hasInstallation: Bool?
  private let except: Set<CustomerID>

  init(_ audience: Audience, roster: Roster, reps allReps: [Rep]) {
    isEverybody = audience.isEverybody
    stages = audience.stages.reduce(0) { $0 | 1 << $1.rawValue }
    levels = audience.levels.reduce(0) { $0 | 1 << $1.rawValue }
    languages = Self.table(roster.languages, allowed: audience.languages) { tag, wanted in
      tag == wanted || tag.hasPrefix(wanted + "-")
    }
    countries = Self.table(roster.countries, allowed: audience.countries, matches: ==)
    sources = Self.table(roster.sources, allowed: audience.sources, matches: ==)
    reps = audience.reps.isEmpty ? [] : allReps.map { audience.reps.contains($0.id) }
    hasInstallation = audience.hasInstallation
    except = audience.except
  }

  /// For each text of a roster's table whether it is allowed; empty where all are.
  private static func table(
    _ texts: [String], allowed: Set<String>, matches: (String, String) -> Bool
  ) -> [Bool] {
    guard !allowed.isEmpty else { return [] }
    return texts.map { text in allowed.contains { matches(text, $0) } }
  }

  /// Whether a customer belongs to the audience.
  func answer(_ customer: borrowing Customer) -> Answer {
    if isEverybody { return .inside }
    guard allows(customer.stage), allows(customer.level), allowsLanguage(customer.language),
      allowsCountry(customer.country), allowsSource(customer.source), allowsRep(customer.rep)
    else { return .outside }
    if let hasInstallation, hasInstallation == customer.installations.isEmpty { return .outside }
    if !except.isEmpty, except.contains(customer.id) { return .excluded }
    return .inside
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

/// A report in the making: takes one person after the other, then has its tables.
protocol ReportFold {
  /// Whether persons of other reps are wanted, too, where the report asks for one rep's figures.
  static var wantsEverybody: Bool { get }
  /// Nothing yet.
  init(_ scope: ReportScope)
  /// Takes a person in.
  mutating func take(_ person: ReportSubject)
  /// What it adds up to.
  func tables() -> [ReportTable]
}

extension ReportFold {
  /// Mostly a report on one rep is about that rep's customers.
  static var wantsEverybody: Bool { false }

  /// The tables of everybody in a scope.
  fileprivate static func tables(_ scope: ReportScope) -> [ReportTable] {
    var fold = Self(scope)
    scope.forEachSubject { person in
      if let rep = scope.rep, person.rep != rep, !wantsEverybody { return }
      fold.take(person)
    }
    return fold.tables()
  }
}

extension Report {
  /// Makes a report.
  package static func make(_ name: ReportName, _ scope: ReportScope) -> Report {
    Report(name: name, tables: fold(name).tables(scope))
  }

  private static func fold(_ name: ReportName) -> any ReportFold.Type {
    switch name {
    case .structure: StructureReport.self
    case .pyramid: PyramidReport.self
    case .attempts: AttemptsReport.self
    case .sources: SourcesReport.self
    case .reasons: ReasonsReport.self
    case .losses: LossesReport.self
    case .neglected: NeglectedReport.self
    case .load: LoadReport.self
    case .delivery: DeliveryReport.self
    case .consent: ConsentReport.self
    case .satisfaction: SatisfactionReport.self
    case .value: ValueReport.self
    }
  }
}

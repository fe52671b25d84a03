import CadenceModel
import CivilTime
import FifthcallTestSupport
import RepReporting
import Testing

/// Customers, facts and segments for one test of a report; days are Shanghai's.
struct ReportSample {
  private var roster = RosterBuilder()
  private var histories: [CustomerID: CustomerHistory] = [:]
  private var segments: [CustomerID: Segment] = [:]
  private var count: Int64 = 0
  private var purchases = PurchaseTable()
  var settings: Settings
  var today = "2027-01-01"

  init() {
    let ladder = Cadence(
      name: "follow-up", title: "Follow-up",
      trigger: .ladder(
        LadderRule(opens: [.inquiry], endedBy: [])),
      precedence: .followUp, steps: [])
    settings = .forTests(
      [ladder], reps: [Rep(id: "mao", names: ["毛"]), Rep(id: "xu", names: ["徐"])])
  }

  /// Adds a customer with a segment.
  mutating func add(
    _ id: CustomerID, _ type: CustomerType? = nil, _ tier: PyramidTier? = nil,
    bought: [(day: String, amount: Int64)] = [], value: Int64 = 0, lapse: LapseRisk? = nil,
    _ change: (inout Customer) -> Void = { _ in }
  ) {
    let start = purchases.count
    for purchase in bought {
      guard let day = Day(iso: purchase.day) else { continue }
      purchases.append(Purchase(day: day, amount: purchase.amount))
    }
    roster.add(id) { customer in
      customer.purchaseStart = UInt32(start)
      customer.purchaseCount = UInt16(bought.count)
      change(&customer)
    }
    var segment = Segment()
    (segment.type, segment.tier, segment.lapse) = (type, tier, lapse)
    (segment.value, segment.yearValue, segment.contribution) = (value, value / 2, value)
    segments[id] = segment
  }

  /// Records a fact at a time such as `2026-11-02T10:30`.
  mutating func record(
    _ id: CustomerID, _ time: String, _ detail: FactDetail, rep: RepID? = nil,
    touch: String? = nil, minutes: Int? = nil, relation: Relation? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let at = try #require(
      Instant(rfc3339: time + ":00+08:00"), "no time: \(time)", sourceLocation: sourceLocation)
    var fact = Fact(
      customer: id, at: at, rep: rep, touch: touch.flatMap { TouchID(text: "\(id)/\($0)") },
      detail: detail)
    fact.marks.minutes = minutes
    fact.marks.relation = relation
    count += 1
    histories[id, default: CustomerHistory()].facts.append(
      RecordedFact(number: count, fact: fact))
  }

  /// Changes what the journal knows of somebody.
  mutating func change(_ id: CustomerID, _ change: (inout CustomerHistory) -> Void) {
    change(&histories[id, default: CustomerHistory()])
  }

  /// What the report is made of.
  func scope(
    from: String = "2026-01-01", to: String = "2026-12-31", rep: RepID? = nil
  ) throws -> ReportScope {
    var built = roster.build()
    built.purchases = purchases
    let roster = built
    let day = try #require(Day(iso: today))
    var scope = ReportScope(
      settings: settings, roster: roster, history: History(customers: CustomerHistories(histories)),
      moment: try #require(Instant(rfc3339: today + "T00:00:00+08:00")), today: day,
      from: try #require(Day(iso: from)), to: try #require(Day(iso: to)), rep: rep)
    let known = segments
    scope.segment = { known[roster.customers[$0].id] ?? Segment() }
    return scope
  }

  /// A report's rows by table, each cell as it is written, by column.
  func rows(
    _ name: ReportName, from: String = "2026-01-01", to: String = "2026-12-31",
    rep: RepID? = nil
  ) throws -> [String: [[String: String]]] {
    let report = Report.make(name, try scope(from: from, to: to, rep: rep))
    var tables: [String: [[String: String]]] = [:]
    for table in report.tables {
      tables[table.name] = (0..<table.count).map { row in
        Dictionary(zip(table.columns, table[row].map(\.written))) { first, _ in first }
      }
    }
    return tables
  }
}

extension [String: [[String: String]]] {
  /// The cells of a row, known by its first column, in the order of the columns named.
  func cells(_ table: String, _ row: String, _ columns: String...) -> [String] {
    let found = self[table]?.first { $0[table] == row }
    return columns.map { found?[$0] ?? "no such cell" }
  }
}

import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import JournalFile

/// `fifthcall hand-over`: gives a rep's customers to another rep.
struct HandOverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hand-over",
    abstract: "Hands a rep's customers over to another rep.",
    discussion: """
      Records assigned for every customer of FROM, or for those named. Open tasks follow, what was
      recorded stays. Either all is right or nothing is written (status 65). What is handed over is
      FROM's no longer, so that the command can be repeated after a failure.

      Holds until somebody edits the customer's rep in the customer file.
      """)

  @Argument(help: "The rep who gives them away: a rep's id.")
  var from: String

  @Argument(help: "The rep who takes them over: a rep's id.")
  var to: String

  @Option(help: "Only this customer; may be given more than once.")
  var customer: [String] = []

  @Option(parsing: .unconditional, help: "Why, in free words; kept sealed.")
  var why: String?

  @Flag(help: "Shows who would be handed over and writes nothing.")
  var dryRun = false

  @Option(help: "table (a sentence) or json (a line a customer).")
  var format = ListingFormat.table

  @OptionGroup var site: SiteOptions

  func run() throws {
    let reading = try SiteReading(site)
    let client = try JournalCommand.answering { () throws(JournalProblem) in
      try RecordClient(state: site.stateFolder)
    }
    let facts = try checked(reading)
    if dryRun {
      for fact in facts { try show(fact.customer, nil) }
    } else {
      try record(facts, client)
    }
    if format != .json {
      let done = dryRun ? "to hand over" : "handed over"
      try LineOutput.line("\(done) from \(from) to \(to): \(facts.count)")
    }
  }

  /// What is to be recorded; throws when anything is wrong with it.
  private func checked(_ reading: SiteReading) throws -> [Fact] {
    let settings = reading.settings
    let today = (settings.zones[settings.site.zone] ?? .utc).local(at: reading.journalNow).day
    try refuse(repProblems(settings, today))
    let owned = owned(reading, today)
    let wanted = try chosen(owned, reading.roster)
    let context = FactContext(
      settings: settings, roster: reading.roster, history: reading.history,
      now: reading.journalNow)
    var (facts, problems): ([Fact], [String]) = ([], [])
    for customer in wanted {
      do {
        facts.append(
          try FactParser.read(
            kind: FactKind.assigned.name, customer: customer, options: options, context: context))
      } catch {
        problems += error.problems.map { "\(customer): \($0)" }
      }
    }
    try refuse(problems)
    return facts
  }

  private var options: [(FactOption, String)] {
    [(.to, to)] + (why.map { [(.note, $0)] } ?? [])
  }

  private func repProblems(_ settings: Settings, _ today: Day) -> [String] {
    let ids = settings.reps.map(\.id.text)
    var problems = [from, to].filter { !ids.contains($0) }.map {
      "unknown rep \($0)\(CadenceModel.NearestName.hint($0, in: ids))"
    }
    if from == to { problems.append("\(from) has them already") }
    if settings.reps.contains(where: { $0.id.text == to && $0.hasLeft(by: today) }) {
      problems.append("\(to) has left; hand over to somebody who stays")
    }
    return problems
  }

  /// The customers of the rep who gives: by file and records, or as a leaver's successor.
  private func owned(_ reading: SiteReading, _ today: Day) -> [String] {
    let settings = reading.settings
    let planner = Planner(
      settings: settings, roster: reading.roster, history: reading.history)
    return reading.roster.customers.indices.filter { index in
      let recorded = planner.rep(ofCustomer: index)
      let inCharge = settings.inCharge(recorded, on: today)
      return [recorded, inCharge].contains { settings.reps[Int($0)].id.text == from }
    }.map { reading.roster.customers[$0].id.text }
  }

  /// Those named, else all.
  private func chosen(_ owned: [String], _ roster: Roster) throws -> [String] {
    guard !customer.isEmpty else { return owned }
    let own = Set(owned)
    try refuse(
      customer.filter { !own.contains($0) }.map { id in
        roster.index(of: CustomerID(id)) == nil
          ? "unknown customer \(id)" : "\(id) is no customer of \(from)"
      })
    let named = Set(customer)
    return owned.filter { named.contains($0) }
  }

  private func refuse(_ problems: [String]) throws {
    guard !problems.isEmpty else { return }
    problems.forEach { StandardError.write($0) }
    throw ExitCode.badData
  }

  /// Through the running service, else straight into the journal.
  private func record(_ facts: [Fact], _ client: RecordClient) throws {
    for (place, fact) in facts.enumerated() {
      let request = ControlRequest.record(
        kind: FactKind.assigned.name, customer: fact.customer.text,
        options: options.map { RecordOption(name: $0.rawValue, value: $1) })
      switch client.ask(request) {
      case .recorded(let number): try show(fact.customer, number)
      case .refused(let problems, let exitCode):
        problems.forEach { StandardError.write("\(fact.customer): \($0)") }
        throw ExitCode(exitCode)
      case nil:
        return try append(Array(facts[place...]), client)
      }
    }
  }

  private func append(_ facts: [Fact], _ client: RecordClient) throws {
    let numbers = try JournalCommand.answering { () throws(JournalProblem) in
      try client.append(facts)
    }
    for (fact, number) in zip(facts, numbers) { try show(fact.customer, number) }
  }

  private func show(_ customer: CustomerID, _ number: Int64?) throws {
    guard format == .json else { return }
    var output = LineOutput()
    output.write("{\"customer\":")
    output.writeJSON(customer.text)
    output.write(",\"from\":\"\(from)\",\"to\":\"\(to)\"")
    if let number { output.write(",\"n\":\(number)") }
    output.write("}")
    try output.endLine()
    try output.flush()
  }
}

import ArgumentParser
import CadenceModel
import CadenceService
import JournalFile

/// `fifthcall record`: writes down what happened with a customer.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Records what happened with a customer, or takes a record back.",
    discussion: """
      KIND is inquiry, offer, won, lost, call, visit, purchase, complaint, resolved, promise, kept,
      opt-out, opt-in, occasion, snooze, gift, card, letter, survey, deceased, bereaved, note,
      contact or referral. Which option belongs to which kind is said in docs/digest.md; one that
      does not is refused, and then nothing is written (status 65).

      record retract N takes record number N back. record --init creates the state folder.

      Answers {"n":…} once the record is durable, with or without a running service.
      """)

  @Argument(help: "What happened; or: retract.")
  var kind: String?

  @Argument(help: "The customer's id; with retract: the record's number.")
  var customer: String?

  @Flag(name: .customLong("init"), help: "Creates the state folder if there is none.")
  var makesState = false

  @OptionGroup(title: "What belongs to the kinds") var options: RecordOptions
  @OptionGroup var site: SiteOptions

  func validate() throws {
    guard kind != nil || makesState else {
      throw ValidationError("say what happened and with whom: record KIND CUSTOMER")
    }
    guard kind == nil || customer != nil else {
      throw ValidationError(
        kind == "retract" ? "retract which number?" : "with which customer?")
    }
  }

  func run() throws {
    if makesState {
      _ = try JournalCommand.answering { () throws(JournalProblem) in
        try StateFolder(creating: site.stateFolder)
      }
    }
    guard let kind, let customer else { return }
    let client = try JournalCommand.answering { () throws(JournalProblem) in
      try RecordClient(state: site.stateFolder)
    }
    try finish(
      kind == "retract" ? retract(customer, client) : record(kind, of: customer, client))
  }

  /// Through the running service, else straight into the journal after the same checks.
  private func record(_ kind: String, of customer: String, _ client: RecordClient) throws
    -> RecordClient.Answer
  {
    let typed = options.typed
    let request = ControlRequest.record(
      kind: kind, customer: customer,
      options: typed.map { RecordOption(name: $0.rawValue, value: $1) })
    if let answer = client.ask(request) { return answer }
    let reading = try SiteReading(site)
    let context = FactContext(
      settings: reading.settings, roster: reading.roster, history: reading.history,
      now: reading.journalNow)
    do {
      let fact = try FactParser.read(
        kind: kind, customer: customer, options: typed, context: context)
      return try .recorded(
        JournalCommand.answering { () throws(JournalProblem) in
          try client.append(
            fact, settings: reading.settings, roster: reading.roster,
            templates: reading.templates)
        })
    } catch let refusal as FactRefusal {
      return .refused(refusal.problems, exitCode: 65)
    }
  }

  /// Takes a record back; only who does it can be said with it.
  private func retract(_ number: String, _ client: RecordClient) throws -> RecordClient.Answer {
    let other = options.typed.filter { $0.0 != .rep }.map {
      "\($0.0.flag) does not belong to retract"
    }
    guard other.isEmpty else { return .refused(other, exitCode: 65) }
    guard let wanted = Int64(number), wanted > 0 else {
      return .refused(["\(number) is no number of a record"], exitCode: 65)
    }
    let rep = options.rep.last
    if let answer = client.ask(.retract(number: wanted, rep: rep)) { return answer }
    let reading = try SiteReading(site)
    let owner = reading.history.customers.first { _, history in
      history.facts.contains { $0.number == wanted }
    }
    guard let owner else {
      return .refused(["there is no record number \(wanted), or it was retracted"], exitCode: 65)
    }
    if let rep, !reading.settings.reps.contains(where: { $0.id.text == rep }) {
      let hint = NearestName.hint(rep, in: reading.settings.reps.map(\.id.text))
      return .refused(["unknown rep \(rep)\(hint)"], exitCode: 65)
    }
    return try .recorded(
      JournalCommand.answering { () throws(JournalProblem) in
        try client.retract(wanted, of: owner.key, rep: rep.map { RepID($0) })
      })
  }

  /// Prints the number, or what is wrong.
  private func finish(_ answer: RecordClient.Answer) throws {
    switch answer {
    case .recorded(let number): try LineOutput.line("{\"n\":\(number)}")
    case .refused(let problems, let exitCode):
      problems.forEach { StandardError.write($0) }
      throw ExitCode(exitCode)
    }
  }
}

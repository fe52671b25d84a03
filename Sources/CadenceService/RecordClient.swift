package import CadenceModel
import CivilTime
package import JournalFile
package import MessageRendering
import ServiceRuntime
package import TouchJournal

/// Records something from a command: through the running service, else straight into the journal.
package struct RecordClient {
  let folder: StateFolder
  private let socket: String

  /// What came of it.
  package enum Answer: Sendable {
    /// Durable under this number.
    case recorded(Int64)
    /// Nothing was written: what is wrong, and the exit code.
    case refused([String], exitCode: Int32)
  }

  /// A client of a state folder; throws when there is none (exit 69).
  package init(state path: String) throws(JournalProblem) {
    folder = try StateFolder(existing: path)
    socket = ControlPath.socket(in: path)
  }

  /// Asks the running service; nil when none runs.
  package func ask(_ request: ControlRequest) -> Answer? {
    guard StateLock.isHeld(folder) else { return nil }
    do {
      let line = try ControlClient.ask(ControlCoding.line(request), path: socket)
      guard let reply = ControlCoding.read(ControlReply.self, line) else {
        return .refused(["the service's answer cannot be read"], exitCode: 69)
      }
      guard let number = reply.number else {
        return .refused(reply.problems, exitCode: reply.exitCode)
      }
      return .recorded(number)
    } catch {
      return .refused(["\(error)"], exitCode: 69)
    }
  }

  /// The journal's state as it is on disk, for checking what is to be recorded.
  package func state() throws(JournalProblem) -> JournalState {
    var state = JournalState()
    let report = try JournalReading.read(folder, applied: folder.projectionWitness) {
      state.apply($0)
    }
    guard report.verdict <= .torn else { throw .damaged(report) }
    return state
  }

  /// Opens the journal for writing while no service runs; one that has lost what the projection saw is
  /// refused, as by a start.
  func openJournal(
    _ body: (JournalEntry) -> Void = { _ in }
  ) throws(JournalProblem) -> Journal {
    try Journal.open(folder, role: .command, applied: folder.projectionWitness, body)
  }

  /// Records a fact while no service runs.
  package func append(
    _ fact: Fact, settings: Settings, roster: Roster, templates: TemplateLibrary
  ) throws(JournalProblem) -> Int64 {
    var state = JournalState()
    let journal = try openJournal { state.apply($0) }
    defer { journal.close() }
    let fact = try GivenUpAddresses.noting(fact, in: roster, folder: folder)
    let draft = try FactEntries.draft(fact, sealed: journal.sealed)
    let number = try journal.append([draft]).first?.number ?? 0
    let zone = roster.index(of: fact.customer)
      .flatMap { settings.zones[roster.zones[Int(roster.customers[$0].zone)]] }
    let text = PaperTexts(settings: settings, roster: roster, templates: templates).identity(
      answeredBy: fact, state.history.customers[fact.customer], zone: zone ?? .utc)
    let settlement = FactEntries.settlement(
      of: fact, number: number, zone: zone ?? .utc, text: text)
    var drafts: [JournalDraft] = []
    if let settlement, let touch = fact.touch {
      // Left behind by a crash: nobody knows whether it arrived, and now a human has spoken.
      if let crossed = state.uncertain.first(where: { $0.touch == touch }) {
        drafts.append(.uncertain(crossed, code: "interrupted"))
      }
      drafts.append(settlement)
    }
    try journal.appendDurably(drafts)
    return number
  }

  /// Takes a fact back while no service runs; the caller has checked the number.
  package func retract(_ number: Int64, of customer: CustomerID, rep: RepID?)
    throws(JournalProblem) -> Int64
  {
    let journal = try openJournal()
    defer { journal.close() }
    let entries = try journal.appendDurably([
      .retracted(number: number, customer: customer, rep: rep)
    ])
    return entries.first?.number ?? 0
  }
}

/// Where the running service listens.
package enum ControlPath {
  /// The control socket of a state folder.
  package static func socket(in state: String) -> String { state + "/control.sock" }
}

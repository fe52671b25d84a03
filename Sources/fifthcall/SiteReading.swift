import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import JournalFile
import MessageRendering
import RepReporting
import ServiceRuntime
import TouchJournal

/// Config, customers and journal as a command reads them; nothing is locked or written.
struct SiteReading {
  /// What the admin's files say.
  let site: LoadedSite
  /// Their settings, without errors.
  let settings: Settings
  /// What the journal adds up to; empty where there is none.
  let state: JournalState
  /// Opens the free texts of recorded facts.
  let texts: @Sendable (RecordedFact) -> [String: String]
  /// Opens the texts of customers' messages.
  let replyText: @Sendable (CustomerID, RecordedReply) -> String
  /// The moment of reading.
  let now: Instant

  /// Reads everything, or says on standard error what is wrong and throws the exit code.
  ///
  /// With `asOf`, what became of touches from that day on is not known yet; recorded facts are all
  /// there, since they may tell of earlier days. `watch` sees every entry that counts.
  init(
    _ options: SiteOptions, asOf: Day? = nil, watch: (JournalEntry) -> Void = { _ in }
  ) throws {
    let now = Instant(milliseconds: ServiceClock.system.wall())
    let site = SiteLoader.load(config: options.configFolder, now: now)
    guard let settings = site.settings, !site.hasErrors else {
      site.diagnostics.sorted().forEach { StandardError.write("\($0)") }
      throw ExitCode.badConfiguration
    }
    let cut = asOf.map { Self.start(of: $0, settings) }
    var state = JournalState()
    var texts: @Sendable (RecordedFact) -> [String: String] = { $0.fact.texts }
    var replyText: @Sendable (CustomerID, RecordedReply) -> String = { _, _ in "" }
    if options.hasState {
      do throws(JournalProblem) {
        let folder = try StateFolder(existing: options.stateFolder)
        let report = try JournalReading.read(folder) { entry in
          if let cut, entry.at >= cut, !Self.isRecord(entry) { return }
          state.apply(entry)
          watch(entry)
        }
        state.recognise(ErasedPersons.returned(in: site.roster, state, folder: folder))
        state.giveUp(GivenUpAddresses.found(in: site.roster, state, folder: folder))
        let sealed = SealedStore(folder)
        texts = FactEntries.opener(sealed)
        replyText = FactEntries.replyOpener(sealed)
        if report.verdict > .torn {
          StandardError.write("warning: the journal is damaged; see: fifthcall journal verify")
        }
      } catch {
        StandardError.write(error.text)
        throw ExitCode(error.exitCode)
      }
    }
    self.site = site
    self.settings = settings
    self.state = state
    self.texts = texts
    self.replyText = replyText
    self.now = now
  }

  /// A day's beginning at the office.
  static func start(of day: Day, _ settings: Settings) -> Instant {
    (settings.zones[settings.site.zone] ?? .utc).instant(day: day, minute: .midnight)
  }

  /// Whether an entry tells what people said or took back, at whatever time.
  private static func isRecord(_ entry: JournalEntry) -> Bool {
    entry.kind == .retracted || entry.kind == .erased || FactKind(name: entry.kind.name) != nil
  }

  /// The texts.
  var templates: TemplateLibrary { site.templates }
  /// The customers.
  var roster: Roster { site.roster }
  /// What the journal knows, all of it.
  var history: History { state.history }
  /// The present moment, never before the journal's last entry.
  var journalNow: Instant { max(now, state.lastAt ?? now) }
  /// The journal's head as a witness; nil on an empty journal.
  var witness: String? { state.head.number > 0 ? "\(state.head)" : nil }

  /// What a human has to know about the service's own state, as far as files tell.
  var notes: ServiceNotes {
    var notes = ServiceNotes()
    notes.hold = state.holdCause
    notes.deferred = state.unsettled.values.count { $0.tries > 0 }
    notes.deadLetters = roster.customers.reduce(0) { count, customer in
      count + (history.customers[customer.id]?.deadLetters.count ?? 0)
    }
    notes.findings = site.customerFindings
    notes.unknownYears = site.unknownYears
    return notes
  }

  /// The history as it was at a moment: what happened later is left out.
  func history(before moment: Instant) -> History {
    var history = state.history
    for (id, known) in state.history.customers {
      var earlier = known
      earlier.facts.removeAll { $0.fact.at >= moment }
      earlier.touches.removeAll { $0.at >= moment }
      earlier.replies.removeAll { $0.at >= moment }
      history.customers[id] = earlier
    }
    return history
  }
}

extension SiteReading {
  /// Where a customer stands in the roster; an unknown one is answered with who was probably meant.
  func index(of customer: String) throws -> Int {
    guard let index = roster.index(of: CustomerID(customer)) else {
      throw refusal(ofUnknown: customer)
    }
    return index
  }

  /// Says on standard error that there is no such customer; answers the exit code.
  func refusal(ofUnknown customer: String) -> ExitCode {
    let ids = roster.customers.lazy.map(\.id.text)
    StandardError.write("unknown customer \(customer)\(NearestName.hint(customer, in: ids))")
    return .badData
  }
}

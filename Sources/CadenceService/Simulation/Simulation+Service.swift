import CadenceModel
package import CivilTime
import ConfigLoading
package import JournalFile
import ServiceRuntime
import TouchDelivery
import TouchJournal

extension Simulation {
  /// Opens the journal and puts a core on it, as the service's host does at each start.
  static func open(
    _ options: Options, _ clock: VirtualClock, _ channels: SimulatedChannels,
    _ tally: SimulationTally
  ) throws(JournalProblem) -> ServiceCore {
    let folder = try StateFolder(creating: options.folder)
    // The same hashes of addresses each time, whoever makes or reads them.
    try AddressMarks.lay(known: AddressMarks.simulation, in: folder)
    let time = clock.service
    var journalOptions = Journal.Options()
    journalOptions.now = { Instant(milliseconds: time.wall()) }
    journalOptions.boot = time.boot
    journalOptions.writesAtOnce = true
    journalOptions.calls.sync = { _ in 0 }
    journalOptions.onDurable = { tally.take($0) }
    var state = JournalState()
    let journal = try Journal.open(folder, role: .service, options: journalOptions) {
      state.apply($0)
    }
    let started = try journal.appendDurably([
      .start(program: Program.version, generation: options.site.generation, mode: "simulation")
    ])
    for entry in started { state.apply(entry) }
    let site = options.site
    var parts = ServiceCore.Parts(
      site: site, reload: { site }, folder: folder, journal: journal, sealed: journal.sealed,
      state: state, clock: time, credentials: CredentialStore(environment: [:]), log: options.log)
    parts.everything = channels
    parts.isDriven = true
    parts.wantsSkips = true
    parts.noClockBefore = clock.begin.adding(seconds: -86_400)
    return ServiceCore(parts, settings: options.settings)
  }

  /// Kills the service and starts it anew half a minute later: no stop is written, and whatever was
  /// under way is forgotten.
  func crash() {
    crashBy = nil
    crashes += 1
    tally.count("service", "crash")
    kill()
    clock.advance(by: 30_000)
    comeBack()
  }

  private func kill() {
    onCore { _ in }
    channels.forget()
    landing = []
    // All that was appended is written, so that closing adds nothing: it gives up the lock.
    onCore { $0.parts.journal.close() }
  }

  /// The service ends, in good order or killed, and stays away until ``comeBack()``.
  package func leave(killed: Bool) {
    guard !isAway else { return }
    if killed { kill() } else { stop(reason: "signal") }
    isAway = true
  }

  /// Somebody starts the service.
  package func comeBack() {
    isAway = false
    do throws(JournalProblem) {
      core = try Self.open(options, clock, channels, tally)
      onCore { $0.start() }
    } catch {
      failure = error
    }
  }

  /// The true moment, whatever the service's wall clock shows.
  package var moment: Instant { clock.moment }

  /// Lives on to a moment; a service that is there looks at its clock then.
  package func advance(to moment: Instant) throws(JournalProblem) {
    try live(until: moment)
    clock.advance(to: moment)
    guard !isAway else { return }
    happen()
    onCore { $0.wake() }
    settle()
    if let failure { throw failure }
  }

  /// Sets the wall clock wrong by so many seconds more.
  package func jump(seconds: Int64) { clock.jump(by: seconds * 1000) }

  /// Tells the service something, as the commands do.
  package func tell(_ request: ControlRequest) -> ControlReply { core.reply(to: request) }

  /// Why nothing is sent to customers, cause by cause.
  package var holds: [String] { onCore { core in core.state.holds.map(\.cause) } }
}

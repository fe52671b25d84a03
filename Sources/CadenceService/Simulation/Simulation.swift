package import CadenceModel
import CadencePlanning
package import CivilTime
package import ConfigLoading
import Dispatch
package import JournalFile
package import Logging
import ServiceRuntime
import TouchDelivery
import TouchJournal

/// The real service on a virtual clock: core, journal, gate, texts and digests are those of `run`.
///
/// Only three things differ. Time goes on from one due moment to the next; every message goes to
/// the outbox, taken one after the other; and nothing is synced to the disk. All of it happens on
/// the caller's thread and the core's queue in turn, so that the same seed gives the same bytes.
package final class Simulation {
  /// Who records what while the simulation runs.
  package enum Outcomes: Sendable {
    /// Nobody ever records anything.
    case none
    /// Reps and customers as they typically are.
    case typical
    /// What a script says.
    case script([ScriptedRecord])
  }

  /// What is to be simulated.
  package struct Options: Sendable {
    /// Config, customers and templates, without errors.
    package var site: LoadedSite
    /// The settings in it.
    package var settings: Settings
    /// The first day; it begins at 00:00 in the site's zone.
    package var from: Day
    /// How many days, at least 1.
    package var days: Int
    /// The folder that everything is written to.
    package var folder: String
    /// What all chance is drawn from.
    package var seed: UInt64 = 1
    /// Who records what.
    package var outcomes = Outcomes.typical
    /// What goes wrong on purpose.
    package var faults: [SimulationFault] = []
    /// The diagnostic log.
    package var log: Logger
    /// Called each morning.
    package var progress: (@Sendable (Day) -> Void)?

    /// A simulation of a site into a folder.
    package init(
      site: LoadedSite, settings: Settings, from: Day, days: Int, folder: String, log: Logger
    ) {
      self.site = site
      self.settings = settings
      self.from = from
      self.days = days
      self.folder = folder
      self.log = log
    }
  }

  let options: Options
  let zone: ZoneRules
  let clock: VirtualClock
  let end: Instant
  let channels = SimulatedChannels()
  let tally = SimulationTally()
  let people: SimulatedPeople
  var core: ServiceCore
  var outbox: OutboxFolder
  var load = LoadTable()
  /// What will be recorded, the next at the end.
  var script: [ScriptedRecord] = []
  /// Messages that a slow channel has taken and not confirmed, by moment of the confirmation.
  var landing: [(at: Instant, report: @Sendable () -> Void)] = []
  /// Faults that strike at a moment, the next at the end.
  var strikes: [(at: Instant, fault: SimulationFault)] = []
  /// When a killing that waits for a message happens without one.
  var crashBy: Instant?
  var crashes = 0
  /// Whether nobody has started the service since it ended.
  var isAway = false
  /// The day whose tasks were looked at last.
  var lookedAt: Day
  var seenTasks: Set<PlannedTouch> = []
  var seenSkips: Set<PlannedSkip> = []
  /// Why the folder cannot be written any more.
  var failure: JournalProblem?

  /// Opens a folder that holds no journal yet.
  package init(_ options: Options) throws(JournalProblem) {
    self.options = options
    zone = options.settings.zones[options.settings.site.zone] ?? .utc
    clock = VirtualClock(zone.instant(day: options.from, minute: .midnight))
    end = zone.instant(day: options.from + options.days, minute: .midnight)
    people = SimulatedPeople(seed: options.seed, roster: options.site.roster, zone: zone)
    outbox = OutboxFolder(folder: options.folder + "/outbox", isDurable: false)
    lookedAt = options.from - 1
    core = try Self.open(options, clock, channels, tally)
    arrangeFaults()
    if case .script(let records) = options.outcomes { add(records) }
  }

  /// Runs to the end and closes everything.
  package func run() throws(JournalProblem) -> SimulationSummary {
    begin()
    try live(until: end)
    clock.advance(to: end)
    if !isAway { stop(reason: "simulated") }
    return tally.summary
  }

  /// Starts the service.
  package func begin() { onCore { $0.start() } }

  /// Lives through everything that happens before a moment.
  package func live(until moment: Instant) throws(JournalProblem) {
    while failure == nil, !isAway {
      settle()
      let next = nextMoment()
      guard next < moment else { break }
      clock.advance(to: next)
      happen()
      onCore { $0.wake() }
    }
    if let failure { throw failure }
  }

  /// What slow channels have taken is confirmed, and the service ends in good order.
  func stop(reason: String) {
    while let message = landing.first {
      landing.removeFirst()
      message.report()
    }
    onCore { core in
      core.stop {}
      core.finish(reason: reason)
    }
  }

  /// How much fell on whom, as `load.csv` has it.
  package var loadCSV: String { load.csv }

  /// The same as a picture.
  package var loadSVG: String { LoadChart(load, from: options.from, days: options.days).svg }

  /// Does something on the core's queue and waits for it.
  func onCore<Value: Sendable>(_ body: @Sendable (isolated ServiceCore) -> Value) -> Value {
    let core = core
    return core.executor.queue.sync { core.assumeIsolated { body($0) } }
  }
}

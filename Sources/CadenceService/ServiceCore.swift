package import CadenceModel
import CadencePlanning
package import CivilTime
package import ConfigLoading
import Dispatch
package import JournalFile
package import Logging
import MessageRendering
import RepReporting
import RepWeb
package import ServiceRuntime
import Synchronization
package import TouchDelivery
package import TouchDispatch
package import TouchJournal

/// The one place that decides: plan, due queue, gate, journal, digest, reload.
///
/// An actor on a thread of its own. Between deciding and appending to the journal it never
/// waits; deliverers call back with values, and ask ``mayCross(_:number:)`` from their threads.
package actor ServiceCore {
  /// The queue on which everything here runs.
  package nonisolated let executor = QueueExecutor(label: "fifthcall.core")
  /// Runs this actor on ``executor``.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// What the core is made of.
  package struct Parts: Sendable {
    /// Config, customers and templates, validated.
    package var site: LoadedSite
    /// How the site is read anew.
    package var reload: @Sendable () -> LoadedSite
    /// The state folder.
    package var folder: StateFolder
    /// The journal, open for appending.
    package var journal: Journal
    /// Where personal data are sealed.
    package var sealed: SealedStore
    /// What the journal's entries added up to.
    package var state: JournalState
    /// Time.
    package var clock: ServiceClock
    /// Secrets.
    package var credentials: CredentialStore
    /// The diagnostic log.
    package var log: Logger
    /// What all messages are handed to instead of the configured channels; nil: those.
    package var everything: (any Deliverer)?
    /// Whether somebody else calls ``ServiceCore/wake()`` when the next moment has come, as a
    /// simulation does, so that there is no timer.
    package var isDriven = false
    /// Whether the plan of a day is to tell what is left out, too, as a simulation counts it.
    package var wantsSkips = false
    /// No right clock shows less, where that is not the making of the program, as in a simulation.
    package var noClockBefore: Instant?
    /// Whether it ends after one pass (`run --once`): then a gap before it is nothing unusual.
    package var isSinglePass = false
    /// The release of the system's time zone data; nil where nobody looks, as in a simulation.
    package var zoneData: @Sendable () -> ZoneDataRelease? = { nil }
    /// The room on the disk of the state folder; nil where nobody looks.
    package var space: @Sendable () -> DiskSpace? = { nil }
    /// What all durable entries up to a head add up to; nil where that has to be read.
    package var durableState: @Sendable (ChainHead) -> JournalState? = { _ in nil }
    /// Tells the system's service manager in one line how the service fares.
    package var tell: @Sendable (String) -> Void = { _ in }

    /// The parts of a core.
    package init(
      site: LoadedSite, reload: @escaping @Sendable () -> LoadedSite, folder: StateFolder,
      journal: Journal, sealed: SealedStore, state: JournalState, clock: ServiceClock,
      credentials: CredentialStore, log: Logger
    ) {
      self.site = site
      self.reload = reload
      self.folder = folder
      self.journal = journal
      self.sealed = sealed
      self.state = state
      self.clock = clock
      self.credentials = credentials
      self.log = log
    }
  }

  /// One reads the files at a time: whoever comes later reads later files.
  nonisolated let reloading = DispatchQueue(label: "fifthcall.reload")
  nonisolated let parts: Parts
  let log: Logger
  var settings: Settings { didSet { forgetPrepared() } }
  var roster: Roster { didSet { forgetPrepared() } }
  var site: LoadedSite
  var state: JournalState
  /// A planner over settings and roster, without a history; nil when one of them has changed.
  var preparedPlanner: Planner?
  /// What digests and fuse ask of everybody whom the journal knows.
  var notes = HistoryNotes()
  var machine: DispatchMachine
  var desk: DeliveryDesk
  var builder: MessageBuilder
  var gatekeeper = Gatekeeper()
  /// Touches whose intent is journalled and that are not settled, as the gate wants them.
  var underWay: [TouchID: PlannedTouch] = [:]
  /// What the present plan says of touches that are not journalled yet.
  var planned = PlannedMessages()
  /// The plan of a day, kept for whoever asks again on that day.
  var keptDayPlan: KeptDayPlan?
  /// The plan that the digests of one minute share.
  var digestPlan:
    (day: Day, days: Int, minute: Int64, allocation: Allocation, recent: RecentCustomers)?
  /// What is bought together by the present customer files; nil before anybody asked.
  var coPurchase: CoPurchase?
  /// How many tasks each digest of today lists, by touch; 0 when a rep gets none.
  var digestTasks: [TouchID: Int] = [:]
  /// The neglected customers that the digests of a day name.
  var neglectedToday: (day: Day, list: [NeglectedCustomer])?
  /// The manager's mails that were looked at today, whether or not there was anything to tell.
  var managerLooks: Set<TouchID> = []
  /// The site's day that the present plan begins with.
  var planDay: Day?
  /// Why nothing may be sent although nobody asked for it, such as a full disk.
  var journalTrouble: String?
  /// Whether the journal is being read anew, after trouble.
  var isReadingJournal = false
  /// What the admin is to be told and has not been, by touch.
  var alerts: [TouchID: OperatorAlert] = [:]
  /// Keys and hooks of the present settings.
  var web: WebBoard
  /// What the web may know of the present settings, off the core's queue.
  nonisolated let siteBoard: Mutex<WebSite>
  /// Customers by telephone number and mail address, made when first needed.
  var addressBook: [String: [Int]]?
  /// Makes the keyed hashes of calls.
  var callMarks: AddressMarks?
  /// What came in, by kind, since the start.
  var arrivals: [String: Int64] = [:]
  /// Compares the wall clock with the boot-time clock.
  var watch: ClockWatch
  /// Whether the files were read last by a clock that cannot be right, and are to be read again once it
  /// can: to such a clock everything was created in the future, or is long over.
  var isReadByWrongClock = false
  /// The last moment before the clock leapt ahead, until it is known whether it is right.
  var leaptFrom: Instant?
  /// After a small step back: nothing crosses before this moment.
  var clockWait: Instant?
  /// The seconds of a gap that the admin has still to be told of.
  var gapToTell: Int64?
  /// Whether base and look-ahead were compared with the last ones since the start.
  var isGuarded = false
  /// Messages by day, festivals left out, as of the last start or reload.
  var forecast: [Day: Int] = [:]
  /// The base that a reload refused, until it is released.
  var refused: AcceptedSite?
  /// The day whose batch was released by hand.
  var freedDay: Day?
  /// Holiday lists that do not reach as far as they should.
  var staleCalendars: [String] = []
  /// When the state folder was last looked after.
  var lookedAfter: Int64?
  /// How the last attempt to take over files ended.
  var reloadStanding = ReloadStanding()
  /// Where the files are that were read last.
  var lastPlaces: SitePlaces
  /// Makes somebody look at the files again, once the service watches them.
  var lookAgain: (@Sendable () -> Void)?
  var timer: WakeTimer?
  /// When it last looked at everything, by the boot-time clock in milliseconds.
  var lastWake: Int64 = 0
  var isStopping = false
  /// Called when nothing is due and nothing under way, once stopping or with `run --once`.
  var whenIdle: (@Sendable () -> Void)?

  /// Puts the core together; ``start()`` sets it going.
  package init(_ parts: Parts, settings: Settings) {
    var kept = parts
    // The first base of customers must not stay beside every later one.
    kept.site = LoadedSite()
    self.parts = kept
    log = parts.log
    site = parts.site
    lastPlaces = parts.site.places
    self.settings = settings
    roster = parts.site.roster
    state = parts.state
    state.watchHistories()
    watch = ClockWatch(
      built: parts.noClockBefore ?? Program.made,
      last: parts.state.standing.trusted?.wall ?? parts.state.lastAt)
    machine = DispatchMachine(
      limits: Self.limits(settings), paces: Self.paces(settings, parts.state),
      yard: Self.yard(settings, parts.state),
      rampsUp: !parts.isSinglePass)
    desk = parts.openDesk(settings)
    let board = WebBoard(settings, parts.credentials, log: parts.log)
    web = board
    siteBoard = Mutex(board.site)
    builder = MessageBuilder(
      settings: settings, roster: parts.site.roster, templates: parts.site.templates,
      links: board.links)
  }

  /// Twice the connections of each channel, so that none waits for a message.
  static func limits(_ settings: Settings) -> [Channel: Int] {
    [
      .email: 2 * (settings.channels.smtp?.connections ?? 4),
      .sms: 2 * (settings.channels.sms?.concurrency ?? 4),
      .chat: 2 * (settings.channels.chat?.concurrency ?? 4),
    ]
  }

  /// The rates of the settings, with what the journal's last tries have spent of them.
  static func paces(_ settings: Settings, _ state: JournalState) -> [Channel: Pace] {
    let channels = settings.channels
    let rates: [(Channel, Int?)] = [
      (.email, channels.smtp?.perMinute), (.sms, channels.sms?.perMinute),
      (.chat, channels.chat?.perMinute),
    ]
    return Dictionary(
      uniqueKeysWithValues: rates.compactMap { channel, rate in
        rate.map { (channel, Pace(perMinute: $0, tries: state.tries[channel] ?? [])) }
      })
  }

  /// The present moment, never before the journal's last entry unless an operator trusts the clock.
  var now: Instant {
    let wall = Instant(milliseconds: parts.clock.wall())
    guard state.standing.trusted == nil else { return wall }
    return max(wall, state.lastAt ?? wall)
  }

  /// The moment to plan for: whatever the journal holds by now lies before it.
  ///
  /// A plan for ``now`` itself would not see what was journalled in the same millisecond.
  var planMoment: Instant { now.adding(milliseconds: 1) }

  /// The office's zone.
  var siteZone: ZoneRules { settings.zones[settings.site.zone] ?? .utc }

  /// Journals something and folds it in; nil when the journal cannot be written, or when something
  /// of it would not follow where its touch stands.
  @discardableResult
  func append(
    _ drafts: [JournalDraft], whenDurable: (@Sendable (JournalProblem?) -> Void)? = nil
  ) -> [JournalEntry]? {
    let illegal = drafts.compactMap { state.refusal(of: $0) }
    guard illegal.isEmpty else {
      for arrow in illegal { log.critical("not journalled: \(arrow)") }
      return nil
    }
    do throws(JournalProblem) {
      let entries = try parts.journal.append(drafts, whenDurable: whenDurable)
      for entry in entries { state.apply(entry) }
      return entries
    } catch {
      journalFailed(error)
      return nil
    }
  }

  /// Stops all sending because nothing can be journalled; told once, loudly.
  func journalFailed(_ problem: JournalProblem) {
    // Sealed data that may not be on the disk are as bad as a line: the service leaves.
    if case .syncFailed = problem { parts.journal.fail(problem) }
    guard journalTrouble == nil else { return }
    journalTrouble = problem.text
    log.critical("nothing is sent: \(problem.text)")
    perform(machine.handle(.held(true), at: now))
    alert(.journal(problem.text))
  }
}

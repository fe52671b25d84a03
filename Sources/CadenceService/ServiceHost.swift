import CadenceModel
package import CivilTime
import ConfigLoading
import Dispatch
import Foundation
import Glibc
import JournalFile
package import Logging
import RepWeb
import ServiceRuntime
import TouchDispatch
import TouchJournal

/// Starts the service, keeps it running, and brings it to a good end.
package struct ServiceHost {
  /// How to run.
  package struct Options: Sendable {
    /// The config folder.
    package var config: String
    /// The state folder, made where it is missing.
    package var state: String
    /// Plan, send what is due, and end.
    package var once: Bool
    /// The starting clock, for tests; nil: the system's.
    package var now: Instant?
    /// The environment: credentials, notify socket.
    package var environment: [String: String]

    /// Options of these values.
    package init(
      config: String, state: String, once: Bool, now: Instant?, environment: [String: String]
    ) {
      self.config = config
      self.state = state
      self.once = once
      self.now = now
      self.environment = environment
    }
  }

  private let options: Options
  private let log: Logger
  private let clock: ServiceClock
  private let ruin = JournalRuin()
  private let manager: ServiceManager

  /// A host with its log.
  package init(_ options: Options, log: Logger) {
    self.options = options
    self.log = log
    manager = ServiceManager(environment: options.environment)
    clock = options.now.map { .starting(at: $0.milliseconds) } ?? .system
  }

  /// Runs until told to stop; answers the process's exit code.
  package func run() -> Int32 {
    let second = ServiceClock.system.wall() / 1000
    SignalTrap.ignoreBrokenPipes()
    do throws(JournalProblem) {
      guard let started = try start() else { return 78 }
      return serve(started.core, started.unread, since: second)
    } catch {
      log.critical("\(error.text)")
      return error.exitCode
    }
  }

  /// Reads the files and opens the journal; nil where the files have errors, which are told.
  ///
  /// Apart from what comes after it, since what it has read must not stay beside what reloads read.
  @inline(never)
  private func start() throws(JournalProblem) -> (core: ServiceCore, unread: JournalCheckpoint?)? {
    let load: @Sendable () -> LoadedSite = { [options, clock] in
      SiteLoader.load(
        config: options.config, now: Instant(milliseconds: clock.wall()))
    }
    var site = load()
    for finding in site.diagnostics.sorted() {
      log.log(level: finding.severity == .error ? .error : .warning, "\(finding)")
    }
    if site.hasErrors, let rest = withoutTexts(site) { site = rest }
    guard let settings = site.settings, !site.hasErrors else {
      log.error("the configuration has errors; nothing was started")
      return nil
    }
    let opened = try open(site, load)
    return (opened.core(settings), opened.unread)
  }

  /// The site without its texts, where nothing is wrong but that the template folder of a service
  /// that has run before is gone: it starts, and holds; nil where that is not so.
  ///
  /// A first start, and whoever runs a single pass, is told at once instead.
  private func withoutTexts(_ site: LoadedSite) -> LoadedSite? {
    let hasRun = FileManager.default.fileExists(atPath: options.state + "/journal")
    guard !options.once, hasRun, site.places.isKnown, !site.places.hasTemplates else { return nil }
    let rest = SiteLoader.load(
      config: options.config, now: Instant(milliseconds: clock.wall()), withoutTexts: true)
    return rest.hasErrors ? nil : rest
  }

  /// Opens state folder and journal and folds what they hold.
  private func open(_ site: LoadedSite, _ load: @escaping @Sendable () -> LoadedSite)
    throws(JournalProblem) -> (core: (Settings) -> ServiceCore, unread: JournalCheckpoint?)
  {
    let folder = try StateFolder(creating: options.state)
    var journalOptions = Journal.Options()
    let clock = clock
    journalOptions.now = { Instant(milliseconds: clock.wall()) }
    let log = log
    let ruin = ruin
    journalOptions.onFailure = { problem in
      log.critical("journal: \(problem.text)")
      ruin.note(problem)
    }
    journalOptions.keepsReserve = true
    let later = ReserveNotice()
    journalOptions.onReserveUsed = { later.give() }
    let follower = LedgerFollower(log: log)
    journalOptions.onDurable = {
      Failpoint.pass("journal")
      follower.take($0)
    }
    let start = try JournalStart(
      folder, options: journalOptions, follower: follower,
      progress: StartProgress(manager, work: "reading the journal", clock: { clock.boot() }),
      log: log)
    let journal = start.journal
    var state = start.state
    let mode = site.settings?.mode == .live ? "live" : "rehearsal"
    let started = try journal.appendDurably([
      .start(program: Program.version, generation: site.generation, mode: mode)
    ])
    for entry in started { state.apply(entry) }
    var parts = ServiceCore.Parts(
      site: site, reload: load, folder: folder, journal: journal, sealed: journal.sealed,
      state: state, clock: clock, credentials: CredentialStore(environment: options.environment),
      log: log)
    parts.isSinglePass = options.once
    let manager = manager
    parts.zoneData = { ZoneDataRelease(of: ZoneFiles()) }
    parts.space = {
      folder.room.map {
        DiskSpace(
          total: $0.total, free: $0.free, inodes: $0.inodes, freeInodes: $0.freeInodes)
      }
    }
    parts.tell = { manager.status($0) }
    parts.durableState = { follower.state(at: $0) }
    let made = parts
    let core: (Settings) -> ServiceCore = {
      AlertRoute.keep(of: $0, in: folder.path, log: log)
      let core = ServiceCore(made, settings: $0)
      later.tell { [weak core] in
        core?.executor.queue.async { core?.assumeIsolated { $0.reserveUsed() } }
      }
      return core
    }
    return (core, start.unread)
  }

  /// Listens, sends, waits for the end, and ends in good order.
  ///
  /// `second` is when it began to read the files, by the system's clock.
  private func serve(
    _ core: ServiceCore, _ unread: JournalCheckpoint?, since second: Int64
  ) -> Int32 {
    let ending = DispatchSemaphore(value: 0)
    let signals = DispatchQueue(label: "fifthcall.signals")
    let trap = SignalTrap([SIGTERM, SIGINT, SIGHUP], queue: signals) { number in
      if number == SIGHUP {
        // Not here: a signal to stop must not wait for a reload.
        Thread { _ = core.reload() }.start()
      } else {
        ending.signal()
      }
    }
    let control: ControlServer?
    do {
      control = try ControlServer(path: ControlPath.socket(in: options.state)) { core.answer($0) }
    } catch {
      log.warning("no control socket: \(error)")
      control = nil
    }
    let web: WebServer?
    do throws(WebServer.Failure) {
      web = try listen(core)
    } catch {
      log.critical("\(error)")
      end(core, reason: "no listener")
      control?.stop()
      return 69
    }
    // Last: a gateway may report on the first message before anything else happens.
    core.executor.queue.sync { core.assumeIsolated { $0.start() } }
    manager.ready(status: "planning and sending")
    core.executor.queue.sync { core.assumeIsolated { $0.tellManager() } }
    let edits = options.once ? nil : watchEdits(core, since: second)
    let watchdog = Watchdog(
      environment: options.environment, manager: manager, log: log, thread: core.executor.queue,
      loops: core.challenges + (web.map { [("http", Self.challenge(of: $0))] } ?? []),
      stalls: core.stallChecks(control))
    log.notice("ready")
    // Once now and once when the threads of the start have come to rest.
    SpareMemory.giveBack()
    let rest = WakeTimer(thread: core.executor.queue) { SpareMemory.giveBack() }
    rest.arm(after: 10_000)
    let check = verify(unread, for: core)
    if options.once {
      core.executor.queue.async { core.assumeIsolated { $0.onceIdle { ending.signal() } } }
    }
    ruin.onceNoted { ending.signal() }
    ending.wait()
    // A single pass leaves nobody behind who would look later.
    if !options.once { check?.cancel() }
    check?.wait()
    watchdog?.stop()
    edits?.stop()
    manager.stopping()
    // First: nobody may be told that something was taken which the journal does not take any more.
    web?.stop()
    end(core, reason: options.once ? "once" : "signal")
    control?.stop()
    withExtendedLifetime((trap, rest)) {}
    if let ruined = ruin.problem { return ruined.exitCode }
    let isWritable = core.executor.queue.sync { core.assumeIsolated { $0.journalTrouble == nil } }
    return isWritable ? 0 : 74
  }

  /// Opens the listener where the settings want one; without it no thread is started.
  private func listen(_ core: ServiceCore) throws(WebServer.Failure) -> WebServer? {
    let settings = core.executor.queue.sync { core.assumeIsolated { $0.settings.web } }
    guard let settings, !options.once else { return nil }
    return try WebServer.start(at: settings, router: WebRouter(core.webActions), log: log)
  }

  /// Asks the listener's loop for an answer in a turn of its own.
  private static func challenge(of web: WebServer) -> Watchdog.Challenge {
    { @Sendable answer in
      web.challenge {
        Failpoint.pass("http")
        answer()
      }
    }
  }

  /// Takes over edited files by itself from now on.
  private func watchEdits(_ core: ServiceCore, since second: Int64) -> ReloadWatch {
    let edits = ReloadWatch(
      ReloadWatch.Parts(
        places: { core.places }, look: { core.reloadEdited($0) }, clock: ServiceClock.system.boot,
        log: log),
      seen: core.places.mark)
    edits.start(lookingBackTo: second)
    core.executor.queue.sync {
      core.assumeIsolated { $0.lookAgain = { edits.lookAgain() } }
    }
    return edits
  }

  /// Begins to verify the files that the start has not read; nil where it has read all.
  private func verify(_ unread: JournalCheckpoint?, for core: ServiceCore) -> SealedFilesCheck? {
    let tell: @Sendable (String?) -> Void = { finding in
      core.executor.queue.async { core.assumeIsolated { $0.judgeSealedFiles(finding) } }
    }
    guard let unread else {
      tell(nil)
      return nil
    }
    return SealedFilesCheck(before: unread, in: core.parts.folder, tell: tell)
  }

  /// Sends nothing new, waits for what has crossed, closes channels and journal.
  private func end(_ core: ServiceCore, reason: String) {
    let idle = DispatchSemaphore(value: 0)
    core.executor.queue.sync { core.assumeIsolated { $0.stop { idle.signal() } } }
    let desk = core.executor.queue.sync { core.assumeIsolated { $0.openDesk } }
    desk.close(within: 60)
    _ = idle.wait(timeout: .now() + 5)
    core.executor.queue.sync { core.assumeIsolated { $0.finish(reason: reason) } }
  }
}

/// The program itself.
package enum Program {
  /// The version that `--version` prints and the journal's `start` carries.
  package static let version = "0.1.0"
  /// The beginning of the year in which this version was made: no right clock shows less.
  package static let made = Instant(seconds: 1_767_225_600)
}

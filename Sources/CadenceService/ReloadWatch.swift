package import ConfigLoading
import Dispatch
package import Logging
package import ServiceRuntime

/// Notices that an admin edited a file, waits until all edits have come to rest, and reloads.
///
/// inotify tells at once where it can; where it cannot, the files are looked at every half minute.
/// What decides is always the files themselves: their sizes and times before and after reading, and
/// the hash over their bytes.
package actor ReloadWatch {
  /// How a look at the files ended.
  package enum Look: Sendable, Equatable {
    /// They are those in force, or they were read, for better or worse.
    case done
    /// They changed while they were read.
    case changing
  }

  /// What a watch is made of.
  package struct Parts: Sendable {
    /// Where the files are, as they were read last.
    package var places: @Sendable () -> SitePlaces
    /// Reads and judges the files if they are still as marked.
    package var look: @Sendable (SiteMark) -> Look
    /// Milliseconds of a clock that only runs forward.
    package var clock: @Sendable () -> Int64
    /// The diagnostic log.
    package var log: Logger
    /// Whether the system may be asked for inotify; a test of the slower way says no.
    package var hasNotices = true

    /// The parts of a watch.
    package init(
      places: @escaping @Sendable () -> SitePlaces,
      look: @escaping @Sendable (SiteMark) -> Look, clock: @escaping @Sendable () -> Int64,
      log: Logger
    ) {
      self.places = places
      self.look = look
      self.clock = clock
      self.log = log
    }
  }

  /// Where inotify cannot tell, the files are looked at so often, in milliseconds.
  static let pollPause: Int64 = 30_000

  /// The queue on which everything here runs.
  package nonisolated let executor = QueueExecutor(label: "fifthcall.edits")
  /// Runs this actor on ``executor``.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Where inotify is read; what it tells is taken in on the actor's own thread.
  private let notices = DispatchQueue(label: "fifthcall.notices")
  private let parts: Parts
  private var gate = QuietGate()
  private var watch: FolderWatch?
  private var timer: WakeTimer?
  private var isComplete = false
  /// The files as they were last read; nil: whatever they are, they are to be read.
  private var seen: SiteMark?
  private var pending: SiteMark?

  /// A watch over files that were as marked when they were last read.
  package init(_ parts: Parts, seen: SiteMark) {
    self.parts = parts
    self.seen = seen
  }

  /// Begins to watch; files that may have changed at or after `second` are looked at again.
  package nonisolated func start(lookingBackTo second: Int64) {
    executor.queue.async { self.assumeIsolated { $0.begin(second) } }
  }

  /// Watches no more.
  package nonisolated func stop() {
    executor.queue.sync { assumeIsolated { $0.end() } }
  }

  /// Reads the files whether or not they were edited.
  package nonisolated func lookAgain() {
    executor.queue.async {
      self.assumeIsolated { watch in
        watch.seen = nil
        watch.gate.again(at: watch.parts.clock())
        watch.arm()
      }
    }
  }

  private func begin(_ second: Int64) {
    timer = WakeTimer(thread: executor.queue) { @Sendable [weak self] in
      self?.assumeIsolated { $0.wake() }
    }
    if parts.hasNotices {
      watch = FolderWatch(queue: notices) { @Sendable [weak self] events in
        guard let self else { return }
        executor.queue.async { self.assumeIsolated { $0.take(events) } }
      }
    }
    follow()
    if !isComplete {
      parts.log.notice("edits are noticed by looking at the files every half minute")
    }
    let mark = parts.places().mark
    if mark != seen || mark.mayHaveChanged(since: second) { gate.again(at: parts.clock()) }
    // Files edited since they were read are not the ones that were seen.
    if mark.mayHaveChanged(since: second) { seen = nil }
    arm()
  }

  private func end() {
    timer?.cancel()
    timer = nil
    watch = nil
  }

  private func take(_ events: [FolderWatch.Event]) {
    let moment = parts.clock()
    for event in events { gate.take(event, at: moment) }
    arm()
  }

  /// Sleeps until the edits have come to rest.
  private func arm() {
    guard let timer else { return }
    let moment = parts.clock()
    let pause = gate.opens.map { max(0, $0 - moment) }
    switch (pause, isComplete) {
    case (let pause?, true): timer.arm(after: pause)
    case (let pause?, false): timer.arm(after: min(pause, Self.pollPause))
    case (nil, true): timer.disarm()
    case (nil, false): timer.arm(after: Self.pollPause)
    }
  }

  private func wake() {
    defer { arm() }
    let moment = parts.clock()
    if let opens = gate.opens {
      guard opens <= moment else { return }
    } else if parts.places().mark == seen {
      return
    }
    // Folders that were made meanwhile are watched before they are read, so that nothing is missed.
    follow()
    let places = parts.places()
    let mark = places.mark
    guard mark != seen else {
      gate.reset()
      return
    }
    guard isComplete || mark == pending else {
      // Without notices only two equal looks say that nobody is writing.
      pending = mark
      gate.again(at: moment)
      return
    }
    guard parts.look(mark) == .done else {
      gate.again(at: parts.clock())
      return
    }
    // Files that only the new settings name were not marked before they were read.
    seen = parts.places() == places ? mark : nil
    gate.reset()
    follow()
  }

  /// Watches the folders as they are now, and for those that are missing the one above.
  private func follow() {
    guard let watch else { return }
    let folders = parts.places().folders
    var above: [String: Set<String>] = [:]
    for folder in folders {
      if let place = Self.place(above: folder) {
        above[place.folder, default: []].insert(place.name)
      }
    }
    let own = Set(folders.filter { Self.isFolder($0) })
    let places =
      own.map { FolderWatch.Place($0) }
      + above.filter { !own.contains($0.key) }.map { FolderWatch.Place($0.key, names: $0.value) }
    isComplete = notices.sync { watch.watch(places) }
  }

  /// The nearest folder above one that is there, and the name in it that leads to the folder.
  private static func place(above folder: String) -> (folder: String, name: String)? {
    var path = folder
    while path.count > 1, path.last == "/" { path.removeLast() }
    while true {
      let slash = path.lastIndex(of: "/")
      let name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
      let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      guard !name.isEmpty, name != ".", name != ".." else { return nil }
      if isFolder(parent) { return (parent, name) }
      guard parent != ".", parent != "/" else { return nil }
      path = parent
    }
  }

  private static func isFolder(_ path: String) -> Bool { FolderWatch.isFolder(path) }
}

import CivilTime
import JournalFile
import Logging
import ServiceRuntime
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Looks after the state folder, once a minute at most, and at each look at the clock while there
  /// is no room: whether it is still the one whose lock is held, and whether there is room.
  func lookAfterFolder() {
    let boot = parts.clock.boot()
    let pause: Int64 = state.holds.contains { $0.cause == HoldReason.disk } ? 10_000 : 60_000
    if let last = lookedAfter, (0..<pause).contains(boot - last) { return }
    lookedAfter = boot
    guard !parts.isDriven else { return }
    if let problem = parts.journal.checkFolder() {
      log.critical("\(problem.text)")
      return
    }
    guardDisk()
  }

  /// Holds before the disk is full, and goes on by itself when there is room.
  private func guardDisk() {
    guard let space = parts.space() else { return }
    let isHeld = state.holds.contains { $0.cause == HoldReason.disk }
    let text =
      "\(space.free >> 20) of \(space.total >> 20) MiB free"
      + (space.inodes > 0 ? ", \(space.freeInodes) of \(space.inodes) inodes" : "")
    var verdict = DiskRule.verdict(space, isHeld: isHeld)
    // What was given up for the last lines is made good before anything goes on.
    if verdict != .hold, parts.journal.isOnReserve, !parts.journal.hasRoom() { verdict = .hold }
    switch verdict {
    case .hold: shut(HoldReason.disk, details: [text])
    case .warn:
      open(HoldReason.disk)
      alert(.diskLow(text))
    case .ample: open(HoldReason.disk)
    }
  }

  /// Whether the disk is full and only the room kept for last words is left: nobody may bring more.
  var isOnLastRoom: Bool {
    state.holds.contains { $0.cause == HoldReason.disk } && parts.journal.isOnReserve
  }

  /// The disk is full, and the room kept for it is being used: what has crossed gets its outcome, and
  /// nothing new begins.
  func reserveUsed() {
    shut(HoldReason.disk, details: ["the disk is full; the reserve is in use"])
  }
}

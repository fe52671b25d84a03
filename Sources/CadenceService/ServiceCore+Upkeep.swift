import CivilTime
import JournalFile
import Logging
import ServiceRuntime
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Looks after the state folder, once a minute at most: whether it is still the one whose lock is
  /// held, and whether there is room.
  func lookAfterFolder() {
    let boot = parts.clock.boot()
    if let last = lookedAfter, (0..<60_000).contains(boot - last) { return }
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
    switch DiskRule.verdict(space, isHeld: isHeld) {
    case .hold: shut(HoldReason.disk, details: [text])
    case .warn:
      open(HoldReason.disk)
      alert(.diskLow(text))
    case .ample: open(HoldReason.disk)
    }
  }
}

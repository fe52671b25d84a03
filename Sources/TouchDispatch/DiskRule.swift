/// The room on a disk: bytes and inodes.
package struct DiskSpace: Sendable, Equatable {
  /// Bytes in all.
  package var total: UInt64
  /// Bytes that the service may still use.
  package var free: UInt64
  /// Inodes in all; 0 where the file system has no fixed number.
  package var inodes: UInt64
  /// Inodes still free.
  package var freeInodes: UInt64

  /// Room of these numbers.
  package init(total: UInt64, free: UInt64, inodes: UInt64 = 0, freeInodes: UInt64 = 0) {
    self.total = total
    self.free = free
    self.inodes = inodes
    self.freeInodes = freeInodes
  }
}

/// When a disk is so full that the service stops before it is full (the study of reliable services,
/// section 3.4).
package enum DiskRule {
  /// What to do.
  package enum Verdict: Sendable, Equatable {
    case ample, warn, hold
  }

  /// Below 2 % or 64 MiB, whichever is more, but never more than a quarter of a small disk.
  package static func floor(_ space: DiskSpace) -> UInt64 {
    min(max(space.total / 50, 64 << 20), space.total / 4)
  }

  /// The same for inodes: 1 % or 256, at most a quarter.
  package static func inodeFloor(_ space: DiskSpace) -> UInt64 {
    min(max(space.inodes / 100, 256), space.inodes / 4)
  }

  /// Judges; what is held already goes on only once there is a quarter more than the least.
  package static func verdict(_ space: DiskSpace, isHeld: Bool) -> Verdict {
    guard space.total > 0 else { return .ample }
    func least(_ floor: UInt64) -> UInt64 { isHeld ? floor + floor / 4 : floor }
    if space.free < least(floor(space)) { return .hold }
    if space.inodes > 0, space.freeInodes < least(inodeFloor(space)) { return .hold }
    let isLow = space.free < space.total / 10
    return isLow || space.inodes > 0 && space.freeInodes < space.inodes / 20 ? .warn : .ample
  }
}

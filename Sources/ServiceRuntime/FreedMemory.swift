internal import CProcessShims

/// Memory that is not needed any more.
package enum FreedMemory {
  /// Blocks from this size on (1 MiB) are worth a call of the system each.
  private static let least: Int32 = 1 << 20
  /// Few threads work at a time, and each arena keeps its own free blocks.
  private static let arenas: Int32 = 2

  /// Gives large blocks back to the system as soon as they are freed, for the life of the process.
  ///
  /// By itself glibc comes to keep blocks of up to 32 MiB (mallopt(3), "M_MMAP_THRESHOLD"): an array that
  /// grows leaves as much behind as it holds. And it makes eight arenas for each core ("M_ARENA_MAX").
  package static func returnAtOnce() { _ = fifthcall_return_freed_blocks(least, arenas) }
}

import Glibc

/// Memory that was freed and that the C library keeps for later.
package enum SpareMemory {
  private typealias Trim = @convention(c) (Int) -> CInt

  /// malloc_trim(3); its header is not among those that Swift imports.
  private static let trim = unsafe dlsym(nil, "malloc_trim").map {
    unsafe unsafeBitCast($0, to: Trim.self)
  }

  /// Gives it back to the system: after a start or a reload that is as much as another base of
  /// customers, and the next may be weeks away.
  package static func giveBack() { _ = trim?(0) }
}

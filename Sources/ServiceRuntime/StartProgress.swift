/// Tells systemd every five seconds that a start goes on and needs more time.
///
/// Only real progress speaks: whoever starts calls ``step()`` for each piece of work done, so that a
/// start that hangs is ended as before.
package struct StartProgress {
  /// Milliseconds between two messages.
  private static let pause: Int64 = 5000
  /// So many seconds are asked for each time.
  private static let more = 30
  /// Looking at the clock costs more than a step.
  private static let stride = 256

  private let manager: ServiceManager
  private let clock: @Sendable () -> Int64
  private let work: String
  private var told: Int64
  /// Pieces done.
  package private(set) var steps = 0

  /// `work` says what is being done, such as `reading the journal`; `clock` counts milliseconds.
  package init(
    _ manager: ServiceManager, work: String, clock: @escaping @Sendable () -> Int64
  ) {
    self.manager = manager
    self.work = work
    self.clock = clock
    told = clock()
  }

  /// One piece of work is done.
  package mutating func step() {
    steps += 1
    guard steps % Self.stride == 0 else { return }
    let now = clock()
    guard now - told >= Self.pause else { return }
    told = now
    manager.stillStarting(seconds: Self.more)
    manager.status("\(work): \(steps) entries so far")
  }
}

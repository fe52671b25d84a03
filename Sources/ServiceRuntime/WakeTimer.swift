/// One timer for "the next due moment, but look at the clock every tick at least".
///
/// An armed timer does not notice that the wall clock jumped, so no sleep is longer than ``tick``;
/// whoever wakes re-reads the clock. The handler has a turn of the thread.
package final class WakeTimer: Sendable {
  /// The longest sleep, in milliseconds.
  package let tick: Int64
  private let loop: SerialLoop
  private let alarm: Int

  /// Makes a timer of a thread, not yet armed.
  package init(
    thread: SerialThread, tick: Int64 = 30_000, handler: @escaping @Sendable () -> Void
  ) {
    self.tick = tick
    loop = thread.loop
    alarm = loop.addAlarm(handler)
  }

  deinit { cancel() }

  /// Wakes after so many milliseconds, or after one tick if that is sooner; up to a twentieth later
  /// where another timer of the thread is due about then.
  package func arm(after milliseconds: Int64) {
    let slack = 50_000 * max(0, min(milliseconds, tick))
    let wait = 20 * slack - (milliseconds < tick ? 0 : slack)
    loop.setAlarm(alarm, at: MonotonicCondition.now + wait, slack: slack)
  }

  /// Sleeps until it is armed again.
  package func disarm() { loop.clearAlarm(alarm) }

  /// Stops it for good.
  package func cancel() { loop.removeAlarm(alarm) }
}

package import Dispatch

/// One Dispatch timer for "the next due moment, but look at the clock every tick at least".
///
/// An armed Dispatch timer does not notice that the wall clock jumped, so no sleep is longer than
/// ``tick``; whoever wakes re-reads the clock. Use it on its own queue only.
package final class WakeTimer {
  /// The longest sleep, in milliseconds.
  package let tick: Int64
  private let source: any DispatchSourceTimer

  /// Makes a timer on `queue`, not yet armed; `handler` runs there and must be `@Sendable`.
  package init(queue: DispatchQueue, tick: Int64 = 30_000, handler: @escaping @Sendable () -> Void)
  {
    self.tick = tick
    source = DispatchSource.makeTimerSource(queue: queue)
    source.setEventHandler(handler: handler)
    source.schedule(deadline: .distantFuture)
    source.resume()
  }

  /// Wakes after so many milliseconds, or after one tick if that is sooner.
  package func arm(after milliseconds: Int64) {
    let wait = max(0, min(milliseconds, tick))
    source.schedule(
      deadline: .now() + .milliseconds(Int(wait)), leeway: .milliseconds(Int(wait / 20)))
  }

  /// Sleeps until it is armed again.
  package func disarm() { source.schedule(deadline: .distantFuture) }

  /// Stops it for good.
  package func cancel() { source.cancel() }
}

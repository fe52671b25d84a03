package import Dispatch
import Glibc

/// Turns signals into calls on a queue.
///
/// Ready only when every signal is registered, so that a reload right after the start is not lost.
package final class SignalTrap {
  private var sources: [any DispatchSourceSignal] = []

  /// Traps these signals; `handler` gets the signal's number on `queue`.
  ///
  /// Returns when all are registered; must not be called on `queue` itself.
  package init(
    _ signals: [Int32], queue: DispatchQueue, handler: @escaping @Sendable (Int32) -> Void
  ) {
    let registered = DispatchGroup()
    Self.unblock(signals)
    for number in signals {
      // Ignored first: between here and registration the default action would end the process.
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      registered.enter()
      source.setRegistrationHandler(handler: { @Sendable in registered.leave() })
      source.setEventHandler(handler: { @Sendable in handler(number) })
      source.resume()
      sources.append(source)
    }
    registered.wait()
  }

  /// A parent may have handed down a mask in which they are blocked, and then none would arrive.
  private static func unblock(_ signals: [Int32]) {
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    for number in signals { unsafe sigaddset(&mask, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Ignores SIGPIPE in the whole process: a peer that hangs up is an error code, not an end.
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}

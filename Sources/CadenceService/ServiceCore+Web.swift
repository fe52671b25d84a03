import CadenceModel
import ConfigLoading
import Dispatch
import JournalFile
import RepWeb
import ServiceRuntime
import Synchronization
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// How the web reaches the core.
  nonisolated var webActions: WebActions {
    let clock = parts.clock
    return WebActions(
      site: { [self] in siteBoard.withLock { $0 } },
      health: { [self] in await asked { $0.health } },
      metrics: { [self] in await asked { $0.metrics } },
      take: { [self] in await take($0) }, now: { clock.wall() })
  }

  /// Asks on the core's queue; nil when it does not answer within two seconds.
  private nonisolated func asked<Value: Sendable>(
    _ body: @escaping @Sendable (isolated ServiceCore) -> Value
  ) async -> Value? {
    await withCheckedContinuation { continuation in
      let answer = FirstAnswer<Value?> { continuation.resume(returning: $0) }
      executor.queue.async { self.assumeIsolated { answer.give(body($0)) } }
      DispatchQueue.global().asyncAfter(deadline: .now() + 2) { answer.give(nil) }
    }
  }

  /// Books what came in; answers when it is durable or cannot be.
  private nonisolated func take(_ intake: WebIntake) async -> WebVerdict {
    await withCheckedContinuation { continuation in
      executor.queue.async {
        self.assumeIsolated { core in core.book(intake) { continuation.resume(returning: $0) } }
      }
    }
  }

  private var health: WebHealth {
    WebHealth(
      generation: site.generation, isHeld: !state.holds.isEmpty,
      trouble: journalTrouble != nil ? "journal" : isStopping ? "stopping" : nil)
  }

  private var metrics: [WebMetric] {
    let waiting = machine.open.count { $0.stage == .intended }
    let channels: [Channel] = [.email, .sms, .chat]
    return [
      WebMetric(
        "journal_entries_total", "Lines of the journal.", isCounter: true,
        [(nil, state.head.number)]),
      WebMetric(
        "messages_planned", "Messages of the present plan that have not begun.",
        [(nil, Int64(planned.count))]),
      WebMetric(
        "messages_under_way", "Messages being handed over.", [(nil, Int64(machine.flying))]),
      WebMetric("messages_waiting", "Messages waiting for another try.", [(nil, Int64(waiting))]),
      WebMetric(
        "messages_doubtful", "Messages that may not have arrived.",
        [(nil, Int64(state.doubtful.count))]),
      WebMetric(
        "held", "1 while nothing is sent to customers.", [(nil, state.holds.isEmpty ? 0 : 1)]),
      WebMetric(
        "journal_broken", "1 while nothing can be journalled.",
        [(nil, journalTrouble == nil ? 0 : 1)]),
      WebMetric(
        "channel_down", "1 while a relay or gateway is left alone.", labelName: "channel",
        channels.map { ($0.name, machine.down[$0] == nil ? 0 : 1) }),
      WebMetric(
        "arrivals_total", "What came in since the start, by kind.", isCounter: true,
        labelName: "kind", arrivals.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
    ]
  }
}

/// Gives the first answer on and drops the others.
private final class FirstAnswer<Value: Sendable>: Sendable {
  private let receiver: Mutex<(@Sendable (Value) -> Void)?>

  init(_ receiver: @escaping @Sendable (Value) -> Void) { self.receiver = Mutex(receiver) }

  func give(_ value: Value) {
    let first = receiver.withLock { receiver in
      defer { receiver = nil }
      return receiver
    }
    first?(value)
  }
}

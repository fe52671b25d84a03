internal import CCurlShims
internal import Dispatch
internal import Foundation
internal import Synchronization

/// All requests of the service, on one thread that waits in libcurl's poll.
package final class HTTPLoop: Sendable {
  private struct Order: Sendable {
    var request: HTTPRequest
    var completion: @Sendable (HTTPResult) -> Void
  }

  private struct State {
    var orders: [Order] = []
    var isRunning = false
    var isClosed = false
    /// Breaks off what is under way.
    var isOver = false
    /// When the thread last looked for orders; nil while it sleeps without a transfer.
    var turned: SuspendingClock.Instant?
    /// When orders were first seen lying.
    var lyingSince: SuspendingClock.Instant?
  }

  private let multi: MultiHandle?
  private let state = Mutex(State())
  private let running = DispatchGroup()

  /// A loop without connections; its thread starts with the first request.
  package init() { multi = MultiHandle() }

  /// Queues a request.
  ///
  /// The completion is always called, on the loop's thread: it must not block.
  package func submit(
    _ request: HTTPRequest, completion: @escaping @Sendable (HTTPResult) -> Void
  ) {
    guard request.hasSafeHeaders else { return completion(Self.refused(.unsafeHeader)) }
    guard let multi else { return completion(Self.refused(.unusable)) }
    let (isTaken, isStarting) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.orders.append(Order(request: request, completion: completion))
      let isStarting = !state.isRunning
      state.isRunning = true
      return (true, isStarting)
    }
    guard isTaken else { return completion(Self.refused(.closing)) }
    if isStarting { start(multi) }
    multi.wake()
  }

  /// Takes no more requests, lets those under way end for up to `seconds`, then breaks them off.
  ///
  /// False when the thread still runs a second later.
  @discardableResult
  package func close(within seconds: Double) -> Bool {
    state.withLock { $0.isClosed = true }
    multi?.wake()
    if running.wait(timeout: .now() + seconds) == .success { return true }
    state.withLock { $0.isOver = true }
    multi?.wake()
    return running.wait(timeout: .now() + 1) == .success
  }

  /// Whether orders have been left lying, or transfers not been looked at, for so many seconds;
  /// asked again and again by a watchdog.
  package func isStalled(for seconds: Double) -> Bool {
    state.withLock { state in
      let now = SuspendingClock.now
      state.lyingSince = state.orders.isEmpty ? nil : state.lyingSince ?? now
      let moments = [state.turned, state.lyingSince].compactMap(\.self)
      return moments.contains { $0.duration(to: now) >= .seconds(seconds * 0.9) }
    }
  }

  private static func refused(_ stop: HTTPResult.Stop) -> HTTPResult {
    HTTPResult(curlCode: CurlCode.abortedByCallback, stop: stop)
  }

  private func start(_ multi: MultiHandle) {
    running.enter()
    let thread = Thread { [self] in
      Thread.current.name = "http"
      run(multi)
      running.leave()
    }
    thread.start()
  }

  private func run(_ multi: MultiHandle) {
    var busy: [UInt: HTTPTransfer] = [:]
    var spare: [HTTPTransfer] = []
    while true {
      let (orders, isClosed, isOver) = state.withLock { state in
        let orders = state.orders
        state.orders.removeAll(keepingCapacity: true)
        state.lyingSince = nil
        state.turned = .now
        return (orders, state.isClosed, state.isOver)
      }
      for order in orders {
        guard let transfer = Self.begin(order, with: spare.popLast(), on: multi) else { continue }
        busy[transfer.easy.identity] = transfer
      }
      multi.perform()
      while let (identity, code) = multi.finished() {
        guard let transfer = busy.removeValue(forKey: identity) else { continue }
        multi.remove(transfer.easy)
        transfer.completion(transfer.result(code: code))
        spare.append(transfer)
      }
      if isOver { Self.breakOff(&busy, on: multi) }
      if isClosed && busy.isEmpty { return }
      // Without a transfer only a wake-up can bring work, so an idle service stays asleep.
      if busy.isEmpty { state.withLock { $0.turned = nil } }
      multi.wait(seconds: busy.isEmpty ? 3_600 : 2)
    }
  }

  private static func begin(
    _ order: Order, with spare: HTTPTransfer?, on multi: MultiHandle
  ) -> HTTPTransfer? {
    guard let transfer = spare ?? HTTPTransfer() else {
      order.completion(refused(.unusable))
      return nil
    }
    transfer.prepare(order.request, completion: order.completion)
    guard transfer.easy.refusal == nil, multi.add(transfer.easy) else {
      order.completion(refused(.unusable))
      return nil
    }
    return transfer
  }

  private static func breakOff(_ busy: inout [UInt: HTTPTransfer], on multi: MultiHandle) {
    for transfer in busy.values {
      multi.remove(transfer.easy)
      transfer.completion(transfer.result(stop: .closing))
    }
    busy = [:]
  }
}

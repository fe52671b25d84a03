import Dispatch
import ServiceRuntime
import Synchronization
import Testing

@Suite struct SerialThreadTests {
  @Test func `jobs run in order, one at a time, also with callers between them`() {
    let thread = SerialThread(label: "test.order")
    let seen = Mutex<[Int]>([])
    let inside = Atomic(0)
    let overlaps = Atomic(0)
    let done = DispatchGroup()
    @Sendable func turn() {
      if inside.add(1, ordering: .relaxed).newValue > 1 { overlaps.add(1, ordering: .relaxed) }
      inside.subtract(1, ordering: .relaxed)
    }
    DispatchQueue.global().async(group: done) {
      for _ in 0..<2000 { thread.sync { turn() } }
    }
    for number in 0..<2000 {
      thread.async {
        turn()
        seen.withLock { $0.append(number) }
      }
      if number % 7 == 0 { thread.sync { turn() } }
    }
    done.wait()
    thread.sync {}
    #expect(seen.withLock { $0 } == Array(0..<2000))
    let overlapped = overlaps.load(ordering: .relaxed)
    #expect(overlapped == 0)
  }

  @Test func `a caller comes after the jobs that were there`() {
    let thread = SerialThread(label: "test.after")
    let count = Mutex(0)
    for _ in 0..<100 { thread.async { count.withLock { $0 += 1 } } }
    #expect(thread.sync { count.withLock { $0 } } == 100)
  }

  @Test func `it knows whose turn it is`() {
    let thread = SerialThread(label: "test.turn")
    #expect(!thread.isCurrent)
    #expect(thread.sync { thread.isCurrent })
    let isInside = DispatchSemaphore(value: 0)
    thread.async { if thread.isCurrent { isInside.signal() } }
    #expect(isInside.wait(timeout: .now() + 10) == .success)
  }

  @Test func `an alarm that is set earlier, by whoever has the turn, comes earlier`() {
    let thread = SerialThread(label: "test.earlier")
    let woken = DispatchSemaphore(value: 0)
    let timer = WakeTimer(thread: thread, tick: 86_400_000) { woken.signal() }
    timer.arm(after: 86_400_000)
    thread.sync { timer.arm(after: 5) }
    #expect(woken.wait(timeout: .now() + 10) == .success)
    timer.cancel()
  }

  @Test func `a cancelled alarm stays silent`() {
    let thread = SerialThread(label: "test.cancelled")
    let woken = Atomic(false)
    let timer = WakeTimer(thread: thread, tick: 20) { woken.store(true, ordering: .relaxed) }
    timer.arm(after: 20)
    timer.cancel()
    let later = DispatchSemaphore(value: 0)
    let other = WakeTimer(thread: thread, tick: 200) { later.signal() }
    other.arm(after: 100)
    #expect(later.wait(timeout: .now() + 10) == .success)
    let isWoken = woken.load(ordering: .relaxed)
    #expect(!isWoken)
    other.cancel()
  }

  @Test func `what is queued is done although the last owner has gone`() {
    let done = DispatchSemaphore(value: 0)
    do {
      let thread = SerialThread(label: "test.end")
      for _ in 0..<10 { thread.async { done.signal() } }
    }
    for _ in 0..<10 { #expect(done.wait(timeout: .now() + 10) == .success) }
  }
}

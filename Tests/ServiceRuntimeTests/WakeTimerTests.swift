import Dispatch
import FifthcallTestSupport
import Glibc
import ServiceRuntime
import Testing

@Suite(.fewAtATime) struct WakeTimerTests {
  @Test func `an armed timer wakes on its queue, and again when armed again`() {
    let executor = QueueExecutor(label: "test.wake")
    let woken = DispatchSemaphore(value: 0)
    let timer = WakeTimer(thread: executor.queue, tick: 1000) { woken.signal() }
    timer.arm(after: 5)
    #expect(woken.wait(timeout: .now() + 10) == .success)
    timer.arm(after: 5)
    #expect(woken.wait(timeout: .now() + 10) == .success)
    timer.cancel()
  }

  @Test func `no sleep is longer than the tick`() {
    let executor = QueueExecutor(label: "test.tick")
    let woken = DispatchSemaphore(value: 0)
    let timer = WakeTimer(thread: executor.queue, tick: 20) { woken.signal() }
    timer.arm(after: 86_400_000)
    #expect(woken.wait(timeout: .now() + 10) == .success)
    timer.cancel()
  }

  @Test func `a trapped signal reaches the queue instead of ending the process`() {
    let queue = DispatchQueue(label: "test.signal")
    let arrived = DispatchSemaphore(value: 0)
    let trap = SignalTrap([SIGUSR2], queue: queue) { number in
      if number == SIGUSR2 { arrived.signal() }
    }
    kill(getpid(), SIGUSR2)
    #expect(arrived.wait(timeout: .now() + 10) == .success)
    withExtendedLifetime(trap) {}
  }

  @Test func `a clock that starts elsewhere keeps pace with the system's`() {
    let start: Int64 = 1_000_000_000_000
    let clock = ServiceClock.starting(at: start)
    let first = clock.wall()
    #expect((start...start + 5000).contains(first))
    #expect(clock.wall() >= first)
    #expect(clock.boot() > 0)
  }
}

import CurlTransport
import Dispatch
import FifthcallTestSupport
import Synchronization
import Testing

@Suite(.fewAtATime) struct WorkQueueTests {
  @Test func `every job is done once, by no more threads than allowed`() {
    let done = Mutex<[Int]>([])
    let threads = Atomic<Int>(0)
    let finished = DispatchSemaphore(value: 0)
    let queue = WorkQueue<Int>(name: "test", limit: 3) { queue in
      threads.add(1, ordering: .relaxed)
      while case .job(let job) = queue.next() {
        done.withLock { $0.append(job) }
        finished.signal()
      }
    }
    let all = DispatchGroup()
    for start in 0..<4 {
      DispatchQueue.global().async(group: all) {
        for job in 0..<250 { #expect(queue.submit(start * 250 + job)) }
      }
    }
    all.wait()
    for _ in 0..<1_000 { finished.wait() }
    #expect(queue.close().isEmpty)
    #expect(queue.join(within: 10))
    #expect(done.withLock { $0.sorted() } == Array(0..<1_000))
    #expect((1...3).contains(threads.load(ordering: .relaxed)))
  }

  @Test func `closing gives back what nobody has begun and lets the begun job end`() {
    let (hasBegun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let done = Mutex<[Int]>([])
    let queue = WorkQueue<Int>(name: "test", limit: 1) { queue in
      while case .job(let job) = queue.next() {
        hasBegun.signal()
        mayEnd.wait()
        done.withLock { $0.append(job) }
      }
    }
    for job in 1...3 { #expect(queue.submit(job)) }
    hasBegun.wait()
    #expect(queue.close() == [2, 3])
    #expect(!queue.submit(4))
    #expect(!queue.join(within: 0.01))
    mayEnd.signal()
    #expect(queue.join(within: 10))
    #expect(done.withLock { $0 } == [1])
  }

  @Test func `a worker that wants to wait only so long is told that nothing came`() {
    let answers = Mutex<[String]>([])
    let wentIdle = DispatchSemaphore(value: 0)
    let queue = WorkQueue<Int>(name: "test", limit: 1) { queue in
      while true {
        switch queue.next(idleAfter: 0) {
        case .job(let job): answers.withLock { $0.append("job \(job)") }
        case .idle:
          wentIdle.signal()
          guard case .job(let job) = queue.next() else { return }
          answers.withLock { $0.append("job \(job)") }
        case .closed: return
        }
      }
    }
    #expect(queue.submit(7))
    wentIdle.wait()
    #expect(queue.close().isEmpty)
    #expect(queue.join(within: 10))
    #expect(answers.withLock { $0.contains("job 7") })
  }

  @Test func `a worker that is stuck in its job is seen, one that beats or rests is not`() {
    let (hasBegun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let (mayBeat, hasBeaten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let queue = WorkQueue<Int>(name: "test", limit: 1) { queue in
      while case .job = queue.next() {
        hasBegun.signal()
        mayBeat.wait()
        queue.beat()
        hasBeaten.signal()
        mayBeat.wait()
        queue.rest()
        hasBeaten.signal()
        mayEnd.wait()
      }
    }
    #expect(!queue.isStalled(for: 0))
    #expect(queue.submit(1))
    hasBegun.wait()
    #expect(queue.isStalled(for: 0))
    #expect(!queue.isStalled(for: 3_600))
    mayBeat.signal()
    hasBeaten.wait()
    #expect(!queue.isStalled(for: 3_600))
    mayBeat.signal()
    hasBeaten.wait()
    #expect(!queue.isStalled(for: 0))
    mayEnd.signal()
    #expect(queue.close().isEmpty)
    #expect(queue.join(within: 10))
  }
}

import Glibc

/// A mutex with a condition whose timed waits go by the monotonic clock: a wall clock that is set
/// neither shortens nor lengthens them.
///
/// `@unchecked Sendable`: the two pointers never change, and what they point to is made for use by
/// several threads.
@safe
final class MonotonicCondition: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe condition = .allocate(capacity: 1)
    unsafe condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Nanoseconds of the clock that ``wait(until:)`` goes by.
  static var now: Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Inside ``withLock(_:)`` only: lets go of the lock until signalled or until that moment.
  func wait(until moment: Int64?) {
    guard let moment else {
      unsafe pthread_cond_wait(condition, mutex)
      return
    }
    var time = timespec(
      tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
    _ = unsafe pthread_cond_timedwait(condition, mutex, &time)
  }

  /// Wakes the one thread that waits.
  func signal() { unsafe pthread_cond_signal(condition) }
}

package import CadenceModel

/// When a deferred touch is tried again, and when no more: the table of delays of one channel.
///
/// The delays follow RFC 5321 section 4.5.4.1 for mail (not sooner than minutes, for days) and the
/// short life of SMS; jitter comes from a hash of the touch, so a run can be repeated exactly.
package struct RetryPolicy: Sendable, Equatable {
  /// Seconds before the second, third … try; the last one repeats.
  package let delays: [Int]
  /// Most tries in all.
  package let mostTries: Int
  /// Seconds after the first due moment at which it gives up.
  package let givesUpAfter: Int

  /// Mail to a relay on this machine.
  package static let localRelay = RetryPolicy(
    delays: [15, 60, 300, 900, 1800], mostTries: 60, givesUpAfter: 86_400)
  /// Mail to a remote server.
  package static let remoteMail = RetryPolicy(
    delays: [300, 900, 1800, 3600, 7200, 14_400], mostTries: 24, givesUpAfter: 3 * 86_400)
  /// SMS and chat gateways.
  package static let gateway = RetryPolicy(
    delays: [60, 300, 900, 3600], mostTries: 5, givesUpAfter: 6 * 3600)
  /// A rep's digest.
  package static let digest = RetryPolicy(
    delays: [60, 300, 900, 1800, 3600], mostTries: 40, givesUpAfter: 36 * 3600)

  /// Seconds to wait after so many tries (from 1), with ±20 % jitter that the touch decides.
  package func delay(afterTry tries: Int, of touch: TouchID) -> Int {
    let base = delays[min(max(tries, 1), delays.count) - 1]
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in touch.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ UInt64(truncatingIfNeeded: tries)) &* 0x9e37_79b9_7f4a_7c15
    let share = Int((hash >> 33) % 401)  // 0...400 thousandths, around 200
    return max(1, base + base * (share - 200) / 1000)
  }
}

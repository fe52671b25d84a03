package import CivilTime

/// Judges the wall clock by the boot-time clock, reading by reading; has no clock of its own.
///
/// The wall clock may be set by anybody; the boot-time clock only ever runs. Whatever makes the two
/// drift apart at once is a jump (the study of reliable services, section 2.9).
package struct ClockWatch: Sendable, Equatable {
  /// What a reading says.
  package enum Verdict: Sendable, Equatable {
    /// All is well.
    case steady
    /// A little back: nothing new may cross before the wall clock shows this moment again.
    case waits(until: Instant)
    /// Far behind the highest moment seen or journalled, by so many seconds.
    case behind(seconds: Int64)
    /// It leapt so many seconds ahead while running.
    case jumped(seconds: Int64)
    /// Before the program was built, or more than 15 years after.
    case implausible
  }

  /// Further back than this, in seconds, waits.
  package static let slightlyBack: Int64 = 5
  /// Further back than this, in seconds, holds.
  package static let farBack: Int64 = 300
  /// Further ahead at once than this, in seconds, holds.
  package static let farAhead: Int64 = 3600
  /// So many days after the program's making nobody runs it any more.
  package static let lifetime: Int64 = 15 * 366

  private enum Standing { case level, back, farBack }

  private let built: Instant
  private var highest: Instant?
  private var offset: Int64?
  private var standing = Standing.level
  private var isTrusted = false

  /// A watch for a program made at `built`, over a journal that reaches up to `last`.
  package init(built: Instant, last: Instant?) {
    self.built = built
    highest = last
  }

  /// Takes in the wall clock and the milliseconds since boot, and judges.
  package mutating func read(wall: Instant, boot: Int64) -> Verdict {
    guard mayBeRight(wall) else {
      offset = nil
      return .implausible
    }
    let ahead = offset.map { wall.milliseconds - boot - $0 } ?? 0
    offset = wall.milliseconds - boot
    let top = max(highest ?? wall, wall)
    highest = top
    let back = top - wall
    if back > Self.farBack * 1000 {
      standing = .farBack
    } else if back > Self.slightlyBack * 1000, standing == .level {
      standing = .back
    } else if back == 0 {
      standing = .level
    }
    switch standing {
    case .farBack: return .behind(seconds: back / 1000)
    case .back: return .waits(until: top)
    case .level:
      return ahead > Self.farAhead * 1000 ? .jumped(seconds: ahead / 1000) : .steady
    }
  }

  /// The operator says that the present wall clock is right, whatever was seen before.
  package mutating func trust(wall: Instant, boot: Int64) {
    highest = wall
    offset = wall.milliseconds - boot
    standing = .level
    isTrusted = !isPlausible(wall)
  }

  /// Whether a wall clock may be right, by the program's age and an operator's word alone.
  package func mayBeRight(_ wall: Instant) -> Bool { isTrusted || isPlausible(wall) }

  private func isPlausible(_ wall: Instant) -> Bool {
    wall >= built && wall - built <= Self.lifetime * 86_400_000
  }
}

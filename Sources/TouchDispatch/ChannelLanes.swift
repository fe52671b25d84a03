import CadenceModel
import CivilTime
import HeapModule

/// The lanes of one channel: what was tried on each, and who waits for which.
struct ChannelLanes: Sendable {
  /// A moment at which a lane may be open again; not the lane's any more where another was noted.
  private struct Opening: Comparable {
    let at: Instant
    let lane: String

    static func < (left: Self, right: Self) -> Bool {
      left.at != right.at ? left.at < right.at : left.lane < right.lane
    }
  }

  private let windows: [RateWindow]
  /// Moments of tries by lane, oldest first, as many as the windows ask for.
  private var spent: [String: [Instant]]
  private var queues: [String: DueQueue] = [:]
  /// When each lane that somebody waits for is looked at next: never later than it opens.
  private var looks: [String: Instant] = [:]
  private var openings = Heap<Opening>()

  init(windows: [RateWindow], spent: [String: [Instant]]) {
    self.windows = windows
    self.spent = spent
  }

  var nextOpening: Instant? { openings.min?.at }

  /// When a lane may be tried: at `now` or later.
  ///
  /// Tries after `now` were made by a clock that has been set back; they count no more.
  func opens(_ lane: String, after now: Instant) -> Instant {
    guard var moments = spent[lane], let last = moments.last else { return now }
    if last > now { moments.removeAll { $0 > now } }
    return windows.reduce(now) { latest, window in
      guard moments.count >= window.most else { return latest }
      return max(latest, moments[moments.count - window.most].adding(seconds: window.seconds))
    }
  }

  mutating func park(_ touch: PendingTouch, on lane: String, at now: Instant) {
    queues[lane, default: DueQueue()].insert(touch)
    look(at: lane, opens(lane, after: now))
  }

  mutating func take(at now: Instant, where holds: (DueQueue.Item) -> Bool) -> DueQueue.Item? {
    while let first = openings.min, first.at <= now {
      openings.removeMin()
      guard looks[first.lane] == first.at else { continue }
      looks[first.lane] = nil
      let opening = opens(first.lane, after: now)
      guard opening <= now else {
        look(at: first.lane, opening)
        continue
      }
      guard let item = queues[first.lane]?.next(at: now, where: holds) else {
        queues[first.lane] = nil
        continue
      }
      // Whoever is left behind it waits for the lane's next moment.
      look(at: first.lane, now)
      return item
    }
    return nil
  }

  mutating func spend(_ lane: String, at now: Instant) {
    spent[lane, default: []].append(now)
    // Cut in lumps; a try that is given back may be the last of those that count.
    let most = windows.map(\.most).max() ?? 0
    if let count = spent[lane]?.count, count > 2 * most + 16 {
      spent[lane]?.removeFirst(count - most - 8)
    }
  }

  mutating func refund(_ lane: String, at now: Instant) {
    guard spent[lane]?.popLast() != nil, queues[lane] != nil else { return }
    look(at: lane, opens(lane, after: now))
  }

  mutating func clear(at now: Instant) {
    queues = [:]
    looks = [:]
    openings = Heap()
    let oldest = now.adding(seconds: -LaneYard.memory)
    spent = spent.filter { ($0.value.last ?? oldest) > oldest }
  }

  private mutating func look(at lane: String, _ moment: Instant) {
    if let known = looks[lane], known <= moment { return }
    looks[lane] = moment
    openings.insert(Opening(at: moment, lane: lane))
  }
}

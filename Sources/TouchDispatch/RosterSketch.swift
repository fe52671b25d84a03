/// How many customers there are and a sample of their ids, to know a base again by.
///
/// The sample are the 32 lowest hashes of the ids: whatever share of them is still there, about that
/// share of the base is (bottom-k sketch, Cohen and Kaplan, PODC 2007).
package struct RosterSketch: Sendable, Equatable {
  /// What is wrong with a base as compared to the one before.
  package enum Change: Sendable, Equatable {
    /// More than a tenth is gone.
    case shrunk(from: Int, to: Int)
    /// Hardly anybody is known.
    case strangers(of: Int)
  }

  /// How many hashes are kept.
  package static let size = 32
  /// Fewer lost than this are no alarm.
  package static let leastLost = 3
  /// A base smaller than this may change its ids.
  package static let leastBase = 10

  /// How many customers there are.
  package var count: Int
  /// Whether all of them are samples, which never leave the house.
  package var isSample: Bool
  /// The lowest hashes of the ids, ascending.
  package var hashes: [UInt32]

  /// A sketch as it was kept.
  package init(count: Int, isSample: Bool, hashes: [UInt32]) {
    self.count = count
    self.isSample = isSample
    self.hashes = hashes
  }

  /// The sketch of a base with these ids.
  package init(ids: some Sequence<String>, isSample: Bool) {
    var count = 0
    var all: [UInt32] = []
    for id in ids {
      count += 1
      all.append(Self.hash(id))
    }
    all.sort()
    self.init(count: count, isSample: isSample, hashes: Array(all.prefix(Self.size)))
  }

  /// What makes this base suspicious after `old`; nil when nothing does.
  ///
  /// From a sample base to customers of one's own everything may change.
  package func change(from old: RosterSketch) -> Change? {
    if old.isSample, !isSample { return nil }
    let lost = old.count - count
    if lost >= Self.leastLost, lost * 10 > old.count { return .shrunk(from: old.count, to: count) }
    guard old.count >= Self.leastBase, count > 0 else { return nil }
    // Of the lowest hashes of both together, how many are in both?
    let union = Set(old.hashes).union(hashes).sorted().prefix(Self.size)
    let both = union.count { old.hashes.contains($0) && hashes.contains($0) }
    // A base that has grown keeps its old ids, so the share is measured on what was there before.
    let expected = union.count * min(old.count, count) / max(old.count, count)
    return both * 10 < max(expected, 1) ? .strangers(of: count) : nil
  }

  /// FNV-1a with a final mix, so that ids that count up do not hash in a row.
  private static func hash(_ id: String) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    return UInt32(truncatingIfNeeded: hash >> 32)
  }
}

extension RosterSketch {
  /// The hashes as text, 8 hex digits each.
  package var text: String {
    hashes.map { hash in
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }.joined()
  }

  /// Reads ``text``; nil when it is none.
  package static func hashes(_ text: String) -> [UInt32]? {
    let digits = Array(text.utf8)
    guard digits.count % 8 == 0 else { return nil }
    var hashes: [UInt32] = []
    for start in stride(from: 0, to: digits.count, by: 8) {
      let word = String(decoding: digits[start..<start + 8], as: UTF8.self)
      guard let hash = UInt32(word, radix: 16) else { return nil }
      hashes.append(hash)
    }
    return hashes
  }
}

/// Remembers what a cell's bytes were read as: columns with few values are interpreted once each.
struct CellCache<Value: Sendable>: Sendable {
  private struct Entry {
    var hash: UInt64
    var start: Int
    var count: Int
    var value: Value
  }

  /// Indexes into `entries`, -1 for free; a power of two of them.
  private var slots: [Int32]
  private var entries: [Entry] = []
  private var keys: [UInt8] = []
  /// Values beyond this many are interpreted each time anew.
  private let limit: Int

  init(limit: Int = 1 << 16) {
    self.limit = limit
    slots = Array(repeating: -1, count: 64)
  }

  /// FNV-1a, good enough for a table that only speeds up.
  static func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01b3 }
    return hash
  }

  /// The value known for the bytes; nil when they are new.
  func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Value? {
    let hash = Self.hash(bytes, range)
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, entry.count == range.count, matches(entry.start, bytes, range) {
        return entry.value
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Remembers a value for bytes that are new.
  mutating func remember(_ value: Value, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
    guard entries.count < limit else { return }
    let hash = Self.hash(bytes, range)
    entries.append(Entry(hash: hash, start: keys.count, count: range.count, value: value))
    for position in range { keys.append(bytes[position]) }
    if entries.count * 2 > slots.count { grow() } else { place(entries.count - 1) }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for index in entries.indices { place(index) }
  }

  private mutating func place(_ index: Int) {
    let hash = entries[index].hash
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  private func matches(_ start: Int, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in 0..<range.count where keys[start + offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }
}

import CadenceModel

/// Finds those who stand in the files already while records are still coming in, so that a file full of
/// duplicates takes no more memory than the people in it.
///
/// It knows customers by their slots, the places where those who stay are gathered. What it finds is what
/// ``DuplicateSearch`` would find among all records by id, and by number and name; where a record that came
/// later makes that doubtful, ``isCertain(_:)`` says so, and the files have to be read again without it.
struct DuplicateSieve {
  /// By hash of the id.
  private var ids: [UInt64: Int32] = [:]
  /// By hash of number and name.
  private var persons: [UInt64: Int32] = [:]
  /// Whom number and name alone gave away: the hash of the id, and who stays.
  private var namesakes: [(id: UInt64, slot: Int32)] = []
  private var slotsWithNamesakes: Set<Int32> = []
  private var isDoubtful = false

  /// What a record is known by.
  struct Key {
    let id: UInt64
    /// 0 without a number.
    let person: UInt64

    init(_ customer: borrowing Customer, name: ArraySlice<UInt8>) {
      id = Self.hash(of: customer.id)
      let (number, span) = (customer.phone, name.span)
      let hash = CellCache<Void>.hash(span, 0..<span.count)
      person = number == 0 ? 0 : (hash ^ number) &* 0x100_0000_01b3 | 1
    }

    static func hash(of id: CustomerID) -> UInt64 {
      let text = id.text
      let span = text.utf8.span
      return CellCache<Void>.hash(span, 0..<span.count)
    }
  }

  /// How many were left out for number and name.
  var count: Int { namesakes.count }

  /// Makes room for so many of them.
  mutating func reserve(_ count: Int) { namesakes.reserveCapacity(count) }

  /// The slot that may hold a customer of this id; the caller compares.
  func slot(ofID key: Key) -> Int? { ids[key.id].map(Int.init) }

  /// The slot that may hold a customer of this number and name; the caller compares.
  func slot(ofPerson key: Key) -> Int? {
    key.person == 0 ? nil : persons[key.person].map(Int.init)
  }

  /// Remembers who is in a slot now.
  mutating func put(_ key: Key, in slot: Int) {
    ids[key.id] = Int32(slot)
    if key.person != 0 { persons[key.person] = Int32(slot) }
  }

  /// Notes that somebody was left out for the number and name of a slot.
  mutating func addNamesake(_ key: Key, of slot: Int) {
    namesakes.append((key.id, Int32(slot)))
    slotsWithNamesakes.insert(Int32(slot))
  }

  /// Notes that another record takes a slot.
  ///
  /// If it does for its id, whoever was left out for number and name may have been left out wrongly.
  mutating func replace(_ old: Key, by new: Key, in slot: Int) {
    if old.id != new.id {
      ids[old.id] = nil
    } else if old.person != new.person, slotsWithNamesakes.contains(Int32(slot)) {
      isDoubtful = true
    }
    put(new, in: slot)
  }

  /// Whether all records together would give the same; `customers` are those who stay.
  ///
  /// A record goes by its id first. So nobody of the same id may have stayed who is not the one for whom it
  /// was left out.
  mutating func isCertain(_ customers: [Customer]) -> Bool {
    if isDoubtful { return false }
    (ids, persons, slotsWithNamesakes) = ([:], [:], [])
    guard !namesakes.isEmpty else { return true }
    namesakes.sort { ($0.id, $0.slot) < ($1.id, $1.slot) }
    let isSplit = zip(namesakes, namesakes.dropFirst()).contains {
      $0.id == $1.id && $0.slot != $1.slot
    }
    if isSplit { return false }
    return !customers.contains { isNamesake(Key.hash(of: $0.id)) }
  }

  private func isNamesake(_ id: UInt64) -> Bool {
    var (low, high) = (0, namesakes.count)
    while low < high {
      let middle = (low + high) / 2
      if namesakes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < namesakes.count && namesakes[low].id == id
  }
}

import CadenceModel
import CivilTime
import Foundation
import JournalFile
import Testing
import TouchJournal

/// Starts that read only what a projection does not know: never a better verdict than reading
/// everything, and the files left out are verified later as thoroughly.
struct CheckpointTests {
  /// A journal of several sealed files, and its entries.
  private func written(_ count: Int = 40) throws -> (TemporaryState, [JournalEntry]) {
    let state = try TemporaryState()
    var options = Journal.Options()
    options.segmentSize = 1500
    try state.session(options: options) { journal throws in
      for index in 0..<count { try journal.appendDurably([TemporaryState.note(index)]) }
      try journal.appendDurably([.stop(reason: "test")])
    }
    var entries: [JournalEntry] = []
    _ = try JournalReading.read(state.folder) { entries.append($0) }
    return (state, entries)
  }

  /// What a projection notes that has taken in the first `count` entries.
  private func checkpoint(
    _ entries: [JournalEntry], _ count: Int, in state: TemporaryState
  ) throws -> JournalCheckpoint {
    var segments: [SegmentStart] = []
    var before: JournalEntry?
    for entry in entries.prefix(count) {
      if entry.kind == .segment {
        segments.append(
          SegmentStart(
            first: entry.number,
            before: before.map { JournalTail(head: $0.head, at: $0.at) } ?? JournalTail(),
            durable: before?.durable ?? 0,
            previousLength: entry.text("previous").flatMap {
              SegmentFile.length(of: $0, in: state.folder)
            }))
      }
      before = entry
    }
    let head = try #require(before?.head)
    return JournalCheckpoint(head: head, segments: segments, erased: [])
  }

  /// What opening does: the entries given out, how far they go, and whether they began anew.
  private struct Opened: Equatable {
    var numbers: [Int64] = []
    var isAnew = false
    var head: ChainHead?
    var exitCode: Int32?
  }

  private func open(_ state: TemporaryState, _ checkpoint: JournalCheckpoint?) -> Opened {
    var opened = Opened()
    do throws(JournalProblem) {
      let journal = try Journal.open(
        state.folder, role: .command, applied: checkpoint?.head, checkpoint: checkpoint,
        restart: { opened = Opened(isAnew: true) }, { opened.numbers.append($0.number) })
      opened.head = journal.head
      journal.close()
    } catch {
      opened.exitCode = error.exitCode
    }
    return opened
  }

  private func path(_ state: TemporaryState, _ name: String) -> String {
    state.folder.journal + "/" + name
  }

  private func setMode(_ mode: Int, _ name: String, of state: TemporaryState) {
    try? FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: path(state, name))
  }

  @Test func `from any entry on, the later ones are given out and the end is the same`() throws {
    let (state, entries) = try written()
    #expect(state.segments.count > 5)
    for count in 1...entries.count {
      let opened = open(state, try checkpoint(entries, count, in: state))
      #expect(!opened.isAnew)
      #expect(opened.numbers == entries.dropFirst(count).map(\.number))
      #expect(opened.head == entries.last?.head)
    }
  }

  @Test func `files that are not as noted are all read`() throws {
    for change in 0..<7 {
      let (state, entries) = try written()
      var known = try checkpoint(entries, entries.count - 2, in: state)
      let name = state.segments[1]
      var isGood = true
      switch change {
      case 0: setMode(0o600, name, of: state)
      case 1: known.segments[2].previousLength? += 1
      case 2: known.segments[1].first += 1
      // A head that its last file comes after.
      case 5: known.head = entries[2].head
      case 4:
        // Nothing noted of a file that nobody sealed.
        known.segments[2].previousLength = nil
        setMode(0o600, name, of: state)
      case 3:
        try state.write(try state.bytes(name) + [10], name)
        setMode(0o400, name, of: state)
        isGood = false
      default:
        try FileManager.default.removeItem(atPath: path(state, name))
        isGood = false
      }
      let opened = open(state, known)
      #expect(opened.isAnew, "change \(change)")
      #expect(opened.exitCode == (isGood ? nil : 74), "change \(change)")
      if isGood { #expect(opened.numbers == entries.map(\.number)) }
    }
  }

  @Test func `a projection that saw more, or something else, is a witness as before`() throws {
    let (state, entries) = try written()
    var ahead = try checkpoint(entries, entries.count, in: state)
    ahead.head = ChainHead(number: ahead.head.number + 1, hash: ahead.head.hash)
    #expect(open(state, ahead).exitCode == 74)
    var other = try checkpoint(entries, entries.count - 1, in: state)
    other.head = ChainHead(number: other.head.number, hash: ChainHash(value: 7))
    #expect(open(state, other).exitCode == 74)
    #expect(open(state, nil).exitCode == nil)
  }

  @Test func `damage in the part that is read has the verdict of reading everything`() throws {
    let (pristine, entries) = try written()
    let known = try checkpoint(entries, entries.count - 12, in: pristine)
    let start = try #require(known.segments.last)
    let read = pristine.segments.filter { (SegmentFile(name: $0)?.first ?? 0) >= start.first }
    #expect(read.count > 1)
    for name in read {
      let bytes = try pristine.bytes(name)
      for place in stride(from: 0, to: bytes.count, by: 41) {
        for isCut in [false, true] {
          let state = try copy(pristine)
          var damaged = bytes
          if isCut { damaged.removeSubrange(place...) } else { damaged[place] ^= 1 }
          try state.write(damaged, name)
          let whole = try JournalReading.read(state.folder, applied: known.head)
          let opened = open(state, known)
          #expect(
            (opened.exitCode == nil) == (whole.verdict <= .torn), "\(name) \(place) \(isCut)")
          if opened.exitCode == nil {
            #expect((opened.head?.number ?? 0) >= whole.tail.head.number)
          }
        }
      }
    }
  }

  private func copy(_ state: TemporaryState) throws -> TemporaryState {
    let copied = try TemporaryState()
    for name in state.segments {
      try copied.write(try state.bytes(name), name)
      if name != state.segments.last { setMode(0o400, name, of: copied) }
    }
    return copied
  }

  @Test func `damage anywhere in the files left out is found later, each time`() throws {
    let (pristine, entries) = try written()
    let known = try checkpoint(entries, entries.count - 2, in: pristine)
    func verdict(_ state: TemporaryState) throws -> JournalVerdict {
      try JournalReading.verify(before: known, in: state.folder) { false }.verdict
    }
    #expect(try verdict(pristine) == .clean)
    let left = pristine.segments.filter {
      (SegmentFile(name: $0)?.first ?? 0) < known.segments[known.segments.count - 1].first
    }
    for name in left {
      let bytes = try pristine.bytes(name)
      for place in stride(from: 0, to: bytes.count, by: 53) {
        let state = try copy(pristine)
        var damaged = bytes
        damaged[place] ^= 8
        try state.write(damaged, name)
        setMode(0o400, name, of: state)
        #expect(open(state, known).isAnew == false, "the length is the same")
        #expect(try verdict(state) > .clean, "\(name) at \(place)")
      }
    }
  }

  @Test func `a whole chain of another journal in the files left out is found`() throws {
    let (state, entries) = try written()
    let (other, _) = try written()
    let known = try checkpoint(entries, entries.count, in: state)
    for name in state.segments.dropLast() {
      try state.write(try other.bytes(name), name)
      setMode(0o400, name, of: state)
    }
    #expect(try JournalReading.verify(before: known, in: state.folder) { false }.verdict > .torn)
  }

  @Test func `a start that reads everything makes sealed files read-only again`() throws {
    let (state, entries) = try written()
    for name in state.segments { setMode(0o600, name, of: state) }
    let known = try checkpoint(entries, entries.count, in: state)
    try state.session()
    var isAnew = false
    let journal = try Journal.open(
      state.folder, role: .command, applied: known.head, checkpoint: known,
      restart: { isAnew = true }, { _ in })
    journal.close()
    #expect(!isAnew)
  }
}

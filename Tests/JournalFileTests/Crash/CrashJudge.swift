import CadenceModel
import CivilTime
import Foundation
import Glibc
import JournalFile
import TouchJournal

/// Recovers a state that a crash left, and says what is wrong with what came out.
///
/// Not `Sendable`: each thread has its own, with a folder of its own.
final class CrashJudge {
  private let state: TemporaryFolderOnMemory
  private let book: PromiseBook
  private let options: Journal.Options

  init(_ bench: CrashBench) throws {
    state = try TemporaryFolderOnMemory()
    book = bench.book
    var options = Journal.Options()
    options.segmentSize = bench.segmentSize
    options.writesAtOnce = true
    options.boot = { 1000 }
    options.now = { Instant(milliseconds: 1_795_400_000_000) }
    self.options = options
  }

  /// What the recovery of a state does not keep of what was promised; empty: all is well.
  func problems(_ disk: DiskState, _ promises: [DiskPromise]) -> [String] {
    do {
      lay(disk)
      let folder = try StateFolder(existing: state.path)
      var found: [String] = []
      let first = try recover(folder) { journal, replayed throws in
        found += judge(replayed, promises, journal, folder, disk)
        let reference = try journal.sealed.seal([42], of: "KH9", purpose: "p")
        let later = try journal.appendDurably([
          .hold(cause: "later", sealed: reference), .stop(reason: "x"),
        ])
        return (replayed + later, reference)
      }
      let before = files(folder)
      let second = try recover(folder) { journal, replayed throws in (replayed, nil) }
      // Between them only the lines that begin and end files.
      let own = second.entries.filter { $0.kind != .segment && $0.kind != .seal }
      if own != first.entries.filter({ $0.kind != .segment && $0.kind != .seal }) {
        found.append("the second start reads something else")
      }
      if files(folder) != before { found.append("the second start changes files") }
      if let reference = first.sealed,
        SealedStore(folder).open(reference, of: "KH9", purpose: "p") != [42]
      {
        found.append("what is sealed afterwards does not open")
      }
      return found
    } catch {
      return ["no start: \((error as? JournalProblem)?.text ?? "\(error)")"]
    }
  }

  private func recover(
    _ folder: StateFolder,
    _ body: (Journal, [JournalEntry]) throws -> ([JournalEntry], SealedReference?)
  ) throws -> (entries: [JournalEntry], sealed: SealedReference?) {
    var replayed: [JournalEntry] = []
    let journal = try Journal.open(folder, role: .service, options: options) {
      replayed.append($0)
    }
    defer { journal.close() }
    let result = try body(journal, replayed)
    return (result.0, result.1)
  }

  private func judge(
    _ replayed: [JournalEntry], _ promises: [DiskPromise], _ journal: Journal,
    _ folder: StateFolder, _ disk: DiskState
  ) -> [String] {
    var found: [String] = []
    let present = Set(replayed.map(\.head))
    var erased = Set(replayed.filter { $0.kind == .erased }.compactMap(\.customer))
    for promise in promises {
      switch promise {
      case .entry(let entry):
        if !present.contains(entry.head) {
          found.append("durable entry \(entry.number) is missing")
        }
      case .erased(let owner): erased.insert(owner)
      case .mark(let mark):
        let kept = AddressMarks(reading: folder)?.mark("tel:8615400010001")
        if kept != mark { found.append("a mark is another one") }
      }
    }
    for entry in replayed where book.written[entry.head] != entry {
      guard entry.kind == .repair, entry == replayed.last || entry == replayed.dropLast().last
      else {
        found.append("entry \(entry.number) was never written")
        continue
      }
    }
    return found + sealedProblems(replayed, erased, journal) + copyProblems(folder, disk)
  }

  private func sealedProblems(
    _ replayed: [JournalEntry], _ erased: Set<CustomerID>, _ journal: Journal
  ) -> [String] {
    var found: [String] = []
    for entry in replayed {
      guard let reference = entry.sealed, let sample = book.sealed["\(reference)"] else { continue }
      let opened = journal.sealed.open(reference, of: sample.owner, purpose: "p")
      if erased.contains(sample.owner) {
        if opened != nil { found.append("erased data of \(sample.owner) open") }
      } else if opened != sample.plain, !book.dropped.contains(sample.owner) {
        found.append("entry \(entry.number) names data that do not open")
      }
    }
    return found
  }

  /// What is cut off is kept beside the journal.
  private func copyProblems(_ folder: StateFolder, _ disk: DiskState) -> [String] {
    guard let torn = book.torn else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.journal)) ?? []
    let isKept = names.contains { name in
      name.contains(".torn-") && RecordedDisk.bytes(folder.journal + "/" + name).starts(with: torn)
    }
    return isKept ? [] : ["what was torn off is nowhere"]
  }
}

extension CrashJudge {
  /// The journal's and the keys' bytes by name.
  private func files(_ folder: StateFolder) -> [String: [UInt8]] {
    var files = ["keys": RecordedDisk.bytes(folder.sealed + "/keys")]
    for segment in SegmentFile.list(in: folder) {
      files[segment.name] = RecordedDisk.bytes(folder.journal + "/" + segment.name)
    }
    return files
  }

  /// Puts a state on the disk, in the place of the one before.
  private func lay(_ disk: DiskState) {
    for folder in ["journal", "sealed"] {
      let path = state.path + "/" + folder
      for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
        unsafe unlink(path + "/" + name)
      }
      if disk.folders.contains(folder) { unsafe mkdir(path, 0o700) } else { unsafe rmdir(path) }
    }
    for (name, bytes) in disk.files {
      let file = unsafe Glibc.open(state.path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      _ = FileCalls.system.write(file, bytes, 0)
      Glibc.close(file)
    }
  }
}

import CadenceModel
import CivilTime
import Foundation
import JournalFile
import TouchJournal

/// A state folder of its own, removed with its owner.
final class TemporaryState {
  let folder: StateFolder

  init() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("fifthcall-journal-\(UUID().uuidString)").path
    folder = try StateFolder(creating: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  /// The journal's files by name.
  var segments: [String] { SegmentFile.list(in: folder).map(\.name) }

  func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: folder.journal + "/" + name)))
  }

  func write(_ bytes: [UInt8], _ name: String) throws {
    let path = folder.journal + "/" + name
    try? FileManager.default.removeItem(atPath: path)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Opens the journal, lets `body` write to it, and closes it; answers what was replayed.
  @discardableResult
  func session(
    _ role: JournalRole = .service, applied: ChainHead? = nil,
    options: Journal.Options = Journal.Options(), _ body: (Journal) throws -> Void = { _ in }
  ) throws -> [JournalEntry] {
    var replayed: [JournalEntry] = []
    let journal = try Journal.open(folder, role: role, applied: applied, options: options) {
      replayed.append($0)
    }
    defer { journal.close() }
    try body(journal)
    return replayed
  }

  /// A note of a customer.
  static func note(_ number: Int) -> JournalDraft {
    .fact(
      Fact(
        customer: CustomerID("KH\(number)"), at: Instant(seconds: 1_795_338_000), detail: .note))
  }
}

import CivilTime
import Glibc
import TouchJournal

/// Cuts a torn end, after keeping a copy of it beside the journal.
struct JournalRepair {
  private let folder: StateFolder
  private let options: Journal.Options

  init(_ folder: StateFolder, _ options: Journal.Options) {
    self.folder = folder
    self.options = options
  }

  /// Repairs the last file if it is torn, and answers the entry that tells of it.
  func repair(_ report: JournalReport) throws(JournalProblem) -> JournalDraft? {
    guard let last = report.files.last, last.verdict == .torn || last.entries == 0 else {
      return nil
    }
    let path = folder.journal + "/" + last.name
    guard last.verdict == .torn else {
      // An empty file that was being created: the next line makes it anew.
      SystemCall.remove(path)
      try SystemCall.syncFolder(folder.journal)
      return nil
    }
    let bytes = try FileBytes.read(path, count: last.length)
    let time = String(options.now().utcText.filter { $0 != ":" })
    let kept = "\(last.name).torn-\(time)"
    try FileBytes.write(bytes, to: folder.journal + "/" + kept, folder, options.calls)
    try SystemCall.syncFolder(folder.journal)
    if last.entries == 0 {
      SystemCall.remove(path)
    } else {
      try cut(path, to: Int64(last.goodLength))
    }
    try SystemCall.syncFolder(folder.journal)
    return .repair(
      from: last.goodLength, bytes: last.length - last.goodLength,
      digest: FileDigest.text(bytes[last.goodLength...]), kept: kept)
  }

  private func cut(_ path: String, to length: Int64) throws(JournalProblem) {
    let file = SystemCall.open(path, O_RDWR)
    guard file >= 0 else { throw .cannotWrite(file: path, call: "open", code: errno) }
    defer { close(file) }
    let code = options.calls.truncate(file, length)
    guard code == 0 else { throw .cannotWrite(file: path, call: "truncate", code: code) }
    let synced = options.calls.sync(file)
    guard synced == 0 else { throw .syncFailed(file: path, code: synced) }
  }
}

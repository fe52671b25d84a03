import CivilTime
import Glibc
import TouchJournal

/// Cuts a torn end, after keeping a copy of it beside the journal.
struct JournalRepair {
  private let folder: StateFolder
  private let options: Journal.Options
  private var calls: FileCalls { options.calls }

  init(_ folder: StateFolder, _ options: Journal.Options) {
    self.folder = folder
    self.options = options
  }

  /// Repairs the last file if it is torn, and answers the entry that tells of it.
  ///
  /// After a repair the journal's folder is synced by whoever opens the journal.
  func repair(_ report: JournalReport) throws(JournalProblem) -> JournalDraft? {
    guard let last = report.files.last, last.verdict == .torn || last.entries == 0 else {
      return nil
    }
    let path = folder.journal + "/" + last.name
    guard last.verdict == .torn else {
      // An empty file that was being created: the next line makes it anew and syncs its name.
      try calls.removeFile(path)
      return nil
    }
    let bytes = try FileBytes.read(path, count: last.length)
    let time = String(options.now().utcText.filter { $0 != ":" })
    let kept = "\(last.name).torn-\(time)"
    try FileBytes.write(bytes, to: folder.journal + "/" + kept, folder, calls)
    try calls.syncFolder(folder.journal)
    if last.entries == 0 {
      try calls.removeFile(path)
    } else {
      try cut(path, to: Int64(last.goodLength))
    }
    return .repair(
      from: last.goodLength, bytes: last.length - last.goodLength,
      digest: FileDigest.text(bytes[last.goodLength...]), kept: kept)
  }

  private func cut(_ path: String, to length: Int64) throws(JournalProblem) {
    let file = try folder.openForAppending(path, calls)
    defer { close(file) }
    let code = calls.truncate(file, length)
    guard code == 0 else { throw .cannotWrite(file: path, call: "truncate", code: code) }
    try calls.syncBytes(of: file, path)
  }
}

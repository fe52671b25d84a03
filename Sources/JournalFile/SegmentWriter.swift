import Glibc

/// The open end of a journal: writes whole batches and makes them durable, or puts things back.
struct SegmentWriter {
  private let folder: StateFolder
  private let calls: FileCalls
  private var file: Int32 = -1
  private var path = ""
  /// Bytes known durable in the file.
  private(set) var length: Int64 = 0

  init(_ folder: StateFolder, calls: FileCalls) {
    self.folder = folder
    self.calls = calls
  }

  /// Opens an existing file to go on at its end.
  mutating func open(_ segment: SegmentFile) throws(JournalProblem) {
    path = folder.journal + "/" + segment.name
    file = try folder.openForAppending(path, calls)
    length = SystemCall.length(file)
  }

  /// Makes the next file; the one before it is sealed and becomes read-only.
  mutating func begin(_ segment: SegmentFile) throws(JournalProblem) {
    let next = folder.journal + "/" + segment.name
    // Begun before, but its first line could not be written.
    guard next != path || length > 0 else { return }
    let made = try folder.openForAppending(next, calls, exclusively: true)
    do throws(JournalProblem) {
      try calls.syncFolder(folder.journal)
    } catch {
      Glibc.close(made)
      try? calls.removeFile(next)
      throw error
    }
    if file >= 0 {
      // The mode only guards against slips; the seal and the chain are what prove the file whole.
      fchmod(file, 0o400)
      Glibc.close(file)
    }
    file = made
    path = next
    length = 0
  }

  /// Appends bytes and returns once they are durable.
  ///
  /// After an error of writing, the file is cut back to what was durable.
  mutating func commit(_ bytes: [UInt8]) throws(JournalProblem) {
    guard !bytes.isEmpty else { return }
    do throws(JournalProblem) {
      try calls.writeAll(bytes, to: file, path, length: length)
    } catch {
      // The cut must last, too; after a cut that failed nothing is synced any more.
      if case .cannotWrite = error { try calls.syncBytes(of: file, path) }
      throw error
    }
    try calls.syncBytes(of: file, path)
    let end = length + Int64(bytes.count)
    // Bytes in a file that nobody will find again are not durable.
    guard SystemCall.isSame(file, path), SystemCall.length(file) == end else {
      throw .fileReplaced(path: path)
    }
    length = end
  }

  /// Closes the file.
  mutating func close() {
    guard file >= 0 else { return }
    Glibc.close(file)
    file = -1
  }
}

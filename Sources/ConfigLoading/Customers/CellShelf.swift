import Foundation
import Glibc
import Synchronization

/// Where cells are put aside while customer files are read, for ``CleanFileWriter``: a million records
/// need not lie in memory until they are written.
///
/// The first bytes stay in memory; what comes after them goes to a file that has no name any more as
/// soon as it is open, so that nothing is left of it however the process ends.
package final class CellShelf: Sendable {
  /// Where something was put.
  package typealias Place = UInt64

  private struct State {
    var memory: [UInt8] = []
    /// How many bytes the file holds; those in memory come after them.
    var written: UInt64 = 0
    var file: FileHandle?
    var problem: String?
  }

  /// As much is gathered before it is written.
  private static let most = 4 << 20
  private let folders: [String]
  private let state = Mutex(State())

  /// A shelf whose file is made in the first of these folders that takes one, and only when it is
  /// needed.
  package init(folders: [String]) { self.folders = folders }

  /// Why something could not be kept; nil: all of it is there.
  package var problem: String? { state.withLock { $0.problem } }

  /// Puts cells away and says where.
  func put(_ cells: PackedCells) -> Place {
    state.withLock { state in
      let place = state.written + UInt64(state.memory.count)
      var length = UInt32(clamping: cells.bytes.count)
      for _ in 0..<4 {
        state.memory.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
      state.memory.append(contentsOf: cells.bytes)
      if state.memory.count >= Self.most { flush(&state) }
      return place
    }
  }

  /// The cells at a place, and the place behind them.
  func cells(at place: Place) -> (cells: PackedCells, next: Place) {
    state.withLock { state in
      let head = bytes(state, at: place, count: 4)
      let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
      let cells = PackedCells(bytes: bytes(state, at: place + 4, count: length))
      return (cells, place + 4 + UInt64(length))
    }
  }

  private func bytes(_ state: borrowing State, at place: Place, count: Int) -> [UInt8] {
    guard place < state.written else {
      let start = Int(place - state.written)
      guard start < state.memory.count else { return [] }
      return Array(state.memory[start..<min(start + count, state.memory.count)])
    }
    guard let file = state.file else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(file.fileDescriptor, buffer.baseAddress, count, Int(place))
    }
    return got == count ? bytes : []
  }

  /// Writes what is in memory; a record never lies half here and half there.
  private func flush(_ state: inout State) {
    guard state.problem == nil else { return state.memory.removeAll(keepingCapacity: true) }
    do {
      let file = try state.file ?? open()
      state.file = file
      try file.write(contentsOf: state.memory)
      state.written += UInt64(state.memory.count)
    } catch {
      state.problem = error.localizedDescription
    }
    state.memory.removeAll(keepingCapacity: true)
  }

  private func open() throws -> FileHandle {
    var code = ENOENT
    for folder in folders {
      let path = "\(folder)/.fifthcall-import-\(UUID().uuidString)"
      let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 {
        unsafe unlink(path)
        return FileHandle(fileDescriptor: file, closeOnDealloc: true)
      }
      code = errno
    }
    throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
  }
}

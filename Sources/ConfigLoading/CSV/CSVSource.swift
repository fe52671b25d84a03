import Foundation
import Glibc

/// Where the bytes of a CSV file come from.
protocol CSVSource: Sendable {
  /// How many bytes there are in all.
  var size: Int { get }
  /// Up to `count` more bytes; none at the end.
  func read(_ count: Int) throws(CSVFileFailure) -> [UInt8]
}

/// A regular file; anything else (a pipe, a device, a folder) is refused.
struct CSVFileSource: CSVSource {
  private let handle: FileHandle
  private let path: String
  private let written: [Int]
  let size: Int

  /// Opens a file without waiting for anybody; `followsLinks` is for a file that somebody names on
  /// the command line, not for one of the config.
  init(path: String, followsLinks: Bool = true) throws(CSVFileFailure) {
    let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else { throw .cannotOpen(Self.reason(errno)) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    self.path = path
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen("it is no regular file")
    }
    size = Int(status.st_size)
    written = Self.moment(status)
    if size > CSVLimits.file { throw .tooLarge }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such file"
    case ELOOP: "it is a symbolic link; put the file itself here"
    // A socket has a name and cannot be opened.
    case ENXIO: "it is no regular file"
    case EACCES: "permission denied"
    default: "error \(code)"
    }
  }

  private static func moment(_ status: stat) -> [Int] {
    [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
  }

  func read(_ count: Int) throws(CSVFileFailure) -> [UInt8] {
    do {
      if let data = try handle.read(upToCount: count), !data.isEmpty { return Array(data) }
    } catch {
      throw .cannotRead("input/output error")
    }
    guard !hasChanged else {
      throw .cannotRead("it was written while it was read; wait until the export is done")
    }
    return []
  }

  /// Whether the file is another than when it was opened: half of one export is worth nothing.
  private var hasChanged: Bool {
    var now = stat()
    guard unsafe stat(path, &now) == 0 else { return true }
    return Int(now.st_size) != size || Self.moment(now) != written
  }
}

/// Bytes in memory, given out in pieces.
final class CSVMemorySource: CSVSource, @unchecked Sendable {
  // Only the one reader that owns the source reads from it.
  private var rest: ArraySlice<UInt8>
  let size: Int

  init(bytes: [UInt8]) {
    rest = bytes[...]
    size = bytes.count
  }

  func read(_ count: Int) throws(CSVFileFailure) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

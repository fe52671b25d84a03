import Foundation

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
  private let target: String
  private let written: Date?
  let size: Int

  init(path: String) throws(CSVFileFailure) {
    target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else {
      throw .cannotOpen("there is no such file")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw .cannotOpen("it is no regular file")
    }
    size = attributes[.size] as? Int ?? 0
    written = attributes[.modificationDate] as? Date
    if size > CSVLimits.file { throw .tooLarge }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .cannotOpen("permission denied")
    }
    self.handle = handle
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
    let now = try? FileManager.default.attributesOfItem(atPath: target)
    return now?[.size] as? Int != size || now?[.modificationDate] as? Date != written
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

import Foundation
import Glibc

/// Why a file of the config folder is not read.
enum ConfigFileFailure: Error {
  case missing, notRegular, symlink, tooLarge, changing, unreadable(String)

  /// One sentence for a diagnostic.
  var text: String {
    switch self {
    case .missing: "there is no such file"
    case .notRegular: "it is no regular file"
    case .symlink: "it is a symbolic link; put the file itself here"
    case .tooLarge: "the file has more than 1 MiB; settings never do"
    case .changing: "it is being written; reload when that is done"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    }
  }
}

/// Reads the files of a config folder, each once and only if it is a regular file.
enum ConfigFileReader {
  /// The bytes of a file, so many at most; never waits on a pipe and never follows a link.
  ///
  /// `meanwhile` runs between reading and the second look at size and time: a test's way to be the
  /// one who writes at that moment.
  static func bytes(
    _ path: String, most: Int = YAMLDocument.mostBytes, meanwhile: () -> Void = {}
  ) throws(ConfigFileFailure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // Not closed before the last look at it.
    defer { withExtendedLifetime(handle) {} }
    let before = try status(of: descriptor)
    guard before.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard before.st_size <= most else { throw .tooLarge }
    let data: Data
    do {
      // One byte more than allowed shows a file that grew meanwhile.
      data = try handle.read(upToCount: most + 1) ?? Data()
    } catch {
      throw .unreadable("input/output error")
    }
    meanwhile()
    let after = try status(of: descriptor)
    guard data.count == before.st_size, after.st_size == before.st_size,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    else { throw .changing }
    return Array(data)
  }

  private static func status(of descriptor: Int32) throws(ConfigFileFailure) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno) }
    return status
  }

  private static func failure(_ code: Int32) -> ConfigFileFailure {
    switch code {
    case ENOENT: .missing
    case ELOOP: .symlink
    // A socket has a name and cannot be opened.
    case ENXIO: .notRegular
    case EACCES: .unreadable("permission denied")
    default: .unreadable("error \(code)")
    }
  }

  /// The regular-looking names of a folder that end in `.yaml`, sorted, and those that nearly do.
  static func yamlNames(in folder: String) -> (names: [String], odd: [String]) {
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let visible = all.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }
    return (visible.filter { $0.hasSuffix(".yaml") }, visible.filter { $0.hasSuffix(".yml") })
  }
}

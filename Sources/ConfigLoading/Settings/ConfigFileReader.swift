import Foundation
import Glibc

/// Why a file of the config folder is not read.
enum ConfigFileFailure: Error {
  case missing, notRegular, symlink, tooLarge, unreadable(String)

  /// One sentence for a diagnostic.
  var text: String {
    switch self {
    case .missing: "there is no such file"
    case .notRegular: "it is no regular file"
    case .symlink: "it is a symbolic link; put the file itself here"
    case .tooLarge: "the file has more than 1 MiB; settings never do"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    }
  }
}

/// Reads the small files of a config folder, each once and only if it is a regular file.
enum ConfigFileReader {
  /// The bytes of a file; never waits on a pipe and never follows a link.
  static func bytes(_ path: String) throws(ConfigFileFailure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_size <= YAMLDocument.mostBytes else { throw .tooLarge }
    do {
      // One byte more than allowed shows a file that grew meanwhile.
      let data = try handle.read(upToCount: YAMLDocument.mostBytes + 1) ?? Data()
      guard data.count <= YAMLDocument.mostBytes else { throw ConfigFileFailure.tooLarge }
      return Array(data)
    } catch let failure as ConfigFileFailure {
      throw failure
    } catch {
      throw .unreadable("input/output error")
    }
  }

  private static func failure(_ code: Int32) -> ConfigFileFailure {
    switch code {
    case ENOENT: .missing
    case ELOOP: .symlink
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

import Foundation
import Glibc

/// Where the files of a site are: what has to be looked at to notice that an admin edited something.
package struct SitePlaces: Sendable, Equatable {
  /// The config folder as it was given.
  package var config: String
  /// The folder of holiday files, resolved.
  package var holidays: String
  /// The folder of templates, resolved.
  package var templates: String
  /// Patterns of customer files, resolved.
  package var customers: [String]

  /// Nowhere.
  package init() {
    config = ""
    holidays = ""
    templates = ""
    customers = []
  }

  init(_ loaded: LoadedConfig) {
    config = loaded.folder
    holidays = loaded.holidayFolder
    templates = loaded.templateFolder
    customers = loaded.customers.files.map(\.value).map {
      $0.hasPrefix("/") ? $0 : "\(loaded.folder)/\($0)"
    }
  }

  /// The customer files, those of a pattern sorted, each once; a name without `*` even where there
  /// is no such file.
  package var customerFiles: [String] {
    var found: [String] = []
    for path in customers {
      let matches = FilePattern(path).matches()
      for match in matches.isEmpty && !path.contains("*") ? [path] : matches
      where !found.contains(match) {
        found.append(match)
      }
    }
    return found
  }

  /// A file's name within the site.
  package func name(of file: String) -> String {
    file.hasPrefix(config + "/") ? String(file.dropFirst(config.utf8.count + 1)) : file
  }

  /// Whether the settings could say where the rest is.
  package var isKnown: Bool { !templates.isEmpty }

  /// Whether the texts are there at all.
  package var hasTemplates: Bool { Self.isFolder(templates) }

  /// The folders whose entries count, those that are missing included.
  package var folders: [String] {
    var found = [config, "\(config)/cadences", holidays, templates]
    found += Self.names(templates).map { "\(templates)/\($0)" }.filter { Self.isFolder($0) }
    found += customers.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }
    var seen: Set<String> = []
    return found.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// What tells an edited file from what it was: sizes, times and inodes of all files that count.
  package var mark: SiteMark {
    var files: [String: SiteMark.Stamp] = [:]
    func note(_ path: String) { files[path] = SiteMark.Stamp(path) }
    for folder in [config, "\(config)/cadences"] {
      for name in Self.names(folder) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        note("\(folder)/\(name)")
      }
    }
    for name in Self.names(holidays) where name.hasSuffix(".csv") { note("\(holidays)/\(name)") }
    for folder in Self.names(templates) {
      note("\(templates)/\(folder)")
      for name in Self.names("\(templates)/\(folder)") { note("\(templates)/\(folder)/\(name)") }
    }
    for file in customerFiles { note(file) }
    for folder in [config, holidays, templates] where !Self.isFolder(folder) {
      files[folder] = .missing
    }
    return SiteMark(files: files)
  }

  /// Whether no file was written in the last seconds, by the system's own clock.
  package var haveRested: Bool { !mark.mayHaveChanged(since: Int64(time(nil)) - 2) }

  /// Visible names of a folder.
  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") && !$0.hasPrefix("#") }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// The sizes, times and inodes of a site's files at one moment.
package struct SiteMark: Sendable, Equatable {
  struct Stamp: Sendable, Equatable {
    var device: UInt64 = 0
    var inode: UInt64 = 0
    var size: Int64 = -1
    var modified: Int64 = 0
    var changed: Int64 = 0
    var isFolder = false

    static let missing = Stamp()

    private init() {}

    /// The stamp of a path, links followed; of a folder only that it is there.
    init(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return }
      isFolder = status.st_mode & S_IFMT == S_IFDIR
      guard !isFolder else { return }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      modified = Self.nanoseconds(status.st_mtim)
      changed = Self.nanoseconds(status.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
      Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
  }

  let files: [String: Stamp]

  /// Whether a file may have been changed at or after a moment (seconds since 1970 by the system's
  /// own clock).
  package func mayHaveChanged(since seconds: Int64) -> Bool {
    files.values.contains { $0.changed >= seconds * 1_000_000_000 }
  }
}

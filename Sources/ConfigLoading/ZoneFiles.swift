package import CivilTime
import Foundation

/// Why a zone cannot be had.
package enum ZoneFileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// No such zone in the system's zone data.
  case unknownZone(String)
  /// Its file is there but cannot be used.
  case unusable(String, ZoneFailure)

  /// One sentence for a diagnostic.
  package var description: String {
    switch self {
    case .unknownZone(let name): "unknown time zone \(name)"
    case .unusable(let name, let failure): "time zone \(name): \(failure)"
    }
  }
}

/// The system's time zone data: a folder of TZif files.
package struct ZoneFiles: Sendable {
  /// The folder the zones are read from.
  package let folder: String

  /// Reads from this folder; from `TZDIR`, else the system's own folder, when none is given.
  package init(folder: String? = nil) {
    let environment = ProcessInfo.processInfo.environment["TZDIR"] ?? ""
    self.folder = folder ?? (environment.isEmpty ? Self.systemFolder : environment)
  }

  /// Where Debian and most other systems keep the zones (tzset(3)).
  private static let systemFolder = "/usr/share/zoneinfo"

  /// The rules of a zone such as `Asia/Shanghai`; `UTC` is known without any file.
  package func rules(named name: String) throws(ZoneFileFailure) -> ZoneRules {
    guard Self.isZoneName(name) else { throw .unknownZone(name) }
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
      if name == "UTC" || name == "Etc/UTC" { return .utc }
      throw .unknownZone(name)
    }
    do {
      return try ZoneRules(name: name, tzif: [UInt8](data))
    } catch {
      throw .unusable(name, error)
    }
  }

  /// Whether a text can name a zone: never a path out of the folder.
  private static func isZoneName(_ name: String) -> Bool {
    let parts = name.utf8.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.first != UInt8(ascii: ".")
        && part.allSatisfy { byte in
          switch Unicode.Scalar(byte) {
          case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+", ".": true
          default: false
          }
        }
    }
  }

  /// Every zone name in the folder, sorted, for suggestions; links and old names included.
  package func names() -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    var names: [String] = []
    for case let path as String in walk
    where path.utf8.first.map({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) == true
      && !path.utf8.contains(UInt8(ascii: "."))
    {
      if walk.fileAttributes?[.type] as? FileAttributeType != .typeDirectory { names.append(path) }
    }
    return names.sorted()
  }
}

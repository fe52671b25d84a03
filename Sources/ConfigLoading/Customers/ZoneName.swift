import Foundation

/// Whether the system knows a time zone.
enum ZoneName {
  /// Looks for the zone's file in the system's zoneinfo; names that leave the folder are refused.
  static func exists(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || [0x2F, 0x5F, 0x2D, 0x2B].contains($0)
    }
    guard isPlain, name.contains("/") || name == "UTC", !name.hasPrefix("/") else { return false }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: "/usr/share/zoneinfo/" + name).resolvingSymlinksInPath().path)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
}

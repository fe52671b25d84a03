import Foundation

/// Which release of the time zone data the system has, such as `2025b`.
package struct ZoneDataRelease: Sendable, Equatable {
  /// Its name, or why it is only guessed.
  package var text: String
  /// The year it is from.
  package var year: Int

  /// A release by name.
  package init(text: String, year: Int) {
    self.text = text
    self.year = year
  }

  /// The release of a folder of zones: by the first line of its `tzdata.zi` (zic(8) writes
  /// `# version 2025b`), else by the age of its `UTC` file; nil where neither says.
  package init?(of zones: ZoneFiles) {
    if let handle = FileHandle(forReadingAtPath: zones.folder + "/tzdata.zi"),
      let data = try? handle.read(upToCount: 64),
      let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first,
      line.hasPrefix("# version "), let year = Int(line.dropFirst(10).prefix(4))
    {
      self.init(text: String(line.dropFirst(10)), year: year)
      return
    }
    guard
      let attributes = try? FileManager.default.attributesOfItem(atPath: zones.folder + "/UTC"),
      let date = attributes[.modificationDate] as? Date
    else { return nil }
    let year = 1970 + Int(date.timeIntervalSince1970 / 31_556_952)
    self.init(text: "of unknown release, installed \(year)", year: year)
  }
}

package import CivilTime
import Foundation

/// The holiday calendars of `config/holidays`, read plainly for tests.
package enum HolidayFixture {
  /// Read once, since every test asks for them.
  private static let known = ["CN": read("CN"), "HK": read("HK")]

  /// The calendar of a country; empty where there is no such file.
  package static func calendar(_ country: String) -> BusinessCalendar {
    known[country] ?? read(country)
  }

  private static func read(_ country: String, file: String = #filePath) -> BusinessCalendar {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "config/holidays/\(country).csv")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    let entries = text.split(separator: "\n").dropFirst().compactMap(entry)
    return BusinessCalendar(country: country, entries: entries)
  }

  private static func entry(_ line: Substring) -> HolidayEntry? {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard cells.count >= 7, let day = Day(iso: cells[0]),
      let kind = HolidayEntry.Kind(rawValue: cells[1]),
      let status = HolidayEntry.Status(rawValue: cells[2])
    else { return nil }
    let regions = cells[3].split(separator: ";").map(String.init)
    return HolidayEntry(
      day: day, kind: kind, status: status, regions: regions, name: cells[4],
      englishName: cells[5], note: cells[cells.count - 1])
  }
}

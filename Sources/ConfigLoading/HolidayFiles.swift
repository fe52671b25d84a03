package import CadenceModel
package import CivilTime
import Foundation

/// The business calendars in `config/holidays/<CC>.csv`.
package struct HolidayFiles: Sendable {
  /// The calendars by country code; a file with errors gives none.
  package private(set) var calendars: [String: BusinessCalendar] = [:]
  /// What is wrong with the files, by file and line.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Reads the files of a folder: all countries, or only the wanted ones.
  ///
  /// Files are named in diagnostics as `shownAs/CC.csv`.
  package init(folder: String, countries: Set<String>? = nil, shownAs: String = "holidays") {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      diagnostics = [
        Diagnostic(
          .error, file: shownAs, line: 1, column: 1, "the folder of holidays cannot be read")
      ]
      return
    }
    for name in names where name.hasSuffix(".csv") {
      let country = String(name.dropLast(4))
      guard countries?.contains(country) != false else { continue }
      read("\(folder)/\(name)", country: country, shownAs: "\(shownAs)/\(name)")
    }
  }

  /// The country codes that a folder has files for, sorted.
  package static func countries(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
  }

  private mutating func read(_ path: String, country: String, shownAs file: String) {
    guard Self.isCountryCode(country) else {
      diagnostics.append(
        Diagnostic(.error, file: file, "name the file by the country's two capital letters"))
      return
    }
    let bytes: [UInt8]
    do throws(ConfigFileFailure) {
      bytes = try ConfigFileReader.bytes(path)
    } catch {
      diagnostics.append(Diagnostic(.error, file: file, line: 1, column: 1, error.text))
      return
    }
    var reader = HolidayTable(file: file)
    reader.read(bytes)
    diagnostics += reader.diagnostics
    guard !reader.diagnostics.contains(where: { $0.severity == .error }) else { return }
    calendars[country] = BusinessCalendar(country: country, entries: reader.entries)
  }

  private static func isCountryCode(_ text: String) -> Bool {
    text.utf8.count == 2
      && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}

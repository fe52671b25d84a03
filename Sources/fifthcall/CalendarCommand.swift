import ArgumentParser
import CadenceModel
import CivilTime
import ConfigLoading
import Foundation

/// `fifthcall calendar`: what the service knows about the days of a country.
struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Lists days with lunar date, holidays and whether they are worked.",
    discussion: """
      workday is true or false where the country's list for that year is known, null where nobody
      can know yet: near a holiday of a year whose list of moved working days is not out, and
      outside the data. Observances are no days off.
      """)

  @Option(help: "Country, two letters: a file config/holidays/CC.csv.")
  var country: String

  @Option(help: "First day, YYYY-MM-DD.", transform: parseDay)
  var from: Day

  @Option(help: "Last day, YYYY-MM-DD.", transform: parseDay)
  var to: Day

  @Option(help: "Subdivision whose own holidays count too, such as CA or NSW.")
  var region: String?

  @Option(help: "table, json (one object a line) or csv.")
  var format: CalendarFormat = .table

  @OptionGroup var site: SiteOptions

  func validate() throws {
    guard from <= to else { throw ValidationError("--from lies after --to") }
  }

  func run() throws {
    let calendar = try loadCalendar()
    var output = LineOutput()
    if let header = format.header {
      output.write(header)
      try output.endLine()
    }
    for day in from...to {
      CalendarRow(day, calendar, region: region).write(as: format, to: &output)
      try output.endLine()
    }
    try output.flush()
  }

  /// The wanted country's calendar; an unknown country is a usage error, a bad file a bad config.
  private func loadCalendar() throws -> BusinessCalendar {
    let folder = site.configFolder + "/holidays"
    let code = country.uppercased()
    let files = HolidayFiles(folder: folder, countries: [code])
    if let calendar = files.calendars[code] { return calendar }
    guard files.diagnostics.isEmpty else {
      for finding in files.diagnostics {
        StandardError.write("\(finding)")
      }
      throw ExitCode.badConfiguration
    }
    let known = HolidayFiles.countries(in: folder).joined(separator: ", ")
    throw ValidationError("no holidays of \(country) in \(folder); there are \(known)")
  }
}

/// How `calendar` prints.
enum CalendarFormat: String, ExpressibleByArgument {
  case table, json, csv

  /// The line before the first day.
  var header: String? {
    switch self {
    case .json: nil
    case .csv: "day,weekday,lunar,workday,holidays,observances"
    case .table: "day         weekday    lunar          workday  holidays; (observances)"
    }
  }
}

/// One day of `calendar`.
private struct CalendarRow {
  let day: Day
  let lunar: String?
  let workday: Bool?
  let holidays: [String]
  let observances: [String]

  init(_ day: Day, _ calendar: BusinessCalendar, region: String?) {
    self.day = day
    lunar = day.lunar?.description
    workday = calendar.isWorkday(day, region: region)
    holidays = calendar.holidays(on: day, region: region).map(\.name)
    observances = calendar.observances(on: day).map(\.name)
  }

  func write(as format: CalendarFormat, to output: inout LineOutput) {
    switch format {
    case .json: writeJSON(to: &output)
    case .csv: writeCSV(to: &output)
    case .table: writeTable(to: &output)
    }
  }

  private func writeJSON(to output: inout LineOutput) {
    output.write("{\"day\":\"\(day)\",\"weekday\":\"\(day.weekday.name)\",\"lunar\":")
    output.write(lunar.map { "\"\($0)\"" } ?? "null")
    output.write(",\"workday\":\(workday.map(String.init) ?? "null"),\"holidays\":")
    output.writeJSON(holidays)
    output.write(",\"observances\":")
    output.writeJSON(observances)
    output.write("}")
  }

  private func writeCSV(to output: inout LineOutput) {
    let columns = [
      "\(day)", day.weekday.name, lunar ?? "", workday.map(String.init) ?? "",
      holidays.joined(separator: "|"), observances.joined(separator: "|"),
    ]
    // Names hold neither commas nor quotation marks: the reader of the files refuses them.
    output.write(columns.joined(separator: ","))
  }

  private func writeTable(to output: inout LineOutput) {
    let worked = workday.map { $0 ? "yes" : "no" } ?? "unknown"
    let names = holidays + observances.map { "(\($0))" }
    let columns = [
      padded("\(day)", 12), padded(day.weekday.name, 11), padded(lunar ?? "-", 15),
      names.isEmpty ? worked : padded(worked, 9), names.joined(separator: "; "),
    ]
    output.write(columns.joined())
  }

  /// ASCII text, filled up with blanks.
  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.utf8.count, 1))
  }
}

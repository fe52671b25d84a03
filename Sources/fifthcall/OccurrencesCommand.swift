import ArgumentParser
import CivilTime

/// `fifthcall occurrences`: on which days the dates of people are kept.
struct OccurrencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "occurrences",
    abstract: "The days on which dates of people are kept.",
    discussion: """
      DATE is 1985-03-12, --03-12 (no year; after a lone --), L1985-03-12 (Chinese lunar),
      L1984-10L-05 (lunar leap month) or L--08-15. 29 February is kept on the 28th in common years,
      a missing 30th of a lunar month on its 29th, a leap-month date in the ordinary month where
      the year has no such leap month. No day before the birth is listed.

      Each date is answered by one line {"date","days"}; a bad one by {"error"} and, at the end,
      exit status 65.
      """)

  @Argument(help: "Dates; - reads standard input, a date a line.")
  var dates: [String]

  @Option(help: "First day, YYYY-MM-DD.", transform: parseDay)
  var from: Day

  @Option(help: "Last day, YYYY-MM-DD.", transform: parseDay)
  var to: Day

  @Option(help: "Where 29 February is kept in common years: feb28 or mar1.")
  var feb29: Feb29Rule = .feb28

  @Option(help: "json (one object a line); there is no other.")
  var format: LineFormat = .json

  func validate() throws {
    guard from <= to else { throw ValidationError("--from lies after --to") }
  }

  func run() throws {
    var answers = OccurrenceAnswers(from: from, to: to, feb29: feb29)
    for date in dates {
      guard date == "-" else {
        try answers.answer(date)
        continue
      }
      while let line = readLine() { try answers.answer(line) }
    }
    try answers.output.flush()
    if answers.badLines > 0 { throw ExitCode.badData }
  }
}

/// Writes one line for each date.
///
/// It holds the options itself: reading them through their property wrappers for every day would
/// cost more than the calendar.
private struct OccurrenceAnswers: ~Copyable {
  let from: Day
  let to: Day
  let feb29: Feb29Rule
  var output = LineOutput()
  var badLines = 0

  init(from: Day, to: Day, feb29: Feb29Rule) {
    self.from = from
    self.to = to
    self.feb29 = feb29
  }

  mutating func answer(_ text: String) throws {
    let date: PersonDate
    do throws(PersonDateFailure) {
      date = try PersonDate(parsing: text).keeping(feb29)
    } catch {
      badLines += 1
      return try output.writeError("\(text): \(error)")
    }
    output.write("{\"date\":\"")
    date.write(to: &output.bytes)
    output.write("\",\"days\":[")
    var next = date.nextOccurrence(onOrAfter: from)
    var isFirst = true
    while let kept = next, kept.day <= to {
      if !isFirst { output.bytes.append(UInt8(ascii: ",")) }
      output.bytes.append(UInt8(ascii: "\""))
      kept.day.write(to: &output.bytes)
      output.bytes.append(UInt8(ascii: "\""))
      isFirst = false
      next = date.nextOccurrence(onOrAfter: kept.day + 1)
    }
    output.write("]}")
    try output.endLine()
  }
}

extension Feb29Rule: ExpressibleByArgument {}

/// Reads a day option.
func parseDay(_ text: String) throws -> Day {
  guard let day = Day(iso: text) else {
    throw ValidationError("\(text) is no day; write YYYY-MM-DD")
  }
  return day
}

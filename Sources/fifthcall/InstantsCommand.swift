import ArgumentParser
import CivilTime
import ConfigLoading

/// `fifthcall instants`: wall-clock times to instants.
struct InstantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "instants",
    abstract: "Turns wall-clock times into instants.",
    discussion: """
      Reads lines "ZONE YYYY-MM-DDTHH:MM" from standard input and answers each by one line
      {"zone","local","utc"}. A time that occurs twice gives the first; one that a clock change
      leaves out is read with the offset before the change. A bad line is answered by {"error"}
      and, at the end, exit status 65. Zones come from the system's zone data (TZDIR is honoured).
      """)

  @Option(help: "json (one object a line); there is no other.")
  var format: LineFormat = .json

  func run() throws {
    var output = LineOutput()
    var zones = ZoneShelf()
    var badLines = 0
    while let line = readLine() {
      switch Self.answer(line, &zones) {
      case .success(let answer):
        output.write("{\"zone\":")
        output.writeJSON(answer.zone)
        output.write(",\"local\":\"\(answer.local)\",\"utc\":\"")
        answer.instant.writeUTC(to: &output.bytes)
        output.write("\"}")
        try output.endLine()
      case .failure(let failure):
        badLines += 1
        try output.writeError("\(line): \(failure.text)")
      }
    }
    try output.flush()
    if badLines > 0 { throw ExitCode.badData }
  }

  /// A line that was understood.
  private struct Answer {
    let zone: String
    let local: LocalTime
    let instant: Instant
  }

  /// What is wrong with a line.
  private struct LineFailure: Error { let text: String }

  private static func answer(
    _ line: String, _ zones: inout ZoneShelf
  ) -> Result<Answer, LineFailure> {
    let words = line.split(separator: " ")
    guard words.count == 2 else {
      return .failure(LineFailure(text: "write ZONE YYYY-MM-DDTHH:MM"))
    }
    let name = String(words[0])
    switch zones.rules(named: name) {
    case .failure(let failure): return .failure(LineFailure(text: failure.description))
    case .success(let rules):
      guard let local = LocalTime(words[1]) else {
        return .failure(LineFailure(text: "\(words[1]) is no time; write YYYY-MM-DDTHH:MM"))
      }
      return .success(Answer(zone: name, local: local, instant: rules.instant(of: local)))
    }
  }
}

/// The zones read so far, so that each file is read once.
private struct ZoneShelf {
  private let files = ZoneFiles()
  private var known: [String: Result<ZoneRules, ZoneFileFailure>] = [:]

  /// The rules of a zone, or why there are none.
  mutating func rules(named name: String) -> Result<ZoneRules, ZoneFileFailure> {
    if let rules = known[name] { return rules }
    let result = Result { () throws(ZoneFileFailure) in try files.rules(named: name) }
    known[name] = result
    return result
  }
}

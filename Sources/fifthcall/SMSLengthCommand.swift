import ArgumentParser
import FoundationEssentials
import MessageRendering

/// `sms-length`: how long texts are as networks count them.
struct SMSLengthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sms-length",
    abstract: "Count SMS units and segments of JSON strings, one a line, from standard input.",
    discussion: """
      Prints {"encoding":"GSM-7"|"UCS-2","units":N,"segments":N} for each line. An empty text is
      one message of no units. A bad line is answered by {"error":…}, and the exit code is 65.
      """)

  @Option(help: "json (one object a line); there is no other.")
  var format: LineFormat = .json

  mutating func run() throws {
    let decoder = JSONDecoder()
    var output = LineOutput()
    var hasBadLine = false
    while let line = readLine(strippingNewline: true) {
      if let answer = Self.answer(to: line, decoder) {
        output.write(answer)
        try output.endLine()
      } else {
        hasBadLine = true
        try output.writeError("not a JSON string")
      }
    }
    try output.flush()
    if hasBadLine { throw ExitCode.badData }
  }

  private static func answer(to line: String, _ decoder: JSONDecoder) -> String? {
    guard let text = try? decoder.decode(String.self, from: Data(line.utf8)) else { return nil }
    let length = SMSText(text)
    return #"{"encoding":"\#(length.encoding.rawValue)","units":\#(length.units)"#
      + #","segments":\#(length.segments)}"#
  }
}

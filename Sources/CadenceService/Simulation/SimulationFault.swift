package import CivilTime
import Foundation

/// Something that goes wrong on purpose while a simulation runs.
package enum SimulationFault: Sendable, Equatable {
  /// What a relay or gateway does.
  package enum Trouble: String, Sendable, CaseIterable {
    /// Nobody answers.
    case down
    /// It takes a message, but says so only after ``SimulationFault/slowness``.
    case slow
    /// It refuses every message for now (451).
    case refusing
  }

  /// Which channels it is about.
  package enum Endpoint: String, Sendable, CaseIterable {
    /// E-mail.
    case relay
    /// SMS and chat.
    case gateway
  }

  /// A relay or gateway misbehaves from the first day to the last, both included.
  case endpoint(Endpoint, Trouble, from: Day, through: Day)
  /// The service is killed at the first message from here on, at the latest a day later.
  case crash(LocalTime)
  /// The wall clock is set wrong by so many seconds more.
  case clockJump(LocalTime, seconds: Int)

  /// How long a slow relay or gateway keeps a message, in seconds.
  package static let slowness = 90

  /// Reads `relay-down:2026-03-01..2026-03-03`, `crash:2026-04-01T10:00` or
  /// `clock-jump:2026-05-01T09:00+2h`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "crash":
      guard let moment = LocalTime(parts[1]) else { return nil }
      self = .crash(moment)
    case "clock-jump":
      guard let sign = parts[1].lastIndex(where: { $0 == "+" || $0 == "-" }),
        let moment = LocalTime(parts[1][..<sign]),
        let seconds = Self.seconds(parts[1][parts[1].index(after: sign)...])
      else { return nil }
      self = .clockJump(moment, seconds: parts[1][sign] == "+" ? seconds : -seconds)
    default:
      guard let fault = Self.endpoint(parts[0], parts[1]) else { return nil }
      self = fault
    }
  }

  private static func endpoint(_ name: String, _ span: String) -> SimulationFault? {
    let words = name.split(separator: "-").map(String.init)
    let days = span.components(separatedBy: "..").compactMap { Day(iso: $0) }
    guard words.count == 2, let endpoint = Endpoint(rawValue: words[0]),
      let trouble = Trouble(rawValue: words[1]), let first = days.first, let last = days.last,
      days.count == span.components(separatedBy: "..").count, days.count <= 2, first <= last
    else { return nil }
    return .endpoint(endpoint, trouble, from: first, through: last)
  }

  /// `90s`, `30m`, `2h` or `400d`.
  private static func seconds(_ text: Substring) -> Int? {
    let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[String($0)] }), let number = Int(text.dropLast()),
      number > 0, number <= 100_000
    else { return nil }
    return number * unit
  }
}

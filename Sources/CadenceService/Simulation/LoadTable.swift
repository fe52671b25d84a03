import CadenceModel
import CivilTime

/// How many messages and tasks fall on each day and rep (`load.csv`).
struct LoadTable {
  /// What is counted together.
  struct Key: Hashable, Comparable {
    var day: Day
    var rep: RepID
    var channel: Channel
    /// Whether the machine does it; else a rep.
    var isSend: Bool

    static func < (left: Self, right: Self) -> Bool {
      if left.day != right.day { return left.day < right.day }
      if left.rep != right.rep { return left.rep < right.rep }
      if left.channel != right.channel { return left.channel.rawValue < right.channel.rawValue }
      return left.isSend && !right.isSend
    }
  }

  /// The counts; none is 0.
  private(set) var counts: [Key: Int] = [:]

  /// Counts one.
  mutating func count(_ key: Key) { counts[key, default: 0] += 1 }

  /// The table as CSV (RFC 4180) with a header.
  var csv: String {
    var text = "day,rep,channel,action,count\n"
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
      text += "\(key.day),\(Self.cell(key.rep.text)),\(key.channel.name),"
      text += "\(key.isSend ? "send" : "task"),\(count)\n"
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

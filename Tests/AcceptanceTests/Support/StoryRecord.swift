import CivilTime
import Foundation

/// What a story's service left: its outbox and its journal, read as anybody could.
struct StoryRecord {
  /// A mail in the outbox.
  struct Delivery {
    var touch: String
    var to: String
    /// `YYYY-MM-DD HH:MM` of the office, at the point of no return.
    var at: String
    /// The same moment.
    var crossed: Instant
    /// Whether it is a rep's digest or an alert.
    var isHouse: Bool { touch.hasPrefix("rep%3A") || touch.hasPrefix("house%3A") }
  }

  /// Every line of the journal.
  let journal: [[String: Any]]
  /// Every mail of the outbox, in the order of their files.
  let deliveries: [Delivery]

  init(folder: String, zone: ZoneRules) throws {
    func files(_ name: String, _ end: String) throws -> [Data] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(name)")
      return try names.filter { $0.hasSuffix(end) }.sorted().map {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/\($0)"))
      }
    }
    journal = try files("journal", ".jsonl").flatMap { file in
      String(decoding: file, as: UTF8.self).split(separator: "\n").compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
    var crossings: [String: [Instant]] = [:]
    for line in journal where line["kind"] as? String == "cross" {
      guard let touch = line["touch"] as? String,
        let at = (line["at"] as? String).flatMap({ Instant(rfc3339: $0) })
      else { continue }
      crossings[touch, default: []].append(at)
    }
    let hasOutbox = FileManager.default.fileExists(atPath: "\(folder)/outbox")
    deliveries = try (hasOutbox ? files("outbox", ".eml") : []).map { file in
      let head = String(decoding: file, as: UTF8.self)
      let touch = Self.field("X-Fifthcall-Touch", of: head)
      // Without a cross it must never have left: a moment that no expectation asks for.
      let crossed = crossings[touch]?.first ?? Instant(seconds: 0)
      if let rest = crossings[touch]?.dropFirst(), !rest.isEmpty { crossings[touch] = Array(rest) }
      let local = zone.local(at: crossed)
      return Delivery(
        touch: touch, to: Self.field("To", of: head), at: "\(local.day) \(local.minute)",
        crossed: crossed)
    }
  }

  /// A field of a mail's head, without a display name.
  private static func field(_ name: String, of mail: String) -> String {
    let line = mail.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") } ?? ""
    let value = line.dropFirst(name.count + 2)
    guard let open = value.lastIndex(of: "<") else { return String(value) }
    return String(value[value.index(after: open)...].prefix { $0 != ">" })
  }

  /// The results that the journal has of touches that hold this text, in order.
  func results(of text: String) -> [String] {
    journal.filter {
      $0["kind"] as? String == "outcome" && ($0["touch"] as? String)?.contains(text) == true
    }.map { $0["result"] as? String ?? "" }
  }

  /// The causes of all holds, in order.
  var holds: [String] {
    journal.filter { $0["kind"] as? String == "hold" }.map { $0["cause"] as? String ?? "" }
  }
}

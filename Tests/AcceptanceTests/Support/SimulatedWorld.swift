import Foundation
import Testing

/// What a simulation left in its folder, read as anybody could: mails, lines and the journal.
struct SimulatedWorld {
  /// A message in the outbox.
  struct Message {
    var touch: String
    /// E.164 number or chat of a line; empty for mails.
    var to = ""
    /// The text of a line; empty for mails.
    var text = ""
    /// Whether it is a rep's digest or an alert.
    var isHouse: Bool { touch.hasPrefix("rep%3A") || touch.hasPrefix("house%3A") }
    /// The customer.
    var customer: String { String(touch.prefix { $0 != "/" }) }
  }

  /// The folder's path.
  let path: String
  /// The counts on standard output, `what name` to number.
  let counts: [String: Int]

  /// Runs `simulate` into a folder of the site and demands that it ends well.
  init(
    _ site: TestSite, _ name: String, _ arguments: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    path = site.home.appendingPathComponent(name).path
    let ended = try site.program.run(
      ["simulate", "--out", name, "--format", "json"] + arguments)
    try #require(ended.code == 0, "\(ended.errors)", sourceLocation: sourceLocation)
    counts = Dictionary(
      try ended.objects().map {
        ("\($0["what"] ?? "") \($0["name"] ?? "")", $0["count"] as? Int ?? 0)
      }
    ) { $0 + $1 }
  }

  /// A file's bytes.
  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// The files below a folder, sorted, relative to the simulation's.
  func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(folder)")
      .filter { $0.hasSuffix(".eml") || $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Every journal line as an object.
  func journal() throws -> [[String: Any]] {
    try files("journal").flatMap { try objects($0) }
  }

  /// Every message of the outbox.
  func outbox() throws -> [Message] {
    try files("outbox").flatMap { name in
      guard name.hasSuffix(".eml") else {
        return try objects(name).map { line in
          Message(
            touch: line["touch"] as? String ?? "", to: line["to"] as? String ?? "",
            text: line["text"] as? String ?? "")
        }
      }
      let head = String(decoding: try bytes(name), as: UTF8.self)
      let line = head.split(separator: "\r\n").first { $0.hasPrefix("X-Fifthcall-Touch: ") }
      return [Message(touch: String(line?.dropFirst(19) ?? ""))]
    }
  }

  /// The messages to customers, by touch.
  func messages() throws -> [String: [Message]] {
    Dictionary(grouping: try outbox().filter { !$0.isHouse }, by: \.touch)
  }

  private func objects(_ name: String) throws -> [[String: Any]] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }
}

/// The journal of a simulation, by touch.
struct TouchTrail {
  /// How the touch ended, in order; deferred ones included.
  var results: [String] = []
  /// The reasons that stand with them.
  var reasons: [String] = []
  /// The last intent's line.
  var intent: [String: Any]?
  /// When it crossed.
  var crossed: [String] = []

  /// Whether an outcome is there that ends it.
  var isEnded: Bool { results.contains { $0 != "deferred" } }

  /// The trails of all touches.
  static func read(_ journal: [[String: Any]]) -> [String: TouchTrail] {
    var trails: [String: TouchTrail] = [:]
    for line in journal {
      guard let touch = line["touch"] as? String else { continue }
      switch line["kind"] as? String {
      case "intent": trails[touch, default: TouchTrail()].intent = line
      case "cross": trails[touch, default: TouchTrail()].crossed.append(line["at"] as? String ?? "")
      case "outcome":
        trails[touch, default: TouchTrail()].results.append(line["result"] as? String ?? "")
        if let reason = line["reason"] as? String {
          trails[touch, default: TouchTrail()].reasons.append(reason)
        }
      default: break
      }
    }
    return trails
  }
}

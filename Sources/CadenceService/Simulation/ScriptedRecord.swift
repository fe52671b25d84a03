import CadenceModel
package import CivilTime
import Foundation

/// Something that somebody records at a moment of the simulation.
package struct ScriptedRecord: Sendable, Equatable {
  /// When.
  package var at: Instant
  /// What is asked of the service.
  package var request: ControlRequest

  /// A `record` of these parts.
  init(
    at: Instant, _ kind: String, _ customer: CustomerID,
    _ options: [(FactOption, String)] = []
  ) {
    self.at = at
    request = .record(
      kind: kind, customer: customer.text,
      options: options.map { RecordOption(name: $0.0.rawValue, value: $0.1) })
  }

  /// Another request at a moment.
  init(at: Instant, _ request: ControlRequest) {
    self.at = at
    self.request = request
  }
}

extension ScriptedRecord {
  /// Why a line of a script cannot be used.
  package struct Failure: Error, Sendable {
    /// The line's number, from 1.
    package let line: Int
    /// What is wrong with it.
    package let what: String
  }

  /// Reads JSON lines `{"at":INSTANT,"record":KIND,"customer":ID,OPTION:VALUE,…}`; `hold` and
  /// `release` go without a customer.
  ///
  /// Kinds, options and values are checked by the service when their moment comes; only what is no
  /// such line at all is refused here.
  package static func read(_ text: String) throws(Failure) -> [ScriptedRecord] {
    var records: [ScriptedRecord] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      do throws(Problem) {
        records.append(try ScriptedRecord(String(line)))
      } catch {
        throw Failure(line: index + 1, what: error.what)
      }
    }
    return records
  }

  private struct Problem: Error {
    var what: String
  }

  private init(_ line: String) throws(Problem) {
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
      let fields = object as? [String: Any]
    else { throw Problem(what: "is no JSON object") }
    guard let text = fields["at"] as? String, let at = Instant(rfc3339: text) else {
      throw Problem(what: "\"at\" is no instant such as 2026-01-29T09:30:00+08:00")
    }
    guard let kind = fields["record"] as? String else { throw Problem(what: "has no \"record\"") }
    if kind == "hold" || kind == "release" {
      self.init(
        at: at,
        kind == "hold"
          ? .hold(why: fields["why"] as? String ?? "", cadence: nil)
          : .release(cause: nil))
      return
    }
    guard let customer = fields["customer"] as? String else {
      throw Problem(what: "has no \"customer\"")
    }
    var options: [RecordOption] = []
    for (name, value) in fields.sorted(by: { $0.key < $1.key })
    where !["at", "record", "customer"].contains(name) {
      guard let value = Self.text(value) else {
        throw Problem(what: "\"\(name)\" is neither text nor number nor yes or no")
      }
      options.append(RecordOption(name: name, value: value))
    }
    self.init(at: at, .record(kind: kind, customer: customer, options: options))
  }

  private static func text(_ value: Any) -> String? {
    if let text = value as? String { return text }
    guard let number = value as? NSNumber else { return nil }
    return "\(number)"
  }
}

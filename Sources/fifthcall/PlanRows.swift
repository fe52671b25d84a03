import ArgumentParser
import CadenceModel
import CadencePlanning
import CivilTime

/// How `plan`, `explain` and `diff` print.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv
}

/// Prints the rows of a plan (contract section 2), a million a second; what rows have in common is
/// kept ready in ``PlanPieces``.
struct PlanRows {
  let planner: Planner
  /// What is the same for every touch of a cadence's step, by cadence.
  private let cadences: [(name: String, kind: String, steps: [Step])]
  private var clocks: PlanClocks
  private var json = PlanPieces()
  private var csv = PlanPieces()
  /// The reps' ids as the formats write them, by index into the settings.
  private let repsJSON: [[UInt8]]
  private let repsCSV: [[UInt8]]

  init(_ planner: Planner) {
    self.planner = planner
    cadences = planner.settings.cadences.map { ($0.name.text, $0.kind.rawValue, $0.steps) }
    clocks = PlanClocks(zones: planner.roster.zones.count)
    repsJSON = planner.settings.reps.map { rep in
      var line = LineOutput()
      line.writeJSON(rep.id.text)
      return line.bytes
    }
    repsCSV = planner.settings.reps.map { Array($0.id.text.csvCell.utf8) }
  }

  /// The first line of a CSV listing.
  static let header =
    "touch,customer,rep,cadence,kind,occurrence,step,action,channel,day,at,template,reason,why"

  /// A touch; `change` and `was` only where a listing compares two plans.
  mutating func write(
    _ touch: PlannedTouch, as format: ListingFormat, to output: inout LineOutput,
    change: String? = nil, was: Instant? = nil
  ) {
    switch format {
    case .json:
      writeJSON(touch, to: &output)
      if let change { output.write(",\"change\":\"\(change)\"") }
      if let was { output.write(",\"was\":\"\(planner.zone(of: touch).text(was))\"") }
      output.write("}")
    case .csv:
      if let change { output.write("\(change),\(was.map(planner.zone(of: touch).text) ?? ""),") }
      writeCSV(touch, to: &output)
    case .table:
      if let change { output.write(change.padded(to: 8)) }
      let what = "\(cadences[Int(touch.cadence)].name), \(planner.why(of: touch))"
      let at = "\(touch.day) \(touch.minute)  \(touch.channel.name.padded(to: 7))"
      let was = was.map { " (was \(planner.zone(of: touch).text($0)))" } ?? ""
      output.write("\(at)\(id(touch.customer).padded(to: 12))")
      output.write("\(planner.rep(of: touch).text.padded(to: 10))\(what)\(was)")
    }
  }

  /// A step that ends without a touch.
  func write(_ skip: PlannedSkip, as format: ListingFormat, to output: inout LineOutput) {
    let cadence = cadences[Int(skip.cadence)]
    let customer = id(skip.customer)
    let rep = planner.settings.reps[Int(planner.rep(ofCustomer: Int(skip.customer), on: skip.day))]
      .id.text
    let why = planner.why(
      cadence: Int(skip.cadence), occurrence: skip.occurrence, step: Int(skip.step))
    let occurrence = skip.occurrence.text(festivals: planner.settings.festivals)
    let touch = TouchID(
      customer: CustomerID(customer), cadence: CadenceName(cadence.name), occurrence: occurrence,
      step: Int(skip.step)
    ).description
    switch format {
    case .json:
      output.write("{\"touch\":\"\(touch)\",\"customer\":")
      output.writeJSON(customer)
      output.write(",\"rep\":")
      output.writeJSON(rep)
      output.write(",\"cadence\":")
      output.writeJSON(cadence.name)
      output.write(",\"kind\":\"\(cadence.kind)\",\"occurrence\":")
      output.writeJSON(occurrence)
      output.write(",\"step\":\(skip.step),\"action\":\"skip\",\"day\":\"\(skip.day)\"")
      output.write(",\"reason\":\"\(skip.reason.rawValue)\",\"why\":")
      output.writeJSON(why)
      output.write("}")
    case .csv:
      let cells = [
        touch, customer, rep, cadence.name, cadence.kind, occurrence, "\(skip.step)", "skip", "",
        "\(skip.day)", "", "", skip.reason.rawValue, why,
      ]
      output.write(cells.map(\.csvCell).joined(separator: ","))
    case .table:
      let left = "\(skip.day)        skip   \(customer.padded(to: 12))\(rep.padded(to: 10))"
      output.write("\(left)\(cadence.name), \(why): \(skip.reason.rawValue)")
    }
  }

  private func id(_ customer: Int32) -> String {
    planner.roster.customers[Int(customer)].id.text
  }

  /// Everything but the closing brace.
  private mutating func writeJSON(_ touch: PlannedTouch, to output: inout LineOutput) {
    let key = PlanPieces.Key(touch)
    let pieces = json.pieces(key) ?? json.keep(key, jsonPieces(touch))
    let id = id(touch.customer)
    output.write("{\"touch\":\"")
    output.writePercentEncoded(id)
    output.bytes.append(contentsOf: json.bytes[pieces.step])
    output.write("\",\"customer\":")
    output.writeJSON(id)
    output.write(",\"rep\":")
    output.bytes.append(contentsOf: repsJSON[rep(touch)])
    output.bytes.append(contentsOf: json.bytes[pieces.middle])
    clocks.writeDay(touch.day, to: &output.bytes)
    output.write("\",\"at\":\"")
    clocks.write(touch, planner, to: &output.bytes)
    output.bytes.append(contentsOf: json.bytes[pieces.end])
  }

  private mutating func writeCSV(_ touch: PlannedTouch, to output: inout LineOutput) {
    let key = PlanPieces.Key(touch)
    let pieces = csv.pieces(key) ?? csv.keep(key, csvPieces(touch))
    let id = id(touch.customer)
    output.writePercentEncoded(id)
    output.bytes.append(contentsOf: csv.bytes[pieces.step])
    output.write(",")
    output.write(id.csvCell)
    output.write(",")
    output.bytes.append(contentsOf: repsCSV[rep(touch)])
    output.bytes.append(contentsOf: csv.bytes[pieces.middle])
    clocks.writeDay(touch.day, to: &output.bytes)
    output.write(",")
    clocks.write(touch, planner, to: &output.bytes)
    output.bytes.append(contentsOf: csv.bytes[pieces.end])
  }

  private func rep(_ touch: PlannedTouch) -> Int {
    Int(planner.repIndex(of: touch))
  }

  /// What a JSON row has after the customer's id in the touch, after the rep and after the moment.
  private func jsonPieces(_ touch: PlannedTouch) -> [[UInt8]] {
    let cadence = cadences[Int(touch.cadence)]
    let occurrence = touch.occurrence.text(festivals: planner.settings.festivals)
    var middle = LineOutput()
    middle.write(",\"cadence\":")
    middle.writeJSON(cadence.name)
    middle.write(",\"kind\":\"\(cadence.kind)\",\"occurrence\":")
    middle.writeJSON(occurrence)
    middle.write(",\"step\":\(touch.step),\"action\":\"\(touch.channel.action.rawValue)\"")
    middle.write(",\"channel\":\"\(touch.channel.name)\",\"day\":\"")
    var end = LineOutput()
    end.write("\",\"template\":")
    if let template = cadence.steps[Int(touch.step) - 1].template {
      end.writeJSON(template.text)
    } else {
      end.write("null")
    }
    end.write(",\"why\":")
    end.writeJSON(planner.why(of: touch))
    return [stepPiece(touch, occurrence), middle.bytes, end.bytes]
  }

  /// The same of a CSV row.
  private func csvPieces(_ touch: PlannedTouch) -> [[UInt8]] {
    let cadence = cadences[Int(touch.cadence)]
    let occurrence = touch.occurrence.text(festivals: planner.settings.festivals)
    let middle = [
      "", cadence.name, cadence.kind, occurrence, "\(touch.step)", touch.channel.action.rawValue,
      touch.channel.name, "",
    ]
    let end = [
      "", cadence.steps[Int(touch.step) - 1].template?.text ?? "", "", planner.why(of: touch),
    ]
    return [stepPiece(touch, occurrence)]
      + [middle, end].map { Array($0.map(\.csvCell).joined(separator: ",").utf8) }
  }

  /// A touch's identity after the customer's id.
  private func stepPiece(_ touch: PlannedTouch, _ occurrence: String) -> [UInt8] {
    let id = TouchID(
      customer: CustomerID("-"), cadence: planner.settings.cadences[Int(touch.cadence)].name,
      occurrence: occurrence, step: Int(touch.step))
    return Array(id.description.utf8.dropFirst())
  }
}

extension LineOutput {
  /// Appends a text as it stands in touch ids: all but RFC 3986's unreserved characters as `%XX`.
  fileprivate mutating func writePercentEncoded(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          bytes.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "A"))
        }
      }
    }
  }
}

extension String {
  /// Filled up with blanks, with one at least.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - unicodeScalars.count, 1))
  }

  /// A cell of a CSV line, quoted where RFC 4180 demands.
  var csvCell: String {
    let isSpecial = utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    guard isSpecial else { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

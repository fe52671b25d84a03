import ArgumentParser
import CadenceModel
import CadencePlanning
import CivilTime

/// How `plan`, `explain` and `diff` print.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv
}

/// Prints the rows of a plan (contract section 2), a million a few seconds.
struct PlanRows {
  let planner: Planner
  /// What is the same for every touch of a cadence's step, by cadence.
  private let cadences: [(name: String, kind: String, steps: [Step])]

  init(_ planner: Planner) {
    self.planner = planner
    cadences = planner.settings.cadences.map { ($0.name.text, $0.kind.rawValue, $0.steps) }
  }

  /// The first line of a CSV listing.
  static let header =
    "touch,customer,rep,cadence,kind,occurrence,step,action,channel,day,at,template,reason,why"

  /// A touch; `change` and `was` only where a listing compares two plans.
  func write(
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
    let rep = planner.settings.reps[Int(planner.roster.customers[Int(skip.customer)].rep)].id.text
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
  private func writeJSON(_ touch: PlannedTouch, to output: inout LineOutput) {
    let cadence = cadences[Int(touch.cadence)]
    output.write("{\"touch\":\"")
    output.write(planner.touchID(of: touch).description)
    output.write("\",\"customer\":")
    output.writeJSON(id(touch.customer))
    output.write(",\"rep\":")
    output.writeJSON(planner.rep(of: touch).text)
    output.write(",\"cadence\":")
    output.writeJSON(cadence.name)
    output.write(",\"kind\":\"")
    output.write(cadence.kind)
    output.write("\",\"occurrence\":")
    output.writeJSON(touch.occurrence.text(festivals: planner.settings.festivals))
    output.write(",\"step\":")
    output.write(String(touch.step))
    output.write(",\"action\":\"")
    output.write(touch.channel.action.rawValue)
    output.write("\",\"channel\":\"")
    output.write(touch.channel.name)
    output.write("\",\"day\":\"")
    touch.day.write(to: &output.bytes)
    output.write("\",\"at\":\"")
    output.write(planner.zone(of: touch).text(planner.instant(of: touch)))
    output.write("\",\"template\":")
    if let template = cadence.steps[Int(touch.step) - 1].template {
      output.writeJSON(template.text)
    } else {
      output.write("null")
    }
    output.write(",\"why\":")
    output.writeJSON(planner.why(of: touch))
  }

  private func writeCSV(_ touch: PlannedTouch, to output: inout LineOutput) {
    let cadence = cadences[Int(touch.cadence)]
    let cells = [
      planner.touchID(of: touch).description, id(touch.customer), planner.rep(of: touch).text,
      cadence.name, cadence.kind, touch.occurrence.text(festivals: planner.settings.festivals),
      "\(touch.step)", touch.channel.action.rawValue, touch.channel.name, "\(touch.day)",
      planner.zone(of: touch).text(planner.instant(of: touch)),
      cadence.steps[Int(touch.step) - 1].template?.text ?? "", "", planner.why(of: touch),
    ]
    output.write(cells.map(\.csvCell).joined(separator: ","))
  }
}

extension String {
  /// Filled up with blanks, with one at least.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - unicodeScalars.count, 1))
  }

  /// A cell of a CSV line, quoted where RFC 4180 demands.
  var csvCell: String {
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13]
    guard utf8.contains(where: special.contains) else { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

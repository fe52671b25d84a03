import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// A day of a test, `2026-03-02`.
func day(_ text: String) -> Day {
  guard let day = Day(iso: text) else {
    Issue.record("\(text) is no day")
    return Day(0)
  }
  return day
}

/// A moment by the wall clock of Shanghai, `2026-03-02T10:00`.
func moment(_ text: String) -> Instant {
  guard let local = LocalTime(text) else {
    Issue.record("\(text) is no local time")
    return Instant(seconds: 0)
  }
  return ZoneRules(fixed: 8 * 3600, name: "Asia/Shanghai").instant(of: local)
}

/// A date of a person.
func person(_ text: String) -> PersonDate? { try? PersonDate(parsing: text) }

/// A roster of one customer.
func one(_ change: (inout Customer) -> Void = { _ in }) -> Roster {
  var builder = RosterBuilder()
  builder.add("KH0000001", change)
  return builder.build()
}

/// A history of facts of one customer, recorded in order.
func facts(
  _ facts: [(String, FactDetail)], touches: [TouchRecord] = [], firstStart: String? = nil,
  of customer: CustomerID = "KH0000001"
) -> History {
  var known = CustomerHistory()
  known.touches = touches
  for (index, (at, detail)) in facts.enumerated() {
    let fact = Fact(customer: customer, at: moment(at), detail: detail)
    known.facts.append(RecordedFact(number: Int64(index + 1), fact: fact))
  }
  return History(firstStart: firstStart.map(moment), customers: [customer: known])
}

/// Touch ids without the customer, with day: `2026-03-02 follow-up/inquiry-2026-03-02/1 call`.
func lines(_ plan: Plan, _ planner: Planner) -> [String] {
  plan.touches.map { touch in
    let id = planner.touchID(of: touch)
    return "\(touch.day) \(id.cadence)/\(id.occurrence)/\(id.step) \(touch.channel.name)"
  }
}

/// The same for skips, with the reason at the end.
func skipLines(_ plan: Plan, _ planner: Planner) -> [String] {
  plan.skips.map { skip in
    let cadence = planner.settings.cadences[Int(skip.cadence)].name
    let occurrence = skip.occurrence.text(festivals: planner.settings.festivals)
    return "\(skip.day) \(cadence)/\(occurrence)/\(skip.step) \(skip.reason.rawValue)"
  }
}

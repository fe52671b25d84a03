import CivilTime

/// Reads one `fifthcall record` into a ``Fact``, or says everything that is wrong with it.
///
/// Pure: whoever records (command, page, inbound mail) passes the kind, the customer and the
/// options as typed, and gets the same answer.
package struct FactParser {
  let context: FactContext
  let kind: FactKind
  let customer: Customer
  /// Each option at most once.
  let given: [FactOption: String]
  /// When it happened.
  let at: Instant
  /// What is wrong, so far.
  var problems: [String]

  /// Reads a record; `options` are pairs of an option and its value as typed, flags with any value.
  package static func read(
    kind: String, customer: String, options: [(FactOption, String)], context: FactContext
  ) throws(FactRefusal) -> Fact {
    var problems: [String] = []
    let kindFound = FactKind(name: kind)
    if kindFound == nil {
      let names = FactKind.allCases.map(\.name)
      problems.append("unknown kind \(kind)\(NearestName.hint(kind, in: names))")
    }
    let index = context.roster.index(of: CustomerID(customer))
    if index == nil {
      let near = NearestName.hint(customer, in: context.roster.customers.lazy.map(\.id.text))
      problems.append("unknown customer \(customer)\(near)")
    }
    var given: [FactOption: String] = [:]
    for (option, value) in options {
      if let first = given.updateValue(value, forKey: option), first != value {
        problems.append("\(option.flag) is given twice, as \(first) and as \(value)")
      }
    }
    guard let kindFound, let index else { throw FactRefusal(problems) }
    var parser = FactParser(
      context: context, kind: kindFound, customer: context.roster.customers[index], given: given,
      at: context.now, problems: problems)
    return try parser.fact()
  }

  private init(
    context: FactContext, kind: FactKind, customer: Customer, given: [FactOption: String],
    at now: Instant, problems: [String]
  ) {
    self.context = context
    self.kind = kind
    self.customer = customer
    self.given = given
    self.problems = problems
    at = given[.at].flatMap { Instant(rfc3339: $0) } ?? now
  }

  /// The day of the fact, where the customer lives.
  var day: Day { context.zone(of: customer).local(at: at).day }

  /// Puts the fact together, or throws all that was found.
  private mutating func fact() throws(FactRefusal) -> Fact {
    checkOptions()
    checkMoment(instant(.at))
    let rep = rep()
    let touch = touch()
    let detail = detail()
    let marks = marks()
    checkAgainstHistory(touch, detail)
    var texts: [String: String] = [:]
    for option in FactOption.texts {
      guard let text = given[option] else { continue }
      if text.allSatisfy(\.isWhitespace) { problems.append("\(option.flag) is empty") }
      texts[option.rawValue] = text
    }
    guard problems.isEmpty, let detail else { throw FactRefusal(problems) }
    var fact = Fact(
      customer: customer.id, at: at, rep: rep, touch: touch, detail: detail, texts: texts)
    fact.marks = marks
    return fact
  }

  /// Options that do not belong to the kind, and those that are missing.
  private mutating func checkOptions() {
    if context.history.customers[customer.id]?.isErased == true {
      problems.append("\(customer.id) was erased on request; nothing more is recorded")
    }
    let allowed = FactOption.common + FactOption.own(of: kind)
    for option in FactOption.allCases where given[option] != nil && !allowed.contains(option) {
      let home = FactKind.allCases.filter { FactOption.own(of: $0).contains(option) }
      let names = home.map(\.name).joined(separator: ", ")
      problems.append("\(option.flag) does not belong to \(kind.name); it belongs to \(names)")
    }
    for option in FactOption.required(of: kind) where given[option] == nil {
      problems.append("\(kind.name) needs \(option.flag)")
    }
  }

  /// A rep by id; a name is answered with the id.
  mutating func rep(_ option: FactOption = .rep) -> RepID? {
    guard let text = given[option] else { return nil }
    let reps = context.settings.reps
    if let found = reps.first(where: { $0.id.text == text }) { return found.id }
    if let found = reps.first(where: { $0.names.contains(text) }) {
      problems.append("\(option.flag) \(text): write the id, \(found.id)")
    } else {
      problems.append("unknown rep \(text)\(NearestName.hint(text, in: reps.map(\.id.text)))")
    }
    return nil
  }

  /// A touch of this customer that the config can plan or the journal knows.
  private mutating func touch() -> TouchID? {
    guard let text = given[.touch] else { return nil }
    guard let touch = TouchID(text: text) else {
      problems.append(
        "--touch \(text) is no touch id; it is written CUSTOMER/CADENCE/OCCURRENCE/STEP")
      return nil
    }
    guard touch.customer == customer.id else {
      problems.append("--touch \(text) is a touch of \(touch.customer), not of \(customer.id)")
      return nil
    }
    let known = context.history.customers[customer.id]?.touches.contains { $0.touch == touch }
    if known == true { return touch }
    let cadences = context.settings.cadences
    guard let cadence = cadences.first(where: { $0.name == touch.cadence }) else {
      let hint = NearestName.hint(touch.cadence.text, in: cadences.map(\.name.text))
      problems.append("--touch \(text): unknown cadence \(touch.cadence)\(hint)")
      return nil
    }
    guard touch.step <= cadence.steps.count else {
      problems.append("--touch \(text): \(cadence.name) has \(cadence.steps.count) steps")
      return nil
    }
    let occurrence = Occurrence(
      text: touch.occurrence, trigger: cadence.trigger, festivals: context.settings.festivals)
    guard occurrence != nil else {
      problems.append("--touch \(text): \(cadence.name) has no occurrence \(touch.occurrence)")
      return nil
    }
    return touch
  }
}

import CadenceModel
import CivilTime
import Testing

/// What a rep cannot say after what was said before.
@Suite struct FactContradictionTests {
  private let touch = TouchID(
    customer: "KH0000003", cadence: "promise", occurrence: "promise-2026-11-20", step: 1)

  private func context(
    _ facts: [(Int64, Fact)], _ touches: [TouchRecord] = []
  ) throws -> FactContext {
    var known = CustomerHistory()
    known.facts = facts.map { RecordedFact(number: $0.0, fact: $0.1) }
    known.touches = touches
    let step = Step(channels: [.call])
    let promise = Cadence(
      name: "promise", title: "承诺",
      trigger: .ladder(LadderRule(opens: [.promise], endedBy: [.kept])),
      precedence: .promise, steps: [step])
    let settings = Settings(
      site: Site(
        company: "木门", zone: "Asia/Shanghai", country: "CN", language: "zh-CN",
        mailFrom: "a@example.com"),
      cadences: [promise], reps: [],
      zones: ["Asia/Shanghai": ZoneRules(fixed: 28_800, name: "Asia/Shanghai")])
    return FactContext(
      settings: settings,
      roster: Roster(customers: [Customer(id: "KH0000003")], zones: ["Asia/Shanghai"]),
      history: History(customers: ["KH0000003": known]),
      now: try #require(Instant(rfc3339: "2026-11-23T10:00:00+08:00")))
  }

  private func fact(_ detail: FactDetail, touch: TouchID? = nil) -> Fact {
    Fact(customer: "KH0000003", at: Instant(seconds: 1_795_000_000), touch: touch, detail: detail)
  }

  /// What is wrong with a record; empty when nothing is.
  private func problems(
    _ kind: String, _ options: [(FactOption, String)], _ context: FactContext
  ) -> [String] {
    do throws(FactRefusal) {
      _ = try FactParser.read(
        kind: kind, customer: "KH0000003", options: options, context: context)
      return []
    } catch {
      return error.problems
    }
  }

  @Test func `a promise is kept once`() throws {
    let options = [(FactOption.touch, "\(touch)")]
    #expect(problems("kept", options, try context([])) == [])
    let kept = try context([(41, fact(.kept, touch: touch))])
    #expect(
      problems("kept", options, kept)
        == ["that promise was kept already (n 41); retract that first"])
    let other = TouchID(
      customer: "KH0000003", cadence: "promise", occurrence: "promise-2026-11-21", step: 1)
    #expect(problems("kept", [(.touch, "\(other)")], kept) == [])
  }

  @Test func `a complaint is resolved once`() throws {
    let complaint = fact(.complaint(promise: nil))
    let resolved = fact(.resolved(nil))
    #expect(problems("resolved", [], try context([(1, complaint)])) == [])
    #expect(
      problems("resolved", [], try context([(1, complaint), (2, resolved)]))
        == ["no complaint is open: the last one was resolved (n 2); retract that first"])
    #expect(
      problems("resolved", [], try context([(1, complaint), (2, resolved), (3, complaint)])) == [])
    #expect(
      problems("resolved", [], try context([])) == [],
      "a complaint that nobody recorded may be resolved")
  }

  @Test func `what was done, or went out, cannot be put off; what waits can`() throws {
    let options = [(FactOption.touch, "\(touch)"), (.until, "2026-12-01")]
    #expect(problems("snooze", options, try context([])) == [])
    for outcome in OutcomeResult.allCases {
      let record = TouchRecord(
        touch: touch, channel: .call, day: Day(20_780), at: Instant(seconds: 0),
        outcome: outcome, isSettled: outcome.isFinal)
      let found = problems("snooze", options, try context([], [record]))
      #expect(found.isEmpty != outcome.isFinal, "\(outcome)")
      if outcome.isFinal { #expect(found.first?.contains("(\(outcome.rawValue))") == true) }
    }
  }

  @Test func `a second call about the same task is one more fact, not a contradiction`() throws {
    let record = TouchRecord(
      touch: touch, channel: .call, day: Day(20_780), at: Instant(seconds: 0), outcome: .done,
      isSettled: true)
    let called = try context(
      [(1, fact(.call(CallReport(outcome: .noAnswer)), touch: touch))], [record])
    let options = [(FactOption.touch, "\(touch)"), (.outcome, "reached")]
    #expect(problems("call", options, called) == [])
  }

  // MARK: Impossible days

  @Test(arguments: [
    ("note", [(FactOption.at, "2027-11-25T10:00:00+08:00")], "more than a year ahead"),
    ("purchase", [(.installed, "1899-12-31")], "lies before 1900"),
    ("purchase", [(.installed, "2028-11-24")], "more than two years ahead"),
    ("occasion", [(.name, "exam"), (.day, "2025-11-21")], "more than a year past"),
    ("occasion", [(.name, "exam"), (.day, "2032-11-21")], "more than five years ahead"),
  ])
  func `a day that cannot be meant is refused`(
    _ kind: String, _ options: [(FactOption, String)], _ words: String
  ) throws {
    let found = problems(kind, options, try context([]))
    #expect(found.count == 1 && found[0].contains(words), "\(found)")
  }

  @Test(arguments: [
    ("note", [(FactOption.at, "2027-11-24T09:00:00+08:00")]),
    ("purchase", [(.installed, "1900-01-01")]),
    ("purchase", [(.installed, "2028-11-23")]),
    ("occasion", [(.name, "exam"), (.day, "2025-11-22")]),
  ])
  func `a day just within is taken`(_ kind: String, _ options: [(FactOption, String)]) throws {
    #expect(problems(kind, options, try context([])) == [])
  }

  // MARK: Life and loss

  @Test func `nobody dies twice, and after it only what was open is recorded`() throws {
    let dead = try context([(7, fact(.deceased))])
    #expect(problems("deceased", [], dead) == ["the death of KH0000003 is recorded already (n 7)"])
    #expect(problems("deceased", [(.relation, "spouse")], dead).count == 1)
    for kind in ["inquiry", "contact", "bereaved", "purchase", "complaint", "opt-in"] {
      let found = problems(kind, [], dead)
      #expect(found.count == 1 && found[0].contains("has died (n 7)"), "\(kind): \(found)")
    }
    for kind in ["note", "resolved"] { #expect(problems(kind, [], dead) == [], "\(kind)") }
    var spouse = fact(.deceased)
    spouse.marks.relation = .spouse
    let widowed = try context([(8, spouse)])
    #expect(problems("inquiry", [], widowed) == [])
    #expect(problems("deceased", [(.relation, "spouse")], widowed).count == 1)
    #expect(problems("deceased", [(.relation, "parent1")], widowed) == [])
  }

  @Test func `a customer is lost once until there is a new inquiry`() throws {
    let lost = fact(.lost(.left, nil))
    let found = problems("lost", [], try context([(3, lost)]))
    #expect(found.count == 1 && found[0].contains("is lost already (n 3)"))
    #expect(problems("lost", [], try context([(3, lost), (4, fact(.inquiry(DealFacts())))])) == [])
  }

  @Test func `an introduction is recorded once and never in a circle`() throws {
    func referral(_ from: CustomerID, _ to: CustomerID) -> Fact {
      Fact(customer: from, at: Instant(seconds: 1_795_000_000), detail: .referral(of: to))
    }
    func problems(_ facts: [Fact], of: String) throws -> [String] {
      var context = try context([])
      context.roster = Roster(
        customers: ["KH0000003", "KH0000004", "KH0000005"].map { Customer(id: CustomerID($0)) },
        zones: ["Asia/Shanghai"])
      var histories: [CustomerID: CustomerHistory] = [:]
      for (index, fact) in facts.enumerated() {
        histories[fact.customer, default: CustomerHistory()].facts.append(
          RecordedFact(number: Int64(index + 1), fact: fact))
      }
      for (id, known) in histories { context.history.customers[id] = known }
      return self.problems("referral", [(.of, of)], context)
    }
    #expect(try problems([], of: "KH0000004") == [])
    #expect(try problems([referral("KH0000003", "KH0000004")], of: "KH0000005") == [])
    #expect(
      try problems([referral("KH0000003", "KH0000004")], of: "KH0000004")
        == ["that KH0000003 introduced KH0000004 is recorded already (n 1)"])
    #expect(
      try problems([referral("KH0000004", "KH0000003")], of: "KH0000004").first?.contains(
        "in a circle")
        == true)
    #expect(
      try problems(
        [referral("KH0000004", "KH0000005"), referral("KH0000005", "KH0000003")], of: "KH0000004"
      ).first?.contains("in a circle") == true)
  }
}

import CadenceModel
import CadencePlanning
import CivilTime

/// From planned touches to tasks with their reasons.
extension DigestReader {
  /// The rep's tasks and those of absent reps that the rep covers, unsorted.
  func tasks() -> [DigestTask] {
    var covers: [Int: Int?] = [:]
    var given: [Int32: [String]] = [:]
    return input.touches.compactMap { touch in
      guard !touch.channel.isMachineSent, touch.day <= input.day,
        let (cadence, step) = definition(touch)
      else { return nil }
      let owner = input.repIndex(of: touch)
      let cover = covers[owner] ?? duty.cover(of: owner, on: input.day)
      covers[owner] = cover
      guard cover == repIndex else { return nil }
      var task = task(touch, cadence, step, owner: owner)
      task.paper = paper(touch, step, task.touch, given: given[touch.customer] ?? [])
      if case .text(_, let id)? = task.paper { given[touch.customer, default: []].append(id) }
      return task
    }
  }

  /// One task with everything that is known about it.
  private func task(
    _ touch: PlannedTouch, _ cadence: Cadence, _ step: Step, owner: Int
  ) -> DigestTask {
    let index = Int(touch.customer)
    let customer = input.customer(index)
    let facts = facts(index) { _ in true }
    let theirs = zone(of: customer)
    let moment = theirs.instant(day: touch.day, minute: touch.minute)
    let ours = zone.local(at: moment)
    let calls = calls(in: facts)
    let opening = opening(touch, facts)
    let since = opening?.day
    let callBack = callBack(in: facts)
    let joined = touch.channel == .call ? stepsDone(with: touch) : []
    var task = DigestTask(
      touch: TouchID(
        customer: customer.id, cadence: cadence.name,
        occurrence: touch.occurrence.text(festivals: input.settings.festivals),
        step: Int(touch.step)),
      customer: index, channel: touch.channel,
      urgency: urgency(touch, cadence, callBack: callBack, facts),
      rank: CustomerRank(
        need: Need.last(in: facts), segment: input.segment(index),
        level: customer.level),
      due: touch.day - Int(touch.daysOverdue), time: ours.minute,
      customerTime: ours.minute == touch.minute ? nil : touch.minute, callBack: callBack,
      standsInFor: owner == repIndex ? nil : input.settings.reps[owner].id,
      reason: reason(touch, cadence, customer, facts), subject: subject(of: opening?.fact),
      isInstead: !step.channels.contains(touch.channel),
      previous: since.flatMap { day in calls.last { $0.at.day >= day } },
      history: history(of: index, facts, calls),
      title: ([step.title] + joined.map(\.title)).joined(separator: " + "),
      talk: step.talk + joined.flatMap(\.talk)
        + talk(touch, cadence, facts))
    if Self.speaksOfProducts(touch, cadence) {
      task.suggestion = input.coPurchase?.suggestion(
        for: input.roster.customers[index], in: input.roster)
    }
    task.escalation = escalation(task, owner: owner)
    if touch.channel == .visit { task.sheet = visitSheet(index, facts) }
    if touch.channel == .gift { task.gifts = gifts(touch, cadence, owner: owner) }
    return task
  }

  /// How far a late task has come; where no manager is told, it stays with the rep.
  private func escalation(_ task: DigestTask, owner: Int) -> EscalationStage? {
    let settings = input.settings
    let late = duty.daysLate(of: owner, since: task.due, on: input.day)
    let stage = settings.escalation.stage(
      daysLate: late, isPastPromise: task.urgency <= .promise && task.due < input.day)
    return settings.manager.email == nil ? stage.map { min($0, .rep) } : stage
  }

  /// Whether products are a matter of the task; never with complaints, occasions and wishes.
  private static func speaksOfProducts(_ touch: PlannedTouch, _ cadence: Cadence) -> Bool {
    (touch.channel == .call || touch.channel == .visit)
      && [.visit, .followUp, .nurture].contains(cadence.precedence)
  }

  /// The steps of calls that are done with this one.
  private func stepsDone(with touch: PlannedTouch) -> [Step] {
    input.joined.filter { $0.with == touch }.compactMap { definition($0.touch)?.1 }
  }

  /// What the opening fact is about, in the words it was recorded with, cut to one or two lines.
  private func subject(of fact: Fact?) -> String {
    let options: [FactOption] = [.about, .product, .material, .note]
    let words = options.compactMap { fact?.texts[$0.rawValue] }.joined(separator: " / ")
    return words.count > 120 ? words.prefix(119) + "…" : words
  }

  private func calls(in facts: [Fact]) -> [PastCall] {
    facts.compactMap { fact in
      guard case .call(let report) = fact.detail else { return nil }
      return PastCall(at: zone.local(at: fact.at), outcome: report.outcome)
    }
  }

  /// A call-back agreed in the last call, if it is for today or was for earlier.
  private func callBack(in facts: [Fact]) -> LocalTime? {
    let reports = facts.compactMap { fact -> CallReport? in
      guard case .call(let report) = fact.detail else { return nil }
      return report
    }
    guard let last = reports.last, last.outcome == .callBack, let at = last.callBack else {
      return nil
    }
    let time = zone.local(at: at)
    return time.day <= input.day ? time : nil
  }

  private func urgency(
    _ touch: PlannedTouch, _ cadence: Cadence, callBack: LocalTime?, _ facts: [Fact]
  ) -> TaskUrgency {
    switch cadence.precedence {
    case .complaint: return .complaint
    case .promise: return .promise
    default: break
    }
    if callBack?.day == input.day, touch.channel == .call { return .callBack }
    if touch.day - Int(touch.daysOverdue) < input.day { return .overdue }
    return Need.last(in: facts) == .clear ? .clearNeed : .ordinary
  }

  private func history(of index: Int, _ facts: [Fact], _ calls: [PastCall]) -> TaskHistory {
    let customer = input.customer(index)
    var history = TaskHistory()
    history.lastContact = customer.lastContact
    if let contact = facts.last(where: \.isHumanContact) {
      let day = zone.local(at: contact.at).day
      if day >= history.lastContact ?? day {
        history.lastContact = day
        history.lastContactKind = contact.detail.kind
      }
    }
    let newest = input.roster.purchaseRange(customer).map { input.roster.purchases[$0] }
      .max { $0.day < $1.day }
    history.product = newest.map { input.roster.products[Int($0.product)] } ?? ""
    history.lastPurchase = newest?.day ?? customer.lastPurchase
    if let fact = facts.last(where: { $0.detail.kind == .purchase }) {
      let day = zone.local(at: fact.at).day
      if day > history.lastPurchase ?? day - 1 {
        history.lastPurchase = day
        history.product = fact.texts[FactOption.product.rawValue] ?? ""
      }
    }
    history.calls = calls.count
    history.reached = calls.count { $0.outcome == .reached || $0.outcome == .callBack }
    return history
  }
}

import CadenceModel
import CivilTime

/// Rule of tact: a household is greeted once, and nobody's birthday twice to one number.
enum HouseholdRule {
  /// Why a customer gets no greeting or festival message: an earlier member gets it.
  static func refusesGreeting(
    _ customer: Int, _ cadence: PreparedCadence, _ step: PreparedStep, _ context: PlanningContext
  ) -> SkipReason? {
    let head = Int(context.roster.customers[customer].household)
    guard context.households.isShared(customer, head: head) else { return nil }
    for member in context.households.members(head: head) where member < customer {
      if receives(member, cadence, step, context) { return .household }
    }
    return nil
  }

  /// Why a family date is not kept through this customer: another member of the household is
  /// congratulated on the same day for the same person.
  static func refusesDate(
    _ customer: Int, _ date: PersonDate, of relation: Relation, _ cadence: PreparedCadence,
    _ step: PreparedStep, _ context: PlanningContext
  ) -> SkipReason? {
    let head = Int(context.roster.customers[customer].household)
    guard context.households.isShared(customer, head: head) else { return nil }
    for member in context.households.members(head: head) where member != customer {
      let other = context.roster.customers[member]
      if isDead(date, relation, by: member, other, context) { return .deceased }
      let isOwn =
        relation != .customer && relation != .couple && same(other.birthday, date)
      let isEarlier = member < customer && hasFamilyDate(other, date, relation)
      if isOwn || isEarlier, receives(member, cadence, step, context) { return .duplicate }
    }
    return nil
  }

  /// Whether a member of the household has died, or knows of a death, whose day this is.
  private static func isDead(
    _ date: PersonDate, _ relation: Relation, by member: Int, _ other: Customer,
    _ context: PlanningContext
  ) -> Bool {
    guard relation != .couple, context.isKnown(member) else { return false }
    let standing = context.standing(of: member)
    if standing.isDeceased, relation != .customer, same(other.birthday, date) { return true }
    return other.family.contains { standing.isDead($0.relation) && same($0.date, date) }
  }

  /// Whether a member keeps the same person's date, only from another point of view.
  private static func hasFamilyDate(
    _ other: Customer, _ date: PersonDate, _ relation: Relation
  ) -> Bool {
    if relation == .customer { return false }
    if relation == .couple { return same(other.wedding, date) }
    return other.family.contains { same($0.date, date) }
  }

  /// Whether two dates are the same day of the year; one of them may lack the year.
  private static func same(_ left: PersonDate?, _ right: PersonDate) -> Bool {
    guard let left else { return false }
    guard left.calendar == right.calendar, left.month == right.month, left.day == right.day else {
      return false
    }
    guard let one = left.year, let two = right.year else { return true }
    return one == two
  }

  /// Whether a member is in the audience and may be reached.
  private static func receives(
    _ member: Int, _ cadence: PreparedCadence, _ step: PreparedStep, _ context: PlanningContext
  ) -> Bool {
    let history = context.history(of: member)
    let customer = context.customer(of: member, history)
    let segment = context.segment(of: customer, history)
    guard cadence.audience.answer(customer, segment) == .inside,
      step.audience.answer(customer, segment) == .inside
    else { return false }
    let standing = context.standing(of: member)
    guard LifeRule.refuses(standing) == nil, ComplaintRule.refuses(cadence, standing) == nil
    else { return false }
    let chosen = ConsentRule.choose(step, standing.reach(for: cadence))
    guard case .success = chosen else { return false }
    return true
  }
}

import CadenceModel
import CivilTime

/// Whether the machine can have anything for the customer taken up on the days asked for.
///
/// Each morning the service asks what it may send, and each midnight what it would send in a month; of
/// most customers this tells cheaply that it is nothing. As with ``QuickLook``, no means certainly nothing,
/// and where it cannot tell, the answer is yes.
extension CustomerPass {
  /// Whether a customer has consented to nothing that the machine sends, so that it sends nothing.
  func isOutOfReach(_ index: Int, _ customer: borrowing Customer) -> Bool {
    let open = customer.consented.intersection(customer.reachable).subtracting(customer.optedOut)
    guard open.isDisjoint(with: .machineSent) else { return false }
    guard context.isKnown(index) else { return true }
    // Only a recorded consent brings a channel of the machine within reach.
    let known = context.history.customers[customer.id]
    return known?.kinds.contains(FactKindSet(.optIn)) != true
  }

  /// Whether the machine may have anything for the customer taken up.
  mutating func mayHaveMessages() -> Bool {
    // What is under way is listed until it is settled.
    if let history {
      let touches = history.touches
      for place in touches.indices where !touches[place].isSettled { return true }
    }
    for place in places {
      let cadence = context.tables.cadences[place]
      if isSent(cadence), mayComeSoon(cadence), answer(cadence) == .inside { return true }
    }
    return false
  }

  /// Whether a step of the cadence can go by the machine.
  private func isSent(_ cadence: PreparedCadence) -> Bool {
    let reach = standing.reach(for: cadence)
    let open = reach.consented.intersection(reach.reachable).subtracting(reach.optedOut)
    return !open.isDisjoint(with: cadence.sentChannels)
  }

  private func mayComeSoon(_ cadence: PreparedCadence) -> Bool {
    switch cadence.trigger {
    case .ladder: true
    case .festival:
      context.tables.festivalDays[cadence.index].contains { near(cadence).contains($0.day) }
    case .anniversary(let rule): mayCelebrate(rule, near(cadence))
    case .greeting(let rule): mayGreet(cadence, rule)
    case .maintenance(let rule): mayAnnounce(cadence, rule)
    }
  }

  /// On which days an occasion must be kept for a message of it, which has its day or none, to fall on
  /// the days asked for.
  private func near(_ cadence: PreparedCadence) -> ClosedRange<Day> {
    let widest = cadence.steps.map { QuickLook.most($0.offset) }.max() ?? 0
    return (horizon.from - widest)...(horizon.to + widest)
  }

  private func mayCelebrate(_ rule: PreparedAnniversary, _ near: ClosedRange<Day>) -> Bool {
    switch rule.date {
    case .wedding: return customer.wedding.map { isKept($0, near) } ?? false
    case .installation: return customer.loyaltyDate.map { isKept($0, near) } ?? false
    case .birthday:
      if rule.ofCustomer, let birthday = customer.birthday, isKept(birthday, near) { return true }
      guard rule.ofFamily else { return false }
      for member in customer.family where rule.includes(member.relation) {
        if isKept(member.date, near) { return true }
      }
      return false
    }
  }

  private func isKept(_ date: PersonDate, _ near: ClosedRange<Day>) -> Bool {
    for place in context.tables.kept.range(date) where near.contains(context.tables.kept[place].day)
    {
      return true
    }
    return false
  }

  /// One that has gone out, or that nothing more can come of, is no reason to look further.
  private func mayGreet(_ cadence: PreparedCadence, _ rule: GreetingRule) -> Bool {
    guard let quickLook, cadence.steps.count == 1, let step = cadence.steps.first else {
      return true
    }
    return quickLook.mayGreet(customer, cadence, rule) { part in
      guard history?.touches.isEmpty == false else { return false }
      let occurrence = Occurrence.greeting(
        year: Int16(clamping: part.year), number: UInt8(clamping: part.number))
      return record(cadence, occurrence, step)?.isSettled == true
    }
  }

  /// A visit is announced from its first step on, counted from the first day of its window.
  private func mayAnnounce(_ cadence: PreparedCadence, _ rule: MaintenanceRule) -> Bool {
    // Visits in such haste could come before the one that is looked at.
    guard rule.every.months * 28 + rule.every.days > rule.daysBefore else { return true }
    let lead = cadence.steps.map { QuickLook.before($0.offset) }.max() ?? 0
    return customer.installations.contains { installation in
      let visits = InstalledThings.visits(
        to: installation, history, before: horizon.now, zone: zone)
      let due =
        visits.max().map { rule.every.added(to: $0) }
        ?? rule.due(installation.day, start: horizon.start)
      let stop = context.visits.stop(
        customer: index, cadence: cadence.index, installation, number: visits.count + 1)
      return min(due - rule.daysBefore, stop?.day ?? due) - lead <= horizon.to
    }
  }
}

extension ChannelSet {
  /// The channels on which the service itself sends.
  static let machineSent = ChannelSet(Channel.allCases.filter(\.isMachineSent))

  /// A set of some channels.
  init(_ channels: [Channel]) {
    self = channels.reduce(into: []) { $0.insert(ChannelSet($1)) }
  }
}

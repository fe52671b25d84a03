import CadenceModel
import CivilTime

/// Consent and addresses by channel, in eight bytes.
struct Reach: Sendable {
  var consented: ChannelSet
  var refused: ChannelSet
  var optedOut: ChannelSet
  var reachable: ChannelSet

  /// What the file says.
  init(_ customer: borrowing Customer) {
    consented = customer.consented
    refused = customer.refused
    optedOut = customer.optedOut
    reachable = customer.reachable
  }
}

/// Where a customer stands by file and facts: what the rules ask about.
struct CustomerStanding: Sendable {
  /// An opt-out of one cadence only.
  struct OccasionOptOut {
    let occasion: CadenceName
    var channels: ChannelSet
  }
  /// A touch, or everything, put off.
  struct Snooze {
    let touch: TouchID?
    let until: Day
  }

  /// On which channels the customer may and can be reached.
  var reach: Reach
  var occasionOptOuts: [OccasionOptOut] = []
  var snoozes: [Snooze] = []
  /// Days on which a human and the customer met or spoke, ascending as recorded.
  var humanContacts: [Day] = []
  /// The day before which no message goes out, since a reply has to be read first.
  var machineHeldUntil: Day?
  var isErased = false
  var isDeceased = false
  /// How many complaints are open.
  var openComplaints = 0
  /// Whether a call was out of reach only because the number turned out to be wrong.
  private var isWrongNumber = false
  /// The day of the bereavement.
  var bereavedFrom = Day(0)
  /// The first day after its silence.
  var bereavedUntil: Day?

  /// What the file says.
  init(_ customer: borrowing Customer) {
    reach = Reach(customer)
  }

  /// Whether a complaint is open.
  var hasOpenComplaint: Bool { openComplaints > 0 }

  /// Adds what was recorded before `now`; days are the customer's own.
  mutating func fold(
    _ history: CustomerHistory, before now: Instant, zone: ZoneRules, policy: ContactPolicy
  ) {
    isErased = history.isErased
    machineHeldUntil = history.unreadUntil(before: now)
    for recorded in history.facts where recorded.fact.at < now {
      let fact = recorded.fact
      let day = zone.local(at: fact.at).day
      if fact.isHumanContact { humanContacts.append(day) }
      switch fact.detail {
      case .optOut(let channel, let occasion): optOut(channel, occasion)
      case .optIn(let channel, let occasion): optIn(channel, occasion)
      case .snooze(let until): snoozes.append(Snooze(touch: fact.touch, until: until))
      case .complaint: openComplaints += 1
      case .resolved: openComplaints = max(openComplaints - 1, 0)
      case .call(let report): heard(report, fact.marks.number)
      case .deceased: if fact.marks.relation == nil { isDeceased = true }
      case .bereaved:
        bereavedFrom = day
        bereavedUntil = day + (policy.bereavementDays + 1)
      default: break
      }
    }
    reach.reachable.subtract(history.givenUp)
  }

  /// The reach for one cadence: what was opted out of for it alone is out of reach, too, and what is
  /// owed needs no consent to be called.
  func reach(for cadence: PreparedCadence) -> Reach {
    if occasionOptOuts.isEmpty, !cadence.isService { return reach }
    var narrowed = reach
    for optOut in occasionOptOuts where optOut.occasion == cadence.cadence.name {
      narrowed.optedOut.formUnion(optOut.channels)
    }
    guard cadence.isService else { return narrowed }
    narrowed.refused.subtract(ChannelSet(.call))
    // Who complains wants an answer: after an opt-out of everything one by hand.
    let byHand: ChannelSet = [ChannelSet(.visit), ChannelSet(.letter)]
    if cadence.precedence == .complaint, reach.optedOut.isSuperset(of: byHand) {
      narrowed.optedOut.subtract(byHand)
    }
    return narrowed
  }

  /// A wrong number is out of reach until another is on file, or somebody was reached all the same.
  ///
  /// With a hash of the number the comparison with the file is made by whoever reads the files
  /// (``CustomerHistory/givenUp``).
  private mutating func heard(_ report: CallReport, _ number: String?) {
    switch report.outcome {
    case .wrongNumber where number == nil && reach.reachable.contains(.call):
      reach.reachable.subtract(ChannelSet(.call))
      isWrongNumber = true
    case .reached, .callBack:
      if isWrongNumber { reach.reachable.formUnion(ChannelSet(.call)) }
      isWrongNumber = false
    case .wrongNumber, .noAnswer, .busy: break
    }
  }

  private mutating func optOut(_ channel: Channel?, _ occasion: CadenceName?) {
    let channels = channel.map { ChannelSet($0) } ?? .all
    guard let occasion else {
      reach.optedOut.formUnion(channels)
      return
    }
    if let known = occasionOptOuts.firstIndex(where: { $0.occasion == occasion }) {
      occasionOptOuts[known].channels.formUnion(channels)
    } else {
      occasionOptOuts.append(OccasionOptOut(occasion: occasion, channels: channels))
    }
  }

  /// Only this ends an opt-out; it is a stated consent as well.
  private mutating func optIn(_ channel: Channel?, _ occasion: CadenceName?) {
    let channels = channel.map { ChannelSet($0) } ?? .all
    for index in occasionOptOuts.indices
    where occasion ?? occasionOptOuts[index].occasion
      == occasionOptOuts[index].occasion
    {
      occasionOptOuts[index].channels.subtract(channels)
    }
    guard occasion == nil else { return }
    reach.optedOut.subtract(channels)
    reach.consented.formUnion(channels)
    reach.refused.subtract(channels)
  }
}

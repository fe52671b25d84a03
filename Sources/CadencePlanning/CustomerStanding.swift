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
  /// Members of the family who have died, as the customer's file calls them.
  var deadRelations: [Relation] = []
  var hasOpenComplaint = false
  /// The day of the bereavement.
  var bereavedFrom = Day(0)
  /// The first day after its silence.
  var bereavedUntil: Day?

  /// What the file says.
  init(_ customer: borrowing Customer) {
    reach = Reach(customer)
  }

  /// Adds what was recorded before `now`; days are the customer's own.
  mutating func fold(
    _ history: CustomerHistory, before now: Instant, zone: ZoneRules, policy: ContactPolicy
  ) {
    isErased = history.isErased
    machineHeldUntil = history.unreadUntil(before: now)
    reach.reachable.subtract(history.givenUp)
    for recorded in history.facts where recorded.fact.at < now {
      let fact = recorded.fact
      let day = zone.local(at: fact.at).day
      if fact.isHumanContact { humanContacts.append(day) }
      switch fact.detail {
      case .optOut(let channel, let occasion): optOut(channel, occasion)
      case .optIn(let channel, let occasion): optIn(channel, occasion)
      case .snooze(let until): snoozes.append(Snooze(touch: fact.touch, until: until))
      case .complaint: hasOpenComplaint = true
      case .resolved: hasOpenComplaint = false
      case .deceased:
        guard let relation = fact.marks.relation else {
          isDeceased = true
          continue
        }
        deadRelations.append(relation)
        mourn(from: day, policy)
      case .bereaved: mourn(from: day, policy)
      default: break
      }
    }
  }

  /// Begins a silence; of several the last to end counts, and none is forgotten before its time.
  mutating func mourn(from day: Day, _ policy: ContactPolicy) {
    let end = day + (policy.bereavementDays + 1)
    guard let until = bereavedUntil else {
      (bereavedFrom, bereavedUntil) = (day, end)
      return
    }
    // Silences that do not touch are two: the later one is the one that is still to be kept.
    bereavedFrom = day > until || until < bereavedFrom ? day : min(bereavedFrom, day)
    bereavedUntil = max(until, end)
  }

  /// Whether the person whose yearly day it is has died; a couple's day ends with either of them.
  func isDead(_ relation: Relation) -> Bool {
    !deadRelations.isEmpty
      && deadRelations.contains(relation == .couple ? .spouse : relation)
  }

  /// The reach for one cadence: what was opted out of for it alone is out of reach, too.
  func reach(for cadence: PreparedCadence) -> Reach {
    if occasionOptOuts.isEmpty { return reach }
    var narrowed = reach
    for optOut in occasionOptOuts where optOut.occasion == cadence.cadence.name {
      narrowed.optedOut.formUnion(optOut.channels)
    }
    return narrowed
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

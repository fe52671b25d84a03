import CadenceModel
import CivilTime

/// A cadence with what planning asks of it over and over worked out once.
final class PreparedCadence: Sendable {
  /// Index into ``Settings/cadences``.
  let index: Int
  let cadence: Cadence
  let precedence: Precedence
  let trigger: PreparedTrigger
  let audience: AudienceTest
  let steps: [PreparedStep]
  /// The channels of its steps on which the machine sends.
  let sentChannels: ChannelSet
  let countsToCaps: Bool
  let boundByCaps: Bool
  let allowedOnHolidays: Bool
  let isPaused: Bool
  /// A number for the name, so that two cadences spread differently.
  let hash: UInt64

  /// Whether it, or one of its steps, asks for what facts say of a customer.
  let needsSegment: Bool
  /// Whether its audience asks for the lead source.
  let needsSource: Bool

  init(index: Int, settings: Settings, roster: Roster, sources: [String]) {
    let cadence = settings.cadences[index]
    self.index = index
    self.cadence = cadence
    precedence = cadence.precedence
    trigger = PreparedTrigger(cadence.trigger)
    let audience = AudienceTest(
      cadence.audience, roster: roster, settings: settings, sources: sources)
    let steps = cadence.steps.enumerated().map { offset, step in
      PreparedStep(
        number: UInt8(clamping: offset + 1), step: step,
        AudienceTest(step.audience, roster: roster, settings: settings, sources: sources))
    }
    self.audience = audience
    self.steps = steps
    needsSegment = audience.needsSegment || steps.contains(where: \.audience.needsSegment)
    needsSource = audience.needsSource || steps.contains(where: \.audience.needsSource)
    sentChannels = ChannelSet(steps.flatMap(\.channels).filter(\.isMachineSent))
    countsToCaps = cadence.countsToCaps
    boundByCaps = cadence.boundByCaps
    allowedOnHolidays = cadence.allowedOnHolidays
    isPaused = cadence.isPaused
    hash = StableHash.of(cadence.name.text)
  }

  /// Whether it is owed to the customer, who need not have consented to calls for it.
  var isService: Bool { precedence <= .promise }

  /// Whether it promotes, and therefore stops while a complaint is open.
  var isPromotional: Bool {
    switch precedence {
    case .followUp, .festival, .nurture, .greeting: true
    case .complaint, .promise, .birthday, .visit, .occasion: false
    }
  }
}

/// A ``CadenceTrigger`` that can be looked at without copying sets.
enum PreparedTrigger: Sendable {
  case greeting(GreetingRule)
  case anniversary(PreparedAnniversary)
  case ladder(PreparedLadder)
  case maintenance(MaintenanceRule)
  case festival

  init(_ trigger: CadenceTrigger) {
    switch trigger {
    case .greeting(let rule): self = .greeting(rule)
    case .anniversary(let rule): self = .anniversary(PreparedAnniversary(rule))
    case .ladder(let rule): self = .ladder(PreparedLadder(rule))
    case .maintenance(let rule): self = .maintenance(rule)
    case .festival: self = .festival
    }
  }
}

/// An ``AnniversaryRule`` made ready.
final class PreparedAnniversary: Sendable {
  let date: AnniversaryRule.DateField
  let years: [Int]
  let ofCustomer: Bool
  private let ofSpouse: Bool
  private let ofParents: Bool
  private let ofChildren: Bool
  /// Whether anybody but the customer is meant.
  let ofFamily: Bool

  init(_ rule: AnniversaryRule) {
    date = rule.date
    years = rule.years
    ofCustomer = rule.people.contains(.customer)
    ofSpouse = rule.people.contains(.spouse)
    ofParents = rule.people.contains(.parents)
    ofChildren = rule.people.contains(.children)
    ofFamily = ofSpouse || ofParents || ofChildren
  }

  /// Whether the rule means this person.
  func includes(_ relation: Relation) -> Bool {
    switch relation {
    case .customer, .couple: ofCustomer
    case .spouse: ofSpouse
    case .parent: ofParents
    case .child: ofChildren
    }
  }
}

/// A ``LadderRule`` made ready.
final class PreparedLadder: Sendable {
  let rule: LadderRule
  private let stages: UInt8

  init(_ rule: LadderRule) {
    self.rule = rule
    stages = rule.stages.reduce(0) { $0 | 1 << $1.rawValue }
  }

  /// Whether installations of the customer file open it.
  var opensOnDates: Bool { !rule.signals.isDisjoint(with: Signal.dated) }

  /// Whether a stage of the customer file opens it.
  func isOpened(by stage: CustomerStage) -> Bool { stages & (1 << stage.rawValue) != 0 }
}

/// A step of a ``PreparedCadence``.
final class PreparedStep: Sendable {
  /// From 1, as touch ids count.
  let number: UInt8
  let channels: [Channel]
  let audience: AudienceTest
  let offset: CalendarPeriod
  private let hasOffset: Bool
  let dayPart: Step.DayPart
  let expires: CalendarPeriod?
  let elseTask: Bool
  let deadline: ComplaintDeadline?

  init(number: UInt8, step: Step, _ audience: AudienceTest) {
    self.number = number
    channels = step.channels
    self.audience = audience
    offset = step.offset
    hasOffset = step.offset != CalendarPeriod()
    dayPart = step.dayPart
    expires = step.expires
    elseTask = step.elseTask
    deadline = step.deadline
  }

  /// The day it falls on when the occurrence's day is `anchor`; working days are the rep's.
  func day(_ anchor: Day, _ rep: @autoclosure () -> RepDays) -> Day {
    hasOffset ? rep().day(anchor, plus: offset) : anchor
  }
}

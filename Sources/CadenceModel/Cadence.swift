package import CivilTime

/// One of the five shapes of a cadence.
package enum CadenceKind: String, CaseIterable, Sendable {
  case greeting, anniversary, ladder, maintenance, festival
}

/// A named plan of steps: `config/cadences/NAME.yaml`.
package struct Cadence: Sendable {
  /// The file's name without `.yaml`.
  package var name: CadenceName
  /// What digest and explain call it.
  package var title: String
  /// When it applies.
  package var trigger: CadenceTrigger
  /// Who wins when two touches want the same customer.
  package var precedence: Precedence
  /// Whether the admin has stopped it for now.
  package var isPaused: Bool
  /// Whom it is for.
  package var audience: Audience
  /// At least one; numbered from 1 in touch ids.
  package var steps: [Step]
  /// Whether its messages count to the frequency caps of ``ContactPolicy``.
  package var countsToCaps: Bool
  /// Whether the multi-day frequency caps can stop it; the daily cap binds everything.
  package var boundByCaps: Bool
  /// Whether it may be sent on public holidays (birthdays and festivals).
  package var allowedOnHolidays: Bool

  /// A cadence of these parts.
  package init(
    name: CadenceName, title: String, trigger: CadenceTrigger, precedence: Precedence,
    isPaused: Bool = false, audience: Audience = Audience(), steps: [Step],
    countsToCaps: Bool = true, boundByCaps: Bool = true, allowedOnHolidays: Bool = false
  ) {
    self.name = name
    self.title = title
    self.trigger = trigger
    self.precedence = precedence
    self.isPaused = isPaused
    self.audience = audience
    self.steps = steps
    self.countsToCaps = countsToCaps
    self.boundByCaps = boundByCaps
    self.allowedOnHolidays = allowedOnHolidays
  }

  /// The shape, as listings name it.
  package var kind: CadenceKind {
    switch trigger {
    case .greeting: .greeting
    case .anniversary: .anniversary
    case .ladder: .ladder
    case .maintenance: .maintenance
    case .festival: .festival
    }
  }
}

/// What brings a cadence about, with the values that belong to each kind.
package enum CadenceTrigger: Sendable {
  case greeting(GreetingRule)
  case anniversary(AnniversaryRule)
  case ladder(LadderRule)
  case maintenance(MaintenanceRule)
  case festival(FestivalRule)
}

/// Greetings on ordinary days.
package struct GreetingRule: Hashable, Sendable {
  /// How many a year, 1 to 12, one in each equal part of the year.
  package var perYear: Int
  /// Days kept free on both sides of the customer's and the family's birthdays.
  package var birthdayBuffer: Int
  /// Days of quiet wanted on both sides of any other contact, planned or made.
  package var contactGap: Int

  /// A rule of these numbers.
  package init(perYear: Int, birthdayBuffer: Int = 14, contactGap: Int = 14) {
    self.perYear = perYear
    self.birthdayBuffer = birthdayBuffer
    self.contactGap = contactGap
  }
}

/// A yearly day of a person.
package struct AnniversaryRule: Hashable, Sendable {
  /// Which date counts.
  package enum DateField: String, CaseIterable, Sendable {
    case birthday, wedding
    /// The first installation's day, for loyalty.
    case installation
  }
  /// Whose date counts.
  package enum Person: String, CaseIterable, Sendable {
    case customer, spouse, parents, children
  }

  /// Which date counts.
  package var date: DateField
  /// Whose; only for birthdays.
  package var people: Set<Person>
  /// Only these anniversaries (1, 3, 5 …); empty: every year.
  package var years: [Int]

  /// A rule for a date of certain people.
  package init(date: DateField, people: Set<Person> = [.customer], years: [Int] = []) {
    self.date = date
    self.people = people
    self.years = years
  }
}

/// Steps after an event, ended by outcomes.
package struct LadderRule: Hashable, Sendable {
  /// Whence its steps count.
  package enum Origin: String, CaseIterable, Sendable {
    /// From the attempt before.
    case attempt
    /// From what opened it.
    case opening
  }

  /// Facts that open it.
  package var opens: Set<FactKind>
  /// Signals that open it, too.
  package var signals = SignalSet()
  /// Stages of the customer file that open it, counted from the file's last contact or creation.
  package var stages: Set<CustomerStage>
  /// Facts that end it.
  package var endedBy: Set<FactKind>
  /// Signals that end it, too.
  package var endingSignals = SignalSet()
  /// Whether each opening is a matter of its own; without it only the last counts.
  package var isEach = false
  /// Whence the steps count.
  package var countsFrom = Origin.attempt
  /// How long after the last step it is made again, and again; nil: not.
  package var repeats: CalendarPeriod?
  /// How long a customer is left alone after a refusal, before ``then`` follows.
  package var rests = CalendarPeriod.days(60)
  /// The ladder that follows when the last step brought no success.
  package var then: CadenceName?
  /// On a first start, older openings enter as one task each, spread over so many working days.
  package var entrySpread: Int

  /// A rule of these parts.
  package init(
    opens: Set<FactKind>, stages: Set<CustomerStage> = [], endedBy: Set<FactKind>,
    then: CadenceName? = nil, entrySpread: Int = 20
  ) {
    self.opens = opens
    self.stages = stages
    self.endedBy = endedBy
    self.then = then
    self.entrySpread = entrySpread
  }
}

/// Recurring visits to what was installed.
package struct MaintenanceRule: Hashable, Sendable {
  /// From installation to the first visit.
  package var first: CalendarPeriod
  /// From one actual visit to the next.
  package var every: CalendarPeriod
  /// Days before the due day in which the visit may already be made.
  package var daysBefore: Int
  /// Days after the due day in which it may still be made.
  package var daysAfter: Int

  /// A rule of these parts.
  package init(first: CalendarPeriod, every: CalendarPeriod, daysBefore: Int, daysAfter: Int) {
    self.first = first
    self.every = every
    self.daysBefore = daysBefore
    self.daysAfter = daysAfter
  }
}

/// A message or task on or before a named day.
package struct FestivalRule: Hashable, Sendable {
  /// Names of ``Settings/festivals``.
  package var festivals: [String]

  /// A rule for some festivals.
  package init(festivals: [String]) { self.festivals = festivals }
}

/// One element of a cadence: what, how, and how long after.
package struct Step: Sendable {
  /// A part of the day.
  package enum DayPart: String, CaseIterable, Sendable {
    case any, morning, afternoon
    /// The other half of the day than the previous attempt.
    case alternate
  }

  /// In order of preference; the first one that is allowed and reachable is taken.
  package var channels: [Channel]
  /// The template for machine channels, and for cards and letters that have a text.
  package var template: TemplateName?
  /// From the anchor: the occurrence's day, or for ladders the previous attempt (negative: before).
  package var offset: CalendarPeriod
  /// When in the day.
  package var dayPart: DayPart
  /// How long after its planned day it may still be made; nil: the kind's own rule.
  package var expires: CalendarPeriod?
  /// Whether an expired or unsendable message becomes a call task for the rep.
  package var elseTask: Bool
  /// What the digest says to the rep: the task in a few words.
  package var title: String
  /// Short talking points for the rep.
  package var talk: [String]
  /// Only for customers of this audience too.
  package var audience: Audience
  /// Which deadline of a complaint it has to meet; nil: it counts as other steps do.
  package var deadline: ComplaintDeadline?

  /// A step of these parts.
  package init(
    channels: [Channel], template: TemplateName? = nil, offset: CalendarPeriod = .days(0),
    dayPart: DayPart = .any, expires: CalendarPeriod? = nil, elseTask: Bool = false,
    title: String = "", talk: [String] = [], audience: Audience = Audience()
  ) {
    self.channels = channels
    self.template = template
    self.offset = offset
    self.dayPart = dayPart
    self.expires = expires
    self.elseTask = elseTask
    self.title = title
    self.talk = talk
    self.audience = audience
  }
}

/// By when a complaint's step is due (``ComplaintSettings``).
package enum ComplaintDeadline: String, CaseIterable, Sendable {
  /// By the moment promised, else within the time for an answer.
  case answer
  /// By the day on which it has to be put right.
  case solve
}

/// Whom a cadence or a step is for; an empty condition allows everybody.
package struct Audience: Hashable, Sendable {
  /// Stages allowed.
  package var stages: Set<CustomerStage> = []
  /// Levels allowed.
  package var levels: Set<CustomerLevel> = []
  /// Language tags allowed.
  package var languages: Set<String> = []
  /// Countries allowed.
  package var countries: Set<String> = []
  /// Lead sources allowed.
  package var sources: Set<String> = []
  /// Reps whose customers are meant.
  package var reps: Set<RepID> = []
  /// Only customers with (true) or without (false) an installation.
  package var hasInstallation: Bool?
  /// Customers who are left out, by id.
  package var except: Set<CustomerID> = []
  /// Computed conditions: who they are by what they did.
  package var computed = ComputedAudience()
  /// Tags of the customer file, one of which is enough.
  package var tags: Set<String> = []
  /// Names of ``Settings/groups``; who is in one of them is meant.
  package var groups: Set<String> = []
  /// Products bought or installed, by a part of the name.
  package var products: Set<String> = []
  /// Interests on file, one of which is enough.
  package var interests: Set<String> = []
  /// `city district`, or only one of both.
  package var areas: Set<String> = []

  /// Everybody.
  package init() {}

  /// Whether nobody is left out.
  package var isEverybody: Bool { self == Audience() }
}

/// Conditions of an audience on what facts say of a customer; an empty one allows everybody.
package struct ComputedAudience: Hashable, Sendable {
  /// Types allowed.
  package var types: Set<CustomerType> = []
  /// Tiers allowed.
  package var tiers: Set<PyramidTier> = []
  /// Lapse risks allowed.
  package var lapse: Set<LapseRisk> = []
  /// The least lifetime value, in whole units of the currency.
  package var valueFrom: Int?
  /// The last purchase is not longer ago.
  package var boughtWithin: CalendarPeriod?
  /// Nothing was bought in this time, though perhaps before.
  package var notBoughtWithin: CalendarPeriod?
  /// At least so many customers introduced.
  package var referralsFrom: Int?
  /// The least satisfaction when last asked, perceived in percent of expected.
  package var minSatisfaction: Int?

  /// Everybody.
  package init() {}

  /// Whether nobody is left out.
  package var isEverybody: Bool { self == ComputedAudience() }
}

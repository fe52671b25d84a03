package import CivilTime

/// Everything that `config/` says, validated: what the planner and the service live by.
package struct Settings: Sendable {
  /// The business itself.
  package var site: Site
  /// Live or rehearsal.
  package var mode: ServiceMode
  /// The rules of tact in numbers.
  package var policy: ContactPolicy
  /// Named days, in the order of the file.
  package var festivals: [Festival]
  /// The cadences, sorted by name.
  package var cadences: [Cadence]
  /// The reps, sorted by id.
  package var reps: [Rep]
  /// Index into ``reps`` for customers whose owner is unknown.
  package var defaultRep: UInt16
  /// How machine channels deliver.
  package var channels: ChannelSettings
  /// When the digest goes out and from whom.
  package var digest: DigestSettings
  /// When and to whom the manager's mails go.
  package var manager = ManagerSettings()
  /// When an undone task is more than its rep's own matter.
  package var escalation = EscalationSettings()
  /// By when complaints are answered and solved.
  package var complaints = ComplaintSettings()
  /// The thresholds of reports.
  package var reports = ReportSettings()
  /// What reps' work takes where nobody reported it.
  package var effort = EffortSettings()
  /// How facts become segments.
  package var segments = SegmentRules()
  /// Audiences with a name, for ``Audience/groups``.
  package var groups: [String: Audience] = [:]
  /// Whether edited files are taken over without being asked to.
  package var reloadsByItself = true
  /// The public address that links begin with; nil: messages carry none.
  package var webBaseURL: String?
  /// Where pages and hooks are listened for; nil: nowhere.
  package var web: WebSettings?
  /// Talking points by type and situation.
  package var talk = TalkSettings()
  /// What may be given to whom.
  package var gifts = GiftSettings()
  /// Holiday calendars by ISO 3166 country code.
  package var calendars: [String: BusinessCalendar]
  /// Zone rules by IANA name, for the site's, the reps' and the customers' zones.
  package var zones: [String: ZoneRules]
  /// A hash over all files this was read from, 16 hex digits: the generation.
  package var generation: String

  /// Settings of these parts.
  package init(
    site: Site, mode: ServiceMode = .live, policy: ContactPolicy = ContactPolicy(),
    festivals: [Festival] = [], cadences: [Cadence] = [], reps: [Rep] = [], defaultRep: UInt16 = 0,
    channels: ChannelSettings = ChannelSettings(), digest: DigestSettings = DigestSettings(),
    webBaseURL: String? = nil, calendars: [String: BusinessCalendar] = [:],
    zones: [String: ZoneRules] = [:], generation: String = ""
  ) {
    self.site = site
    self.mode = mode
    self.policy = policy
    self.festivals = festivals
    self.cadences = cadences
    self.reps = reps
    self.defaultRep = defaultRep
    self.channels = channels
    self.digest = digest
    self.webBaseURL = webBaseURL
    self.calendars = calendars
    self.zones = zones
    self.generation = generation
  }
}

/// The business: who writes, from where.
package struct Site: Hashable, Sendable {
  /// The company's name as messages give it.
  package var company: String
  /// IANA zone of the office.
  package var zone: String
  /// ISO 3166 code: holidays of the office, and of customers without a country.
  package var country: String
  /// Holiday subdivision, nil for none.
  package var region: String?
  /// BCP 47 tag for customers without a language.
  package var language: String
  /// `Name <address>` parts: the address mails come from.
  package var mailFrom: String
  /// The sender's display name; empty: the company.
  package var mailFromName: String
  /// Where replies and mailto opt-outs go; nil: ``mailFrom``.
  package var replyTo: String?
  /// The business's postal address and phone, for the signature of mails.
  package var signatureLines: [String]

  /// A site of these parts.
  package init(
    company: String, zone: String, country: String, region: String? = nil, language: String,
    mailFrom: String, mailFromName: String = "", replyTo: String? = nil,
    signatureLines: [String] = []
  ) {
    self.company = company
    self.zone = zone
    self.country = country
    self.region = region
    self.language = language
    self.mailFrom = mailFrom
    self.mailFromName = mailFromName
    self.replyTo = replyTo
    self.signatureLines = signatureLines
  }
}

/// Whether messages really go out.
package enum ServiceMode: Hashable, Sendable {
  case live
  /// Everything runs, and only the outbox receives, or the one address given.
  case rehearsal(redirectTo: String?)
}

/// The rules of tact in numbers; the defaults are the contract's (section 2).
package struct ContactPolicy: Hashable, Sendable {
  /// At most so many automatic messages in so many days, over all channels.
  package struct Cap: Hashable, Sendable {
    /// Most messages.
    package var most: Int
    /// In so many calendar days of the customer, the day itself included.
    package var days: Int

    /// A cap of `most` in `days`.
    package init(most: Int, days: Int) {
      self.most = most
      self.days = days
    }
  }

  /// The caps that bind ordinary messages.
  package var caps = [Cap(most: 1, days: 7), Cap(most: 3, days: 30)]
  /// The cap that binds even birthdays, a day.
  package var perDay = 1
  /// When machine messages may go out, in the customer's zone.
  package var sendWindows: [TimeWindow] = []
  /// When calls and visits are planned.
  package var callWindows: [TimeWindow] = []
  /// Days kept free of greetings on both sides of a public holiday or named festival.
  package var holidayBuffer = 2
  /// Months before a text may be repeated to a customer, once all variants were used.
  package var textRestMonths = 24
  /// Days without greetings and promotion after a real contact.
  package var contactQuietDays = 3
  /// Days of silence after a bereavement.
  package var bereavementDays = 100
  /// How long a greeting missed by downtime may be made up for.
  package var catchUp: CalendarPeriod = .days(3)
  /// Names of ``Settings/festivals`` that greetings keep away from.
  package var festivalsKeptFree: [String] = []

  /// The defaults; windows are set by the loader.
  package init() {}
}

/// A named day, found anew each year.
package struct Festival: Hashable, Sendable {
  /// How the day is found.
  package enum Rule: Hashable, Sendable {
    /// A yearly date, solar or lunar, without year.
    case date(PersonDate)
    /// The last day of the lunar year.
    case lunarNewYearsEve
    /// A weekday of a month: the n-th (1…5) or the last (-1), plus days.
    case weekday(Weekday, nth: Int, month: Int, plus: Int)
    /// Western Easter Sunday plus days.
    case easter(plus: Int)
    /// The day of this local or English name in the site's holiday file.
    case holiday(name: String)
    /// One day and never again: the dealer's own event.
    case once(Day)

    /// Whether it is an event of the dealer's own, which nobody else keeps.
    package var isEvent: Bool {
      if case .once = self { true } else { false }
    }
  }

  /// The name in config and touch ids, such as `mid-autumn`.
  package var name: String
  /// What messages call it, by language tag.
  package var titles: [String: String]
  /// How its day is found.
  package var rule: Rule

  /// A festival of these parts.
  package init(name: String, titles: [String: String] = [:], rule: Rule) {
    self.name = name
    self.titles = titles
    self.rule = rule
  }
}

/// How machine channels deliver.
package struct ChannelSettings: Sendable {
  /// Mail through a relay; nil: to the outbox.
  package var smtp: SMTPEndpoint?
  /// SMS through a gateway; nil: to the outbox.
  package var sms: GatewayDefinition?
  /// Chat through a webhook; nil: to the outbox.
  package var chat: GatewayDefinition?

  /// All channels to the outbox.
  package init(
    smtp: SMTPEndpoint? = nil, sms: GatewayDefinition? = nil, chat: GatewayDefinition? = nil
  ) {
    self.smtp = smtp
    self.sms = sms
    self.chat = chat
  }
}

/// When and to whom digests go.
package struct DigestSettings: Hashable, Sendable {
  /// When, in the rep's zone.
  package var at: MinuteOfDay?
  /// The address that operator alerts go to; nil: no mail.
  package var adminEmail: String?
  /// The chat that operator alerts go to, as the gateway calls it; nil: no chat.
  package var adminChat: String?
  /// When the wrap-up of the evening goes out, in the rep's zone; nil: on request only.
  package var eveningAt: MinuteOfDay?
  /// Whether a rep's file facts are asked for.
  package var asksForMissingFacts = true

  /// Digest at 07:30 unless set.
  package init(at: MinuteOfDay? = nil, adminEmail: String? = nil) {
    self.at = at
    self.adminEmail = adminEmail
  }
}

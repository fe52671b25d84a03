package import CadenceModel

/// How the service fares, without any personal data.
package struct WebHealth: Sendable {
  /// The settings' generation.
  package var generation: String
  /// Whether messages to customers are held back.
  package var isHeld: Bool
  /// What is broken, in a word; nil: nothing.
  package var trouble: String?

  /// A finding.
  package init(generation: String, isHeld: Bool, trouble: String? = nil) {
    self.generation = generation
    self.isHeld = isHeld
    self.trouble = trouble
  }
}

/// One figure of `/metrics`.
package struct WebMetric: Sendable {
  /// The name without the program's, such as `messages_planned`.
  package var name: String
  /// What it counts.
  package var help: String
  /// Whether it only ever rises.
  package var isCounter: Bool
  /// The figures by label; a single one without label.
  package var values: [(label: String?, value: Int64)]
  /// What the labels say; empty without.
  package var labelName: String

  /// A figure by label.
  package init(
    _ name: String, _ help: String, isCounter: Bool = false, labelName: String = "",
    _ values: [(label: String?, value: Int64)]
  ) {
    self.name = name
    self.help = help
    self.isCounter = isCounter
    self.labelName = labelName
    self.values = values
  }
}

/// Something that came in and is to be written down.
package enum WebIntake: Sendable {
  /// A call of a gateway: its events, and what it is known again by.
  case hook(gateway: String, calls: [Call])
  /// A customer wants no more of a channel.
  case optOut(CustomerID, Channel)

  /// One event of a call.
  package struct Call: Sendable {
    /// What happened.
    package var event: HookEvent
    /// The gateway's id of it, or the whole call where it has none.
    package var id: String
    /// What it says: another text under the same id is a contradiction.
    package var content: [UInt8]

    /// An event with what it is known by.
    package init(event: HookEvent, id: String, content: [UInt8]) {
      self.event = event
      self.id = id
      self.content = content
    }
  }
}

/// What came of it.
package enum WebVerdict: Sendable {
  /// It is on the disk.
  case durable
  /// It was there before, and is on the disk.
  case repeated
  /// The id is known with another content.
  case conflict
  /// It could not be written; to be sent again later.
  case unavailable
}

/// What the pages know of the site, at the moment of a request.
package struct WebSite: Sendable {
  /// Hooks by name, with their secrets.
  package var hooks: [String: (hook: GatewayHook, secret: String)] = [:]
  /// What links are signed with; nil: there are none.
  package var keys: LinkKeys?
  /// The company's name.
  package var company = ""
  /// BCP 47 tag of the pages.
  package var language = "en"
  /// Peers whose `X-Forwarded-For` is believed.
  package var trustedProxies: Set<String> = []

  /// A site without anything.
  package init() {}
}

/// How requests reach the service; the web never writes itself.
package struct WebActions: Sendable {
  /// The site as it is now.
  package var site: @Sendable () -> WebSite
  /// Nil when the service does not answer in time.
  package var health: @Sendable () async -> WebHealth?
  /// Nil when the service does not answer in time.
  package var metrics: @Sendable () async -> [WebMetric]?
  /// Answers only when it is durable, or cannot be.
  package var take: @Sendable (WebIntake) async -> WebVerdict
  /// Milliseconds of the wall clock.
  package var now: @Sendable () -> Int64

  /// Actions of these closures.
  package init(
    site: @escaping @Sendable () -> WebSite, health: @escaping @Sendable () async -> WebHealth?,
    metrics: @escaping @Sendable () async -> [WebMetric]?,
    take: @escaping @Sendable (WebIntake) async -> WebVerdict,
    now: @escaping @Sendable () -> Int64
  ) {
    self.site = site
    self.health = health
    self.metrics = metrics
    self.take = take
    self.now = now
  }
}

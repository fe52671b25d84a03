import CadenceModel
import CivilTime

/// The whole of `fifthcall.yaml`, before anything is looked up elsewhere.
struct MainFile: Sendable {
  var site = SiteDraft()
  var mode = RunMode.live
  var redirectTo: Located<String>?
  var defaultRep: Located<String>?
  var policy = PolicyDraft()
  var segments = Located(SegmentRules())
  var groups: [Located<ConfigPair<AudienceDraft>>] = []
  var festivals: [FestivalDraft] = []
  var channels = ChannelsDraft()
  var digest = DigestDraft()
  var web = WebDraft()
  var manager = ManagerSettings()
  var escalation = Located(EscalationSettings())
  var complaints = ComplaintSettings()
  var reports = ReportSettings()
  var effort = EffortSettings()
  var reload = ReloadDraft()
  var customers = CustomerSources()
  var holidays: Located<String>?
  var templates: Located<String>?

  /// How diagnostics call the holiday folder.
  var holidaysShownAs: String { holidays?.value ?? "holidays" }

  /// Whether messages go out.
  enum RunMode: String, CaseIterable, Sendable {
    case live, rehearsal
  }

  static let section = ConfigSection(
    "fifthcall.yaml",
    "The main file. Changes hold a few seconds after the last edit (`reload: auto`), or after `fifthcall reload`.",
    defaults: MainFile(), hints: RelayDraft.secretHints
  ) {
    ConfigField("site", \.site, SiteDraft.section.form, required: true, "The business.")
    ConfigField(
      "mode", \.mode, .choice(of: RunMode.self, what: "mode"),
      "live, or rehearsal: everything runs, and only the outbox (or redirect_to) receives.")
    ConfigField(
      "redirect_to", \.redirectTo, ConfigForm<String>.address.located,
      "In rehearsal the one mail address that receives everything.")
    ConfigField(
      "default_rep", \.defaultRep, ConfigForm<String>.name("rep id").located, required: true,
      "Who is in charge of customers whose owner is not in reps.yaml.")
    ConfigField("policy", \.policy, PolicyDraft.section.form, "The rules of tact in numbers.")
    ConfigField(
      "segments", \.segments, SegmentRules.section.form.located,
      "How facts become segments: types, tiers and lapse risks.")
    ConfigField(
      "groups", \.groups, AudienceDraft.section.form.map(keys: "group"),
      "Audiences with a name, for groups in the audience of a cadence or step; the keys are those "
        + "of audience.")
    ConfigField(
      "festivals", \.festivals, FestivalDraft.section.form(marking: \.isDamaged).list(atMost: 200),
      "Named days.")
    ConfigField(
      "channels", \.channels, ChannelsDraft.section.form, "How machine messages are delivered.")
    ConfigField("digest", \.digest, DigestDraft.section.form, "The reps' daily mail.")
    ConfigField("manager", \.manager, ManagerSettings.section.form, "The manager's mails.")
    ConfigField(
      "escalation", \.escalation, EscalationSettings.section.form.located,
      "When an undone task is more than its rep's own matter.")
    ConfigField(
      "complaints", \.complaints, ComplaintSettings.section.form,
      "By when complaints are answered and solved.")
    ConfigField("web", \.web, WebDraft.section.form, "Pages and hooks over HTTP.")
    ConfigField(
      "reports", \.reports, ReportSettings.section.form, "The thresholds of fifthcall report.")
    ConfigField(
      "effort", \.effort, EffortSettings.section.form,
      "What a rep's work takes, in minutes, where nobody reported it.")
    ConfigField(
      "reload", \.reload, ReloadDraft.section.form, "How edited files are taken over.")
    ConfigField(
      "customers", \.customers, CustomerSources.section.form, "Where the customer files are.")
    ConfigField(
      "holidays", \.holidays, ConfigForm<String>.text("path").located,
      "Folder of holiday files, relative to the config folder. Default: holidays.")
    ConfigField(
      "templates", \.templates, ConfigForm<String>.text("path").located,
      "Folder of templates. Default: templates in the config folder, else beside it.")
  }
}

/// What `channels:` says.
struct ChannelsDraft: Sendable {
  var smtp: Located<RelayDraft>?
  var sms: Located<GatewayDraft>?
  var chat: Located<GatewayDraft>?

  static let section = ConfigSection(
    "channels",
    "How machine messages are delivered. A channel that is not given writes to the outbox.",
    defaults: ChannelsDraft(), hints: ["email": "the relay for e-mail is called smtp"]
  ) {
    ConfigField("smtp", \.smtp, RelayDraft.section.form.located, "E-mail through a relay.")
    ConfigField("sms", \.sms, GatewayDraft.sectionForm.located, "SMS through an HTTP gateway.")
    ConfigField("chat", \.chat, GatewayDraft.sectionForm.located, "Chat through a webhook.")
  }
}

/// What `digest:` says.
struct DigestDraft: Sendable {
  var at: MinuteOfDay? = MinuteOfDay("07:30")
  var eveningAt: MinuteOfDay?
  var adminEmail: String?
  var adminChat: String?
  var asksForMissingFacts = true

  static let section = ConfigSection(
    "digest", "The reps' daily mail.", defaults: DigestDraft()
  ) {
    ConfigField("at", \.at, .minute, "When it goes out, in the rep's zone.")
    ConfigField(
      "evening_at", \.eveningAt, .minute,
      "When the wrap-up of the evening goes out, in the rep's zone; without it on request only.")
    ConfigField(
      "admin_email", \.adminEmail, .address,
      "Where the service's own warnings go; without it and admin_chat nowhere but the log.")
    ConfigField(
      "admin_chat", \.adminChat, .text("chat", most: 200),
      "The chat that the service's own warnings go to as well, as the gateway of channels.chat "
        + "calls it (its {to}).")
    ConfigField(
      "ask_for_missing_facts", \.asksForMissingFacts, .flag,
      "Whether the digest asks the rep for one missing fact of today's customers.")
  }
}

/// What `reload:` says.
struct ReloadDraft: Sendable {
  var isAutomatic = true

  static let section = ConfigSection(
    "reload", "How edited files are taken over.", defaults: ReloadDraft()
  ) {
    ConfigField(
      "auto", \.isAutomatic, .flag,
      "Whether edits are taken over by themselves, a few seconds after the last of them; false: "
        + "only by fifthcall reload.")
  }
}

/// Where the customers come from (`customers:`).
package struct CustomerSources: Sendable {
  /// Patterns relative to the config folder; `*` stands for any part of a file name.
  package var files: [Located<String>] = [Located("customers/*.csv")]
  /// Whether all of them are the shipped sample base, which goes to the outbox only.
  package var sample = false
  /// Further header names, and what stands below them.
  package var columns: [Located<ConfigPair<CustomerColumn>>] = []

  static let section = ConfigSection(
    "customers", "Where the customer files are and how they are read.",
    defaults: CustomerSources()
  ) {
    ConfigField(
      "files", \.files, ConfigForm<String>.text("path").located.list(atLeast: 1, atMost: 100),
      "Files or patterns, relative to the config folder.")
    ConfigField(
      "sample", \.sample, .flag,
      "Marks them as the shipped sample base: its messages go to the outbox, whatever the "
        + "channels say.")
    ConfigField(
      "columns", \.columns, ConfigForm<CustomerColumn>.column.map(keys: "header of the file"),
      "Headers of your own, and what stands below each: see docs/customers.md.")
  }
}

extension ConfigForm where Value == CustomerColumn {
  /// A column of the customer file by its field name.
  static var column: ConfigForm<CustomerColumn> {
    .choice(CustomerColumn.allCases.map { ($0.fieldName, $0) }, what: "column")
  }
}

import CadenceModel
import CivilTime

extension ConfigFolder {
  /// The settings of files without errors.
  func settings(
    _ main: MainFile, _ reps: RepsFile, _ cadences: [ReadCadence], _ festivals: [Festival],
    _ channels: ChannelSettings
  ) -> Settings {
    var policy = main.policy.policy
    policy.sendWindows = main.policy.sendWindows.map(\.value)
    policy.festivalsKeptFree =
      main.policy.festivalsKeptFree?.map(\.value)
      ?? festivals.filter { !$0.rule.isEvent }.map(\.name)
    var digest = DigestSettings(at: main.digest.at, adminEmail: main.digest.adminEmail)
    digest.eveningAt = main.digest.eveningAt
    digest.adminChat = main.digest.adminChat
    digest.asksForMissingFacts = main.digest.asksForMissingFacts
    let sorted = reps.reps.map(\.rep).sorted { $0.id < $1.id }
    let defaultRep = sorted.firstIndex { $0.id.text == main.defaultRep?.value } ?? 0
    var settings = Settings(
      site: main.site.site,
      mode: main.mode == .live ? .live : .rehearsal(redirectTo: main.redirectTo?.value),
      policy: policy, festivals: festivals,
      cadences: cadences.map { $0.value.cadence(named: $0.name) }.sorted { $0.name < $1.name },
      reps: sorted, defaultRep: UInt16(clamping: defaultRep), channels: channels, digest: digest,
      webBaseURL: main.web.baseURL?.value, calendars: calendars, zones: zones,
      generation: hash.text)
    settings.segments = main.segments.value
    for group in main.groups { settings.groups[group.value.name] = group.value.value.value }
    settings.web = main.web.settings
    settings.reports = main.reports
    settings.effort = main.effort
    settings.reloadsByItself = main.reload.isAutomatic
    settings.complaints = main.complaints
    settings.manager = main.manager
    settings.escalation = main.escalation.value
    return settings
  }
}

extension SiteDraft {
  /// The site in the model's terms.
  var site: Site {
    Site(
      company: company, zone: zone.value, country: country.value, region: region,
      language: language, mailFrom: mailFrom, mailFromName: mailFromName, replyTo: replyTo,
      signatureLines: signature)
  }
}

extension CadenceFile {
  /// The cadence in the model's terms.
  func cadence(named name: String) -> Cadence {
    Cadence(
      name: CadenceName(name), title: title, trigger: trigger, precedence: precedence,
      isPaused: isPaused, audience: audience.value, steps: steps.map(\.value.step),
      countsToCaps: countsToCaps, boundByCaps: boundByCaps, allowedOnHolidays: allowedOnHolidays)
  }

  private var trigger: CadenceTrigger {
    switch kind {
    case .greeting:
      .greeting(
        GreetingRule(
          perYear: perYear.value, birthdayBuffer: birthdayBuffer, contactGap: contactGap))
    case .anniversary:
      .anniversary(AnniversaryRule(date: date, people: Set(people.value), years: years))
    case .ladder: .ladder(ladderRule)
    case .maintenance:
      .maintenance(
        MaintenanceRule(
          first: first, every: every, daysBefore: daysBefore, daysAfter: daysAfter))
    case .festival: .festival(FestivalRule(festivals: festivals.map(\.value)))
    }
  }
}

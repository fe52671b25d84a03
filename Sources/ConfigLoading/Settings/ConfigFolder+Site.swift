import CadenceModel
import CivilTime
import Foundation

extension ConfigFolder {
  /// Says when a folder that was asked for is not there.
  func checkFolder(
    _ main: inout ReadFile<MainFile>, _ key: String, _ given: Located<String>?, _ folder: String
  ) {
    // A name with a slash at its end is only there when it is a folder.
    guard !FileManager.default.fileExists(atPath: "\(folder)/") else { return }
    main.findings.error(
      given.map { "there is no folder \($0.value)" }
        ?? "there is no folder \(key); make one or say where it is with \(key):",
      at: given?.position ?? .start)
  }

  /// Customer files are named from the config folder and stay in it, or by their full path.
  func checkCustomerFiles(_ main: inout ReadFile<MainFile>) {
    for file in main.value.customers.files where file.value.split(separator: "/").contains("..") {
      main.findings.error(
        "\(file.value) leads out of the config folder; put the files inside, or write their full path",
        at: file.position)
    }
  }

  /// Reads the holiday files of the site's and the reps' countries.
  ///
  /// Those of the customers follow once it is known where customers live; all count to the
  /// generation.
  mutating func readHolidays(_ main: MainFile, _ reps: RepsFile, folder: String) {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    let wanted = Set([main.site.country.value] + reps.reps.compactMap { $0.country?.value })
    let files = HolidayFiles(folder: folder, countries: wanted, shownAs: main.holidaysShownAs)
    calendars = files.calendars
    diagnostics += files.diagnostics
    let countries = HolidayFiles.countries(in: folder)
    holidayCountries = countries
    for country in countries {
      if let bytes = try? ConfigFileReader.bytes("\(folder)/\(country).csv") {
        hash.add("holidays/\(country)", bytes)
      }
    }
  }

  /// Zone, country, mode and links of the main file.
  mutating func checkSite(_ main: inout ReadFile<MainFile>) {
    checkZone(main.value.site.zone, &main.findings)
    checkCountry(main.value.site.country, &main.findings)
    if let redirect = main.value.redirectTo, main.value.mode == .live {
      main.findings.error(
        "redirect_to needs mode: rehearsal; in live mode messages go to the customers",
        at: redirect.position)
    }
    if let url = main.value.web.baseURL {
      do {
        let checked = try OutgoingURL(url.value)
        if main.value.web.listen == nil {
          main.findings.warning(
            "base_url without listen: nobody answers there, so messages carry no links",
            at: url.position)
        } else if !checked.isSecure {
          main.findings.warning(
            "mails carry an opt-out link only when base_url is https", at: url.position)
        }
        if !checked.query.isEmpty || url.value.hasSuffix("/") {
          main.findings.error("base_url ends without / and ?", at: url.position)
        }
      } catch {
        main.findings.error("base_url: \(error.text)", at: url.position)
      }
    }
    checkWindows(&main)
    checkEscalation(&main)
  }

  /// Nobody takes over before the manager knows, and the manager hears nothing before the rep.
  private func checkEscalation(_ main: inout ReadFile<MainFile>) {
    let rules = main.value.escalation.value
    guard rules.remindAfter > rules.tellManagerAfter || rules.tellManagerAfter > rules.reassignAfter
    else { return }
    main.findings.error(
      "remind_after, tell_manager_after and reassign_after must not shrink; write for instance 3, 5 and 7",
      at: main.value.escalation.position)
  }

  /// Windows must follow one another, and stay where gateways and law let advertising through.
  private func checkWindows(_ main: inout ReadFile<MainFile>) {
    var previous: TimeWindow?
    for window in main.value.policy.sendWindows {
      if let previous, window.value.start < previous.end {
        main.findings.error(
          "the window \(window.value) begins before \(previous) ends; write them in order",
          at: window.position)
      }
      previous = window.value
      // The strictest of the usual rules: 08:00 to 21:00 (docs/configuration.md names them).
      if window.value.start.hour < 8 || window.value.end.minutes > 21 * 60 {
        main.findings.error(
          "\(window.value) is outside 08:00-21:00, when carriers and law let messages through",
          at: window.position)
      }
    }
  }

  /// Reads a zone once; an unknown one is reported with a suggestion.
  @discardableResult
  mutating func checkZone(_ zone: Located<String>, _ findings: inout ConfigFindings) -> Bool {
    guard !zone.value.isEmpty, zones[zone.value] == nil else { return true }
    do {
      zones[zone.value] = try zoneFiles.rules(named: zone.value)
      return true
    } catch {
      let hint =
        Self.commonZoneSlips[zone.value].map { "; did you mean \($0)?" }
        ?? NearestName.hint(zone.value, in: zoneFiles.names())
      let advice = hint.isEmpty ? "; write one such as Asia/Shanghai or Europe/London" : hint
      findings.error("\(error)\(advice)", at: zone.position)
      return false
    }
  }

  /// Names that people write and that no zone has, or that mean several.
  private static let commonZoneSlips = [
    "Asia/Beijing": "Asia/Shanghai", "Beijing": "Asia/Shanghai", "CST": "Asia/Shanghai",
    "GMT+8": "Asia/Shanghai", "UTC+8": "Asia/Shanghai", "China": "Asia/Shanghai",
    "EDT": "America/New_York", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "CDT": "America/Chicago", "BST": "Europe/London",
  ]

  /// A country must have a holiday file, else greetings could not keep away from its holidays.
  func checkCountry(_ country: Located<String>, _ findings: inout ConfigFindings) {
    guard !country.value.isEmpty, let known = holidayCountries, !known.contains(country.value)
    else { return }
    findings.error(
      "there are no holidays of \(country.value); the holiday folder has "
        + (known.isEmpty ? "no file such as CN.csv" : known.joined(separator: ", ")),
      at: country.position)
  }

  /// The festivals that are found in one way each, names unique.
  func festivals(_ main: inout ReadFile<MainFile>) -> [Festival] {
    var places: [String: ConfigPosition] = [:]
    var festivals: [Festival] = []
    let calendar = calendars[main.value.site.country.value]
    for draft in main.value.festivals {
      if let first = places[draft.name.value] {
        main.findings.error(
          "festival \(draft.name.value) is already given in line \(first.line)",
          at: draft.name.position)
        continue
      }
      places[draft.name.value] = draft.name.position
      if let holiday = draft.holiday, let calendar {
        let names = Set(calendar.entries.flatMap { [$0.name, $0.englishName] })
        if !names.contains(holiday.value) {
          main.findings.error(
            "no day in the holidays of \(calendar.country) is called “\(holiday.value)”"
              + NearestName.hint(holiday.value, in: names.sorted()), at: holiday.position)
        }
      }
      if let festival = draft.festival(&main.findings) { festivals.append(festival) }
    }
    for name in main.value.policy.festivalsKeptFree ?? [] where places[name.value] == nil {
      main.findings.error(
        "there is no festival \(name.value)\(NearestName.hint(name.value, in: places.keys.sorted()))",
        at: name.position)
    }
    return festivals
  }

  /// Ids unique, names unambiguous, zones, countries and deputies known.
  mutating func checkReps(_ file: inout ReadFile<RepsFile>, main: inout ReadFile<MainFile>) {
    let ids = file.value.reps.map(\.id.value)
    var idPlaces: [String: ConfigPosition] = [:]
    var nameOwners: [String: String] = [:]
    for rep in file.value.reps {
      if let first = idPlaces[rep.id.value], !rep.id.value.isEmpty {
        file.findings.error(
          "rep \(rep.id.value) is already given in line \(first.line)", at: rep.id.position)
      }
      idPlaces[rep.id.value] = idPlaces[rep.id.value] ?? rep.id.position
      for name in rep.names {
        if let owner = nameOwners[name.value], owner != rep.id.value {
          file.findings.error("“\(name.value)” is a name of \(owner) already", at: name.position)
        }
        nameOwners[name.value] = rep.id.value
      }
      if let zone = rep.zone { checkZone(zone, &file.findings) }
      if let country = rep.country { checkCountry(country, &file.findings) }
      for absence in rep.absences {
        guard let from = absence.from, let to = absence.to, from.value > to.value else { continue }
        file.findings.error("the absence ends before it begins on \(from.value)", at: to.position)
      }
      checkHours(of: rep, in: main.value.policy.policy.callWindows, &file.findings)
      checkLeaving(of: rep, ids, &file.findings)
      guard let deputy = rep.deputy else { continue }
      if deputy.value == rep.id.value {
        file.findings.error("nobody is their own deputy", at: deputy.position)
      } else if !ids.contains(deputy.value) {
        file.findings.error(Self.unknownRep(deputy.value, ids), at: deputy.position)
      }
    }
    if let name = main.value.defaultRep, !ids.contains(name.value), !ids.isEmpty {
      main.findings.error(Self.unknownRep(name.value, ids), at: name.position)
    }
  }

  /// A leaver without a successor leaves work to the default rep, which nobody may have meant.
  private func checkLeaving(of rep: RepDraft, _ ids: [String], _ findings: inout ConfigFindings) {
    if let successor = rep.successor {
      if successor.value == rep.id.value {
        findings.error("nobody is their own successor", at: successor.position)
      } else if !ids.contains(successor.value) {
        findings.error(Self.unknownRep(successor.value, ids), at: successor.position)
      } else if rep.left == nil {
        findings.warning("successor without left: says nothing yet", at: successor.position)
      }
    } else if let left = rep.left {
      findings.warning(
        "\(rep.id.value) leaves without a successor: the customers go to the default rep",
        at: left.position)
    }
  }

  /// Hours that have no minute with a call window would plan nothing.
  private func checkHours(
    of rep: RepDraft, in windows: [TimeWindow], _ findings: inout ConfigFindings
  ) {
    let hours = rep.hours.value
    let isReached = hours.contains { hour in
      windows.contains { $0.start < hour.end && hour.start < $0.end }
    }
    guard !hours.isEmpty, !windows.isEmpty, !isReached else { return }
    findings.error(
      "the hours of \(rep.id.value) lie outside every call window of the policy",
      at: rep.hours.position)
  }

  /// What to say of a rep that is not in `reps.yaml`.
  static func unknownRep(_ name: String, _ ids: [String]) -> String {
    "there is no rep \(name) in reps.yaml\(NearestName.hint(name, in: ids))"
  }

  /// The channels, with what is wrong with relay and gateways.
  func channels(_ main: inout ReadFile<MainFile>) -> ChannelSettings {
    let draft = main.value.channels
    let nodes = main.root?["channels"]?.value
    var channels = ChannelSettings()
    channels.smtp = draft.smtp.map {
      $0.value.endpoint(at: $0.position, resolve: resolve, &main.findings)
    }
    channels.sms = draft.sms.map {
      $0.value.gateway(
        for: "sms", at: $0.position, node: nodes?["sms"]?.value, resolve: resolve, &main.findings)
    }
    channels.chat = draft.chat.map {
      $0.value.gateway(
        for: "chat", at: $0.position, node: nodes?["chat"]?.value, resolve: resolve,
        &main.findings)
    }
    return channels
  }
}

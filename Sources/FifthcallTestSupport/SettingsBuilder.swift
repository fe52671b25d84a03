package import CadenceModel
import CivilTime

extension Settings {
  /// A site in Shanghai with the shipped policy, one rep and the cadences given.
  ///
  /// Holidays are those of `config/holidays` for the countries given.
  package static func forTests(
    _ cadences: [Cadence], festivals: [Festival] = Festival.forTests,
    reps: [Rep] = [Rep(id: "mao", names: ["毛"])], countries: [String] = ["CN"]
  ) -> Settings {
    let site = Site(
      company: "Example Doors", zone: "Asia/Shanghai", country: "CN", language: "zh",
      mailFrom: "hello@example.com")
    var settings = Settings(
      site: site, festivals: festivals, cadences: cadences.sorted { $0.name < $1.name },
      reps: reps)
    settings.policy.festivalsKeptFree = ["mid-autumn", "new-years-eve"]
    settings.zones = [
      "Asia/Shanghai": ZoneRules(fixed: 8 * 3600, name: "Asia/Shanghai"), "UTC": .utc,
    ]
    for country in countries { settings.calendars[country] = HolidayFixture.calendar(country) }
    return settings
  }
}

extension Festival {
  /// Mid-autumn, New Year's Eve by the lunar calendar, and Mother's Day.
  package static var forTests: [Festival] {
    var festivals = [
      Festival(name: "new-years-eve", rule: .lunarNewYearsEve),
      Festival(
        name: "mothers-day", titles: ["en": "Mother's Day"],
        rule: .weekday(.sunday, nth: 2, month: 5, plus: 0)),
    ]
    if let date = PersonDate.lunar(year: nil, month: 8, leap: false, day: 15) {
      festivals.append(Festival(name: "mid-autumn", rule: .date(date)))
    }
    return festivals
  }
}

extension Cadence {
  /// Greetings by mail or SMS, `perYear` a year.
  package static func greetings(_ perYear: Int, name: CadenceName = "greeting") -> Cadence {
    Cadence(
      name: name, title: "Greeting", trigger: .greeting(GreetingRule(perYear: perYear)),
      precedence: .greeting, steps: [Step(channels: [.email, .sms], template: "greeting")])
  }

  /// Birthdays of some people, on the day, bound by the daily cap only.
  package static func birthdays(
    _ people: Set<AnniversaryRule.Person> = [.customer], name: CadenceName = "birthday",
    elseTask: Bool = false
  ) -> Cadence {
    Cadence(
      name: name, title: "Birthday",
      trigger: .anniversary(AnniversaryRule(date: .birthday, people: people)),
      precedence: .birthday,
      steps: [Step(channels: [.sms, .email], template: "birthday", elseTask: elseTask)],
      boundByCaps: false, allowedOnHolidays: true)
  }

  /// A message on each festival named.
  package static func festivals(_ names: [String], name: CadenceName = "festival") -> Cadence {
    Cadence(
      name: name, title: "Festival", trigger: .festival(FestivalRule(festivals: names)),
      precedence: .festival, steps: [Step(channels: [.sms, .email], template: "festival")],
      allowedOnHolidays: true)
  }

  /// Calls after an inquiry on the same day, then 1, 3, 7 and 15 working days apart.
  package static func followUp(
    stages: Set<CustomerStage> = [], then: CadenceName? = nil, name: CadenceName = "follow-up"
  ) -> Cadence {
    let steps = [0, 1, 3, 7, 15].map {
      Step(channels: [.call], offset: .workdays($0), dayPart: .alternate, title: "Call")
    }
    return Cadence(
      name: name, title: "Follow-up",
      trigger: .ladder(
        LadderRule(
          opens: [.inquiry, .offer], stages: stages, endedBy: [.won, .lost, .optOut], then: then)),
      precedence: .followUp, steps: steps)
  }

  /// A message every quarter after the follow-up.
  package static func nurture(name: CadenceName = "nurture") -> Cadence {
    let steps = (0..<4).map { _ in
      Step(channels: [.email], template: "nurture", offset: .months(3))
    }
    return Cadence(
      name: name, title: "Nurture",
      trigger: .ladder(LadderRule(opens: [], endedBy: [.inquiry, .won, .lost])),
      precedence: .nurture, steps: steps)
  }

  /// Visits half a year after installation and then yearly, announced three days before.
  package static func maintenance(name: CadenceName = "care") -> Cadence {
    let rule = MaintenanceRule(
      first: .months(6), every: .months(12), daysBefore: 10, daysAfter: 15)
    return Cadence(
      name: name, title: "Care", trigger: .maintenance(rule), precedence: .visit,
      steps: [
        Step(channels: [.visit], title: "Check the doors"),
        Step(channels: [.sms], template: "announce", offset: .days(-3)),
      ],
      countsToCaps: true, boundByCaps: false)
  }
}

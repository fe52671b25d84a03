import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import ConfigLoading
import MessageRendering
import RepReporting

/// The manager's mails as `digest --manager` and `digest --late` show them.
struct ManagerMailOutput {
  private let reading: SiteReading
  private let day: Day
  private let moment: Instant
  private let eml: String?

  /// Of today by what is known now; of another day by what was known when its first mail was due.
  init(_ reading: SiteReading, day: Day?, eml: String?) {
    self.reading = reading
    self.eml = eml
    let settings = reading.settings
    let zone = settings.zones[settings.site.zone] ?? .utc
    let today = zone.local(at: reading.journalNow).day
    self.day = day ?? today
    moment =
      self.day == today
      ? reading.journalNow : zone.instant(day: self.day, minute: settings.manager.at)
  }

  /// Shows the mail, or writes it to the file asked for.
  func write(isWeekly: Bool) throws {
    let hours = ManagerHours(reading.settings)
    if isWeekly { return try writeWeek(hours) }
    let input = input(days: 1)
    let mail = hours.look(at: moment)?.mail
    let heard = hours.lastHeard(
      input.history.customers[ManagerMailTouch.owner], before: moment)
    switch LateNotice.make(input, since: heard, at: moment) {
    case .success(let notice):
      try show(notice.page(input), key: mail.map { ManagerMailTouch.id($0) })
    case .failure(let none):
      StandardError.write(none.words(language: "en", day: day))
      if eml != nil { throw ExitCode.no }
    }
  }

  private func writeWeek(_ hours: ManagerHours) throws {
    let settings = reading.settings
    let input = input(days: 7)
    let nominal = hours.nominal(on: day)
    let planner = Planner(settings: settings, roster: reading.roster, history: input.history)
    let scope = ReportScope(planner, on: day, at: moment)
    let shortages = TextShortages.found(
      settings: settings, roster: reading.roster, history: input.history,
      templates: reading.site.templates, today: day)
    let week = ManagerWeek.make(input, scope, nominal: nominal, shortages: shortages)
    try show(week.page(input), key: ManagerMailTouch.id(.week(nominal)))
  }

  private func input(days: Int) -> DigestInput {
    DigestInput.read(
      reading, DigestInput.nobody, day: day, days: days, at: moment, suggests: false)
  }

  private func show(_ page: DigestPage, key: TouchID?) throws {
    guard let eml else {
      try LineOutput.handOver(Array(page.text.utf8))
      return
    }
    let settings = reading.settings
    let address = settings.manager.email ?? settings.digest.adminEmail ?? settings.site.mailFrom
    try MailFile.write(
      eml,
      DigestMail.compose(
        page, to: Mailbox(address: address),
        zone: settings.zones[settings.site.zone] ?? .utc, settings: settings,
        key: key?.description ?? "manager-mail/\(day)", now: moment))
  }
}

import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import Foundation
import MessageRendering
import RepReporting
import TouchJournal

/// `fifthcall digest`: what a rep gets in the morning, or with `--evening` at the end of the day.
struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Shows a rep's digest as text, or writes the exact mail.",
    discussion: """
      Today's digest knows everything recorded so far; that of another day only what was known when
      it was due. On a day off, in an absence and without work there is no digest: the reason is
      said on standard error, and --eml writes no file and ends with status 1.

      Instead of REP, --manager shows the weekly mail that tells of the seven days before the last
      `manager.weekday`, and --late what has become too late since the manager last heard.
      """)

  @Argument(help: "The rep's id.")
  var rep: String?

  @Flag(help: "The manager's weekly mail.")
  var manager = false

  @Flag(help: "What the manager is told of matters that became too late.")
  var late = false

  @Option(help: "The day, YYYY-MM-DD; default: today in the rep's zone.", transform: parseDay)
  var day: Day?

  @Flag(help: "The evening wrap-up: whom to thank, to confirm, and to ask about material.")
  var evening = false

  @Option(help: "Writes the exact mail to this file instead.")
  var eml: String?

  @OptionGroup var site: SiteOptions

  func validate() throws {
    let wanted = (rep == nil ? 0 : 1) + (manager ? 1 : 0) + (late ? 1 : 0)
    guard wanted == 1 else {
      throw ValidationError("name a rep, or give --manager or --late")
    }
    guard !evening || rep != nil else { throw ValidationError("--evening wants a rep") }
  }

  func run() throws {
    let reading = try SiteReading(site)
    guard let rep else {
      try ManagerMailOutput(reading, day: day, eml: eml).write(isWeekly: manager)
      return
    }
    let settings = reading.settings
    guard let found = settings.reps.first(where: { $0.id.text == rep }) else {
      let hint = CadenceModel.NearestName.hint(rep, in: settings.reps.map(\.id.text))
      StandardError.write("unknown rep \(rep)\(hint)")
      throw ExitCode.badData
    }
    let zone = found.zone.flatMap { settings.zones[$0] } ?? settings.zones[settings.site.zone]
    let today = (zone ?? .utc).local(at: reading.now).day
    let day = day ?? today
    let moment = day == today ? reading.now : moment(of: day, zone ?? .utc, settings)
    let input = DigestInput.read(
      reading, found.id, day: day, days: evening ? 15 : 1, at: moment, suggests: !evening)
    let page: Result<DigestPage, NoDigest> =
      evening
      ? EveningDigest.make(input).map { $0.page(input) }
      : DailyDigest.make(input).map { $0.page(input) }
    switch page {
    case .success(let page): try output(page, to: found, settings, day: day, moment: moment)
    case .failure(let none):
      StandardError.write(none.words(language: "en", rep: found.displayName, day: day))
      if eml != nil { throw ExitCode.no }
    }
  }

  /// When the mail of a day goes out: the wrap-up at its minute, else when the day is over.
  private func moment(of day: Day, _ zone: ZoneRules, _ settings: Settings) -> Instant {
    guard !evening else {
      return settings.digest.eveningAt.map { zone.instant(day: day, minute: $0) }
        ?? zone.instant(day: day + 1, minute: .midnight)
    }
    return zone.instant(day: day, minute: settings.digest.at ?? MinuteOfDay("07:30") ?? .midnight)
  }

  private func output(
    _ page: DigestPage, to rep: Rep, _ settings: Settings, day: Day, moment: Instant
  ) throws {
    guard let eml else {
      try LineOutput.handOver(Array(page.text.utf8))
      return
    }
    let key = RepDigestTouch.id(rep.id, day, evening ? .evening : .morning).description
    try MailFile.write(
      eml,
      DigestMail.compose(page, to: rep, settings: settings, key: key, now: moment))
  }
}

extension DigestInput {
  /// What a digest of a day is made from, as files and journal tell it.
  ///
  /// - Parameters:
  ///   - reading: files and journal.
  ///   - rep: whose digest it is.
  ///   - day: the day, in the rep's zone.
  ///   - days: how far the plan reaches; the wrap-up looks at the next working day, which a long holiday can put some way off.
  ///   - moment: what was recorded from then on is not known.
  ///   - suggests: whether tasks tell what is bought together.
  /// - Returns: the input.
  static func read(
    _ reading: SiteReading, _ rep: RepID, day: Day, days: Int, at moment: Instant, suggests: Bool
  ) -> DigestInput {
    let history = reading.history(before: moment)
    let planner = Planner(
      settings: reading.settings, roster: reading.roster, history: history
    ).opened(day)
    let allocation = planner.allocated(from: day, days: days, now: moment)
    var input = DigestInput(
      settings: reading.settings, roster: reading.roster, history: history,
      rep: rep, day: day, touches: allocation.plan.touches,
      witness: reading.witness, notes: reading.notes)
    input.take(allocation)
    input.neglected = neglected(rep, day, planner, at: moment)
    input.coPurchase = suggests ? CoPurchase(reading.roster) : nil
    input.texts = reading.texts
    input.replyText = reading.replyText
    input.paperText = PaperTexts(
      settings: reading.settings, roster: reading.roster, templates: reading.templates
    ).answers(history)
    input.lastDigest = reading.state.digestsRead[.morning]?[rep]
    return input
  }

  /// Neglected customers of the upper tiers, where the rep's digest names them.
  private static func neglected(
    _ rep: RepID, _ day: Day, _ planner: Planner, at moment: Instant
  ) -> [NeglectedCustomer] {
    let settings = planner.settings
    guard let found = settings.reps.first(where: { $0.id == rep }),
      RepDuty(settings).beginsWeek(found, day)
    else { return [] }
    return NeglectedCustomer.all(ReportScope(planner, on: day, at: moment))
  }
}

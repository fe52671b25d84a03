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
      """)

  @Argument(help: "The rep's id.")
  var rep: String

  @Option(help: "The day, YYYY-MM-DD; default: today in the rep's zone.", transform: parseDay)
  var day: Day?

  @Flag(help: "The evening wrap-up: whom to thank, to confirm, and to ask about material.")
  var evening = false

  @Option(help: "Writes the exact mail to this file instead.")
  var eml: String?

  @OptionGroup var site: SiteOptions

  func run() throws {
    let reading = try SiteReading(site)
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
    let input = input(reading, day: day, moment: moment)
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

  private func input(_ reading: SiteReading, day: Day, moment: Instant) -> DigestInput {
    let history = reading.history(before: moment)
    let planner = Planner(
      settings: reading.settings, roster: reading.roster, history: history
    ).opened(day)
    // The wrap-up looks at the next working day, which a long holiday can put some way off.
    let allocation = planner.allocated(from: day, days: evening ? 15 : 1, now: moment)
    var input = DigestInput(
      settings: reading.settings, roster: reading.roster, history: history,
      rep: RepID(rep), day: day, touches: allocation.plan.touches,
      witness: reading.witness, notes: reading.notes)
    input.take(allocation)
    input.coPurchase = evening ? nil : CoPurchase(reading.roster)
    input.texts = reading.texts
    input.replyText = reading.replyText
    input.paperText = PaperTexts(
      settings: reading.settings, roster: reading.roster, templates: reading.templates
    ).answers(history)
    input.lastDigest = reading.state.digestsRead[.morning]?[input.rep]
    return input
  }

  private func output(
    _ page: DigestPage, to rep: Rep, _ settings: Settings, day: Day, moment: Instant
  ) throws {
    guard let eml else {
      try LineOutput.handOver(Array(page.text.utf8))
      return
    }
    let key = RepDigestTouch.id(rep.id, day, evening ? .evening : .morning).description
    let bytes: [UInt8]
    do throws(MailFailure) {
      bytes = try DigestMail.compose(page, to: rep, settings: settings, key: key, now: moment)
        .composed()
    } catch {
      StandardError.write("the mail to \(rep.id) cannot be composed: \(error)")
      throw ExitCode.badData
    }
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: eml))
    } catch {
      StandardError.write("cannot write \(eml): \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }
}

import CadenceModel
import CivilTime

extension DailyDigest {
  /// The digest in the rep's language, ready to be laid out as text or HTML.
  package func page(_ input: DigestInput) -> DigestPage {
    let writer = DigestWriter(input: input, rep: rep)
    let words = writer.words
    let summary = words.counts([
      (.urgent, urgent.count), (.overdue, overdue.count), (.calls, calls.count),
      (.visits, visits.count), (.parcels, parcels.count),
      (.standIns, standIns.reduce(0) { $0 + $1.tasks.count }),
    ])
    var page = DigestPage(
      language: writer.language, subject: words.subject(day, summary),
      title: words.title(rep.displayName, day),
      lead: summary.isEmpty ? words.nothingToday : words.lead(summary))
    page.parts = writer.notices()
    var cards = CardWriter(writer: writer, day: day)
    let sections: [(DigestSection, [DigestTask])] = [
      (.urgent, urgent), (.overdue, overdue), (.calls, calls), (.visits, visits),
      (.parcels, parcels),
    ]
    for (section, tasks) in sections where !tasks.isEmpty {
      let list = tasks.map { cards.card($0) }
      page.parts.append(.tasks(title: words.heading(section), note: "", cards: list))
    }
    for standIn in standIns {
      let list = standIn.tasks.map { cards.card($0) }
      let title = words.standInHeading(standIn.rep.displayName, until: standIn.until, from: day)
      page.parts.append(.tasks(title: title, note: "", cards: list))
    }
    if handedOn > 0 {
      page.parts.append(
        .lines(title: words.heading(.later), [DigestPage.Line(words.handedOn(handedOn))]))
    }
    if !neglected.isEmpty {
      page.parts.append(
        .lines(
          title: words.heading(.neglected),
          neglected.map {
            DigestPage.Line(
              words.neglected(writer.name($0.customer), days: $0.days, limit: $0.limit),
              phone: writer.phones($0.customer).first)
          }))
    }
    addNotes(to: &page, writer)
    page.footer = words.footer(witness: input.witness)
    return page
  }

  /// What follows the tasks: the question, the hand-back, results and what the machine does.
  private func addNotes(to page: inout DigestPage, _ writer: DigestWriter) {
    let words = writer.words
    func add(_ section: DigestSection, _ lines: [DigestPage.Line]) {
      guard !lines.isEmpty else { return }
      page.parts.append(.lines(title: words.heading(section), lines))
    }
    if let missing {
      let text = words.missing(missing.field, writer.name(missing.customer), task: missing.task)
      add(.missing, [DigestPage.Line(text)])
    }
    add(.replies, replies(writer))
    add(.uncertain, unreached(results.uncertain, writer, words.uncertain))
    add(.late, unreached(results.late, writer, words.late))
    add(.failed, unreached(results.failed, writer, words.failed))
    if let handBack {
      page.parts.append(
        .lines(
          title: words.handBackHeading(handBack.absence, from: day),
          handBackLines(handBack, writer)))
    }
    addResults(to: &page, writer)
    if plannedSends > 0 {
      let names = few(birthdays, writer)
      add(.machine, [DigestPage.Line(words.planned(plannedSends, birthdays: names))])
    }
    add(.service, writer.chores())
  }

  /// At most so many messages of a kind are listed; the others are counted.
  private static let mostUnreached = 20

  /// What customers wrote, with the number to call.
  private func replies(_ writer: DigestWriter) -> [DigestPage.Line] {
    var lines = results.replies.prefix(Self.mostUnreached).map { note in
      let id = writer.input.roster.customers[note.customer].id
      return DigestPage.Line(
        writer.words.reply("\(writer.name(note.customer)) \(id)", note),
        phone: writer.phones(note.customer).first)
    }
    if results.replies.count > Self.mostUnreached {
      lines.append(DigestPage.Line(writer.words.more(results.replies.count - Self.mostUnreached)))
    }
    return lines
  }

  /// Who was not reached, with the number to call and the id under which to record the call.
  private func unreached(
    _ notes: [MessageNote], _ writer: DigestWriter, _ say: (String, MessageNote) -> String
  ) -> [DigestPage.Line] {
    var lines = notes.prefix(Self.mostUnreached).map { note in
      let id = writer.input.roster.customers[note.customer].id
      return DigestPage.Line(
        say("\(writer.name(note.customer)) \(id)", note), phone: writer.phones(note.customer).first)
    }
    if notes.count > Self.mostUnreached {
      lines.append(DigestPage.Line(writer.words.more(notes.count - Self.mostUnreached)))
    }
    return lines
  }

  /// The names of those whose birthday it is; after the first ones only how many more.
  private func few(_ birthdays: [BirthdayNote], _ writer: DigestWriter) -> [String] {
    let names = birthdays.prefix(Self.mostNames).map { writer.name($0) }
    let others = birthdays.count - names.count
    return others > 0 ? names + [writer.words.more(others)] : names
  }

  /// So many names are read on a phone; nobody reads fifty.
  private static let mostNames = 10

  private func addResults(to page: inout DigestPage, _ writer: DigestWriter) {
    let words = writer.words
    guard let from = results.from, let to = results.to, !results.isEmpty else { return }
    var lines: [String] = []
    if !results.calls.isEmpty { lines.append(words.callResults(results.calls)) }
    let rest = words.counts([
      (.visitsMade, results.visits), (.parcelsSent, results.parcels), (.deals, results.deals),
      (.complaints, results.complaints),
    ])
    if !rest.isEmpty { lines.append(rest) }
    if results.sent > 0 {
      lines.append(words.sent(results, birthdays: few(results.birthdays, writer)))
    }
    if results.waiting > 0 { lines.append(words.waiting(results.waiting)) }
    guard !lines.isEmpty else { return }
    page.parts.append(
      .lines(
        title: words.resultsHeading(from, to, from: day), lines.map { DigestPage.Line($0) }))
  }

  /// At most so many events of a hand-back are listed; `customer` tells the rest.
  private static let mostEvents = 30

  private func handBackLines(_ handBack: HandBack, _ writer: DigestWriter) -> [DigestPage.Line] {
    let words = writer.words
    var lines = handBack.events.prefix(Self.mostEvents).map { event in
      let who = event.by.flatMap { id in writer.input.settings.reps.first { $0.id == id } }
      return DigestPage.Line(
        words.event(event, writer.name(event.customer), by: who?.displayName, from: day))
    }
    if handBack.events.count > Self.mostEvents {
      lines.append(DigestPage.Line(words.more(handBack.events.count - Self.mostEvents)))
    }
    return lines.isEmpty ? [DigestPage.Line(words.nothingHappened())] : lines
  }
}

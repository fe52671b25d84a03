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
    add(
      .uncertain,
      results.uncertain.map {
        line(words.uncertain(writer.name($0.customer), $0), $0.customer, writer)
      }
        + results.failed.map {
          line(words.failed(writer.name($0.customer), $0), $0.customer, writer)
        })
    if let handBack {
      page.parts.append(
        .lines(
          title: words.handBackHeading(handBack.absence, from: day),
          handBackLines(handBack, writer)))
    }
    addResults(to: &page, writer)
    if plannedSends > 0 {
      let names = birthdays.map { writer.name($0) }
      add(.machine, [DigestPage.Line(words.planned(plannedSends, birthdays: names))])
    }
    add(.service, writer.chores())
  }

  private func line(_ text: String, _ customer: Int, _ writer: DigestWriter) -> DigestPage.Line {
    DigestPage.Line(text, phone: writer.phones(customer).first)
  }

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
      lines.append(words.sent(results, birthdays: results.birthdays.map { writer.name($0) }))
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

import CadenceModel
import CivilTime

extension EveningDigest {
  /// The wrap-up in the rep's language: exactly three lists, an empty one says so.
  package func page(_ input: DigestInput) -> DigestPage {
    let writer = DigestWriter(input: input, rep: rep)
    let words = writer.words
    var page = DigestPage(
      language: writer.language, subject: words.eveningSubject(day, ""),
      title: words.eveningTitle(rep.displayName, day), lead: words.eveningLead(next: next))
    page.parts = writer.notices()
    func add(_ section: DigestSection, _ lines: [(String, Int)]) {
      let list = lines.map { DigestPage.Line($0.0, phone: writer.phones($0.1).first) }
      page.parts.append(
        .lines(
          title: words.heading(section),
          list.isEmpty ? [DigestPage.Line(words.nobody)] : list))
    }
    add(
      .closed,
      closed.map {
        (words.closed($0.kind, writer.name($0.customer), product: $0.product), $0.customer)
      })
    add(
      .appointments,
      appointments.map { (words.appointment($0, writer.name($0.customer)), $0.customer) })
    add(
      .interested,
      interested.map { (words.interested($0, writer.name($0.customer)), $0.customer) })
    page.footer = words.footer(witness: input.witness)
    return page
  }
}

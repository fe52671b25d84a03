import CadenceModel
package import CivilTime

/// What has become too late since the manager last heard: told within the hour, each once.
package struct LateNotice: Sendable {
  /// The day, in the site's zone.
  package let day: Day
  /// What became the manager's matter since, the gravest first.
  package let fresh: [EscalatedTask]
  /// How many older matters are still open.
  package let known: Int

  /// The notice, or why there is none.
  ///
  /// - Parameters:
  ///   - input: the day's tasks; whose digest it is does not matter.
  ///   - since: when the manager's last mail was written; nil: never, so that everything is new.
  ///   - moment: until when it counts.
  /// - Returns: the notice, or why there is none.
  package static func make(_ input: DigestInput, since: Instant?, at moment: Instant)
    -> Result<LateNotice, NoManagerMail>
  {
    let open = input.escalated(at: moment).filter { $0.stage >= .manager }
    let fresh = open.filter { task in
      guard let since else { return true }
      return task.toldFrom.map { since < $0 } ?? false
    }
    guard !fresh.isEmpty else { return .failure(.nothingNew) }
    return .success(
      LateNotice(day: input.day, fresh: fresh, known: open.count - fresh.count))
  }

  /// The mail in the site's language.
  package func page(_ input: DigestInput) -> DigestPage {
    let writer = ManagerWriter(input)
    let words = writer.words
    func count(_ kind: EscalatedTask.Kind) -> Int { fresh.count { $0.kind == kind } }
    var page = DigestPage(
      language: writer.language,
      subject: words.lateSubject(
        complaints: count(.complaint), promises: count(.promise), others: count(.other)),
      title: words.heading(.late), lead: words.lateLead(day))
    page.parts = writer.notices()
    page.parts.append(.lines(title: "", writer.lines(fresh)))
    if known > 0 { page.parts.append(.lines(title: "", [DigestPage.Line(words.known(known))])) }
    page.footer = words.footer(witness: input.witness)
    return page
  }
}

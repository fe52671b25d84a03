import CadenceModel
import CivilTime

extension ManagerWeek {
  /// The weekly mail in the site's language.
  package func page(_ input: DigestInput) -> DigestPage {
    let writer = ManagerWriter(input)
    let words = writer.words
    var page = DigestPage(
      language: writer.language,
      subject: words.weekSubject(
        day, late: escalated.count, neglected: neglectedFew.count + neglectedMore),
      title: words.weekTitle(Day(Int(week.lowerBound)), Day(Int(week.upperBound))),
      lead: words.weekLead(
        won: count(.won), complaints: count(.complaints), late: escalated.count))
    page.parts = writer.notices()
    func add(_ section: ManagerSection, _ lines: [DigestPage.Line]) {
      page.parts.append(
        .lines(
          title: words.heading(section), lines.isEmpty ? [DigestPage.Line(words.nothing)] : lines))
    }
    add(.late, writer.lines(escalated))
    page.parts.append(figures(words))
    page.parts += attempts(words)
    page.parts += neglected(writer)
    if !drifting.isEmpty {
      add(
        .drifting,
        drifting.prefix(Self.most).map {
          DigestPage.Line(words.drifting(writer.name($0.customer), $0.segment))
        })
    }
    page.parts.append(load(writer))
    if !shortages.isEmpty { add(.texts, shortages.map { DigestPage.Line(words.shortage($0)) }) }
    page.footer = words.footer(witness: input.witness)
    return page
  }

  private func count(_ figure: WeekFold.Figure) -> Int { counts[0][figure.rawValue] }

  private func figures(_ words: any ManagerPhrases) -> DigestPage.Part {
    .table(
      title: words.heading(.week), note: "",
      columns: [.figure, .thisWeek, .weekBefore].map(words.column),
      rows: WeekFold.Figure.allCases.map { figure in
        [words.figure(figure)] + counts.map { "\($0[figure.rawValue])" }
      })
  }

  private func attempts(_ words: any ManagerPhrases) -> [DigestPage.Part] {
    guard let attempts else { return [] }
    func cell(_ row: Int, _ name: String) -> ReportCell {
      attempts.columns.firstIndex(of: name).map { attempts[row][$0] } ?? .none
    }
    func number(_ row: Int, _ name: String) -> Int { Int(cell(row, name).written) ?? 0 }
    let rows = (0..<attempts.count).filter { cell($0, "attempt") != .text("0") }
    let won = rows.reduce(0) { $0 + number($1, "won") }
    let late = rows.filter { [.text("4"), .text("5")].contains(cell($0, "attempt")) }
    return [
      .table(
        title: words.heading(.attempts),
        note: words.lateAttempts(won: late.reduce(0) { $0 + number($1, "won") }, of: won),
        columns: [.attempt, .calls, .reached, .won, .conversion].map(words.column),
        rows: rows.map { row in
          [words.attempt(cell(row, "attempt").written)]
            + [
              cell(row, "calls").written, share(cell(row, "reached_share")),
              cell(row, "won").written, share(cell(row, "conversion")),
            ]
        })
    ]
  }

  private func share(_ cell: ReportCell) -> String { cell == .none ? "–" : "\(cell.written)%" }

  private func neglected(_ writer: ManagerWriter) -> [DigestPage.Part] {
    guard let neglected else { return [] }
    let words = writer.words
    let columns = ["rep", "customers", "neglected", "neglected_share"].map {
      neglected.columns.firstIndex(of: $0)
    }
    let rows = (0..<neglected.count).map { row -> [String] in
      let cells = columns.map { $0.map { neglected[row][$0] } ?? .none }
      return [writer.rep(cells[0].written), cells[1].written, cells[2].written, share(cells[3])]
    }
    var parts: [DigestPage.Part] = [
      .table(
        title: words.heading(.neglected), note: "",
        columns: [.rep, .customers, .neglected, .share].map(words.column), rows: rows)
    ]
    var lines = neglectedFew.map { one in
      DigestPage.Line(
        words.neglected(
          writer.name(one.customer), days: one.days, limit: one.limit, rep: writer.rep(one.rep)))
    }
    if neglectedMore > 0 { lines.append(DigestPage.Line(words.more(neglectedMore))) }
    if !lines.isEmpty { parts.append(.lines(title: "", lines)) }
    return parts
  }

  private func load(_ writer: ManagerWriter) -> DigestPage.Part {
    let words = writer.words
    return .table(
      title: words.heading(.load), note: "",
      columns: [.rep, .callsPlanned, .visitsPlanned, .waiting].map(words.column),
      rows: load.map { one in
        [
          writer.rep(one.rep), "\(one.calls)/\(one.callsFit)", "\(one.visits)/\(one.visitsFit)",
          "\(one.waiting)",
        ]
      })
  }
}

import CadenceModel

/// The rows of a profile sheet; what is not known has none.
extension CardWriter {
  /// The sheet of a visit task.
  func sheet(_ task: DigestTask) -> [DigestPage.Row] {
    guard let sheet = task.sheet else { return [] }
    let words = writer.words
    var rows: [DigestPage.Row] = []
    func add(_ row: SheetRow, _ lines: [String]) {
      let known = lines.filter { !$0.isEmpty }
      if !known.isEmpty { rows.append(DigestPage.Row(label: words.label(row), lines: known)) }
    }
    add(.open, sheet.open.map { words.open($0, from: day) })
    add(.doNots, doNots(sheet))
    add(.who, who(sheet))
    add(.interests, [words.list(sheet.interests)])
    add(.things, sheet.things.map { words.thing($0, on: day) })
    add(.lastVisit, lastVisit(sheet))
    add(.need, [sheet.need.map { words.need($0, from: day) } ?? ""])
    add(.purchases, sheet.purchases.map { words.bought($0, from: day) })
    add(.gifts, sheet.gifts.map { words.given($0, name: giftName($0), from: day) })
    add(.notes, [sheet.notes])
    return rows
  }

  private func who(_ sheet: VisitSheet) -> [String] {
    let words = writer.words
    let family = sheet.family.map { words.relative($0) }
    let people = [sheet.age.map { words.age($0) } ?? ""] + family
    let housemates = sheet.housemates.map { index in
      "\(writer.name(index)) \(writer.input.roster.customers[index].id)"
    }
    return [
      words.list(people.filter { !$0.isEmpty }),
      housemates.isEmpty ? "" : words.housemates(words.list(housemates)), sheet.employer,
    ]
  }

  private func lastVisit(_ sheet: VisitSheet) -> [String] {
    let words = writer.words
    var lines: [String] = []
    if let visit = sheet.lastVisit {
      // What the visit noted of a need stands with the need.
      let isNeed = sheet.need?.words == visit.note && sheet.need?.day == visit.day
      lines += [words.visited(visit, from: day), isNeed ? "" : visit.note]
    }
    if let marks = sheet.survey { lines.append(words.marks(marks, from: day)) }
    return lines
  }

  private func doNots(_ sheet: VisitSheet) -> [String] {
    let words = writer.words
    return [
      sheet.shunned.isEmpty ? "" : words.shunned(sheet.shunned),
      sheet.unwanted.isEmpty ? "" : words.unwanted(sheet.unwanted),
      sheet.dead.isEmpty ? "" : words.dead(sheet.dead),
    ]
  }

  /// The gift's name where it is of the list.
  private func giftName(_ given: VisitSheet.Given) -> String {
    let gift = writer.input.settings.gifts.gifts.first { $0.id == given.item }
    return gift.flatMap { LanguageTag.text($0.names, in: writer.language) } ?? given.item ?? ""
  }
}

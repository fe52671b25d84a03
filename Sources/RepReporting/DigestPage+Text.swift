import CadenceModel

extension DigestPage {
  /// The page as plain text, lines of at most 72 columns, `\n` after each.
  package var text: String {
    let columns = TextColumns()
    var lines = [title]
    let width = min(72, TextColumns.count(title))
    lines.append(String(repeating: "=", count: max(width, 8)))
    lines += columns.wrap(lead)
    for part in parts {
      lines.append("")
      switch part {
      case .notice(let text):
        lines += columns.wrap(text, first: "!! ", indent: 3)
      case .tasks(let title, let note, let cards):
        lines += columns.wrap(title, first: "## ", indent: 3)
        if !note.isEmpty { lines += columns.wrap(note) }
        for card in cards { lines += self.lines(of: card, columns) }
      case .table(let title, let note, let heads, let rows):
        lines += columns.wrap(title, first: "## ", indent: 3)
        if !note.isEmpty { lines += columns.wrap(note) }
        lines += Self.table(heads, rows)
      case .lines(let title, let items):
        if !title.isEmpty { lines += columns.wrap(title, first: "## ", indent: 3) }
        for item in items { lines += self.lines(of: item, columns) }
      }
    }
    lines += ["", "-- "]
    for line in footer { lines += columns.wrap(line) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Rows with the first column to the left and figures to the right.
  private static func table(_ heads: [String], _ rows: [[String]]) -> [String] {
    let widths = TextColumns.widths(heads: heads, rows: rows)
    return ([heads] + rows).map { row in
      row.enumerated().map { place, cell in
        TextColumns.pad(cell, to: widths[place], isRight: place > 0)
      }.joined(separator: "  ")
    }
  }

  /// A line, its number never broken in two.
  private func lines(of item: Line, _ columns: TextColumns) -> [String] {
    var lines = columns.wrap(item.text, first: "- ", indent: 2)
    guard let phone = item.phone?.shown, let last = lines.popLast() else { return lines }
    let fits = TextColumns.count(last) + 2 + TextColumns.count(phone) <= columns.width
    return lines + (fits ? ["\(last)  \(phone)"] : [last, "  \(phone)"])
  }

  private func lines(of card: TaskCard, _ columns: TextColumns) -> [String] {
    let number = card.number < 10 ? " \(card.number)" : "\(card.number)"
    let badges = card.badges.map { "[\($0)]" }.joined(separator: " ")
    let head = [card.time, card.name, badges].filter { !$0.isEmpty }.joined(separator: "  ")
    var lines = [""]
    lines += columns.wrap(head, first: "\(number). \(card.isPressing ? "! " : "")", indent: 4)
    func add(_ text: String, first: String = "", indent: Int = 0) {
      guard !text.isEmpty else { return }
      lines += columns.wrap(text, first: "    " + first, indent: 4 + indent)
    }
    add(card.title)
    for phone in card.phones { add("tel: \(phone.shown)") }
    add(card.why)
    add(card.history)
    for fact in card.facts { add("\(fact.label) \(fact.value)") }
    if !card.sheet.isEmpty { add(card.sheetTitle) }
    let colon = LanguageTag.isChinese(language) ? "：" : ": "
    for row in card.sheet {
      for (place, line) in row.lines.enumerated() {
        let isFirst = place == 0
        add(
          isFirst ? "\(row.label)\(colon)\(line)" : line, first: isFirst ? "- " : "  ", indent: 2)
      }
    }
    if let paper = card.paper {
      add(paper.label)
      for line in paper.lines {
        lines += line.isEmpty ? ["    |"] : columns.wrap(line, first: "    | ", indent: 6)
      }
    }
    add(card.sayLabel)
    for point in card.say { add(point, first: "* ", indent: 2) }
    add("#\(card.number) = \(card.reference)")
    return lines
  }
}

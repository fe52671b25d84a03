extension DigestPage {
  /// The page as one HTML document for a phone: nothing external, no script, light and dark.
  package var html: String {
    var body = """
      <!DOCTYPE html>
      <html lang="\(escaped(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <title>\(escaped(subject))</title>
      <style>
      \(MailStyle.sheet)
      </style>
      </head>
      <body style="\(MailStyle.body)">
      <main style="\(MailStyle.main)">
      <h1>\(escaped(title))</h1>
      <p class="lead">\(escaped(lead))</p>

      """
    for part in parts { body += html(of: part) }
    body += "<footer>\n"
    for line in footer { body += "<p>\(escaped(line))</p>\n" }
    return body + "</footer>\n</main>\n</body>\n</html>\n"
  }

  private func html(of part: Part) -> String {
    switch part {
    case .notice(let text):
      return "<p class=\"notice\" role=\"note\">\(escaped(text))</p>\n"
    case .tasks(let title, let note, let cards):
      var html = "<section>\n<h2>\(escaped(title)) <span class=\"n\">\(cards.count)</span></h2>\n"
      if !note.isEmpty { html += "<p class=\"note\">\(escaped(note))</p>\n" }
      html += "<ol>\n"
      for card in cards { html += self.html(of: card) }
      return html + "</ol>\n</section>\n"
    case .table(let title, let note, let columns, let rows):
      return table(title, note, columns, rows)
    case .lines(let title, let lines):
      var html = "<section>\n"
      if !title.isEmpty { html += "<h2>\(escaped(title))</h2>\n" }
      html += "<ul>\n"
      for line in lines {
        let link = line.phone.map { " \(anchor($0, style: MailStyle.inlineLink))" } ?? ""
        html += "<li>\(escaped(line.text))\(link)</li>\n"
      }
      return html + "</ul>\n</section>\n"
    }
  }

  private func table(
    _ title: String, _ note: String, _ columns: [String], _ rows: [[String]]
  ) -> String {
    var html = "<section>\n<h2>\(escaped(title))</h2>\n"
    if !note.isEmpty { html += "<p class=\"note\">\(escaped(note))</p>\n" }
    html += "<table>\n<thead>\n<tr>"
    for column in columns { html += "<th scope=\"col\">\(escaped(column))</th>" }
    html += "</tr>\n</thead>\n<tbody>\n"
    for row in rows {
      html += "<tr>"
      for (place, cell) in row.enumerated() {
        html += place == 0 ? "<th scope=\"row\">\(escaped(cell))</th>" : "<td>\(escaped(cell))</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n</section>\n"
  }

  private func html(of card: TaskCard) -> String {
    var html = "<li value=\"\(card.number)\"\(card.isPressing ? " class=\"hot\"" : "")>\n"
    let time = card.time.isEmpty ? "" : "<span class=\"time\">\(escaped(card.time))</span>"
    html += "<h3><span class=\"num\">\(card.number)</span> \(escaped(card.name))\(time)</h3>\n"
    var head = card.badges.map { "<span class=\"tag\">\(escaped($0))</span>" }
    if !card.title.isEmpty { head.append("<strong>\(escaped(card.title))</strong>") }
    if !head.isEmpty { html += "<p>\(head.joined(separator: " "))</p>\n" }
    if !card.why.isEmpty { html += "<p>\(escaped(card.why))</p>\n" }
    if !card.history.isEmpty { html += "<p class=\"past\">\(escaped(card.history))</p>\n" }
    for fact in card.facts {
      html += "<p><span class=\"label\">\(escaped(fact.label))</span> \(escaped(fact.value))</p>\n"
    }
    if !card.phones.isEmpty {
      let links = card.phones.enumerated().map { index, phone in
        anchor(phone, style: index == 0 ? MailStyle.button : MailStyle.secondButton)
      }
      html += "<p class=\"tel\">\(links.joined(separator: " "))</p>\n"
    }
    html += sheet(of: card)
    if let paper = card.paper { html += self.html(of: paper) }
    if !card.sayLabel.isEmpty { html += "<p class=\"say\">\(escaped(card.sayLabel))</p>\n" }
    if !card.say.isEmpty {
      html += "<ul class=\"say\">\n"
      for point in card.say { html += "<li>\(escaped(point))</li>\n" }
      html += "</ul>\n"
    }
    return html + "<p class=\"id\">\(escaped(card.reference))</p>\n</li>\n"
  }

  private func sheet(of card: TaskCard) -> String {
    guard !card.sheet.isEmpty else { return "" }
    var html = "<table class=\"sheet\">\n<caption>\(escaped(card.sheetTitle))</caption>\n"
    for row in card.sheet {
      let lines = row.lines.map { escaped($0) }.joined(separator: "<br>")
      html += "<tr><th scope=\"row\">\(escaped(row.label))</th><td>\(lines)</td></tr>\n"
    }
    return html + "</table>\n"
  }

  private func html(of paper: Paper) -> String {
    var html = "<p class=\"label\">\(escaped(paper.label))</p>\n"
    guard !paper.lines.isEmpty else { return html }
    html += "<blockquote>\n"
    for paragraph in paper.lines.split(separator: "") {
      html += "<p>\(paragraph.map { escaped($0) }.joined(separator: "<br>"))</p>\n"
    }
    return html + "</blockquote>\n"
  }

  private func anchor(_ phone: Phone, style: String) -> String {
    "<a href=\"tel:\(escaped(phone.dialled))\" style=\"\(style)\">\(escaped(phone.shown))</a>"
  }

  /// Text with everything replaced that HTML could take for markup; control characters left out.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{2028}", "\n": result += "<br>"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

import CadenceModel

/// The HTML of a mail: one calm column that reads well on a phone, with no picture and no script.
enum MailPage {
  /// A whole document around an HTML fragment.
  static func document(_ fragment: String, language: String, frame: MailFrame) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(escape(language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    </head>
    <body style="margin:0;padding:0">
    <div style="\(columnStyle)\(fonts(language))">
    \(fragment)
    \(footer(frame))</div>
    </body>
    </html>

    """
  }

  /// Paragraphs of a text: blank lines separate them, single line ends are kept.
  static func fragment(_ text: String) -> String {
    paragraphs(of: text).map { lines in
      "<p style=\"\(paragraphStyle)\">\(lines.map(escape).joined(separator: "<br>\n"))</p>"
    }.joined(separator: "\n")
  }

  /// Escapes a text for element content and quoted attributes.
  static func escape(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func paragraphs(of text: String) -> [[Substring]] {
    var found: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.allSatisfy(\.isWhitespace) {
        found[found.count - 1].append(line)
      } else if found.last?.isEmpty == false {
        found.append([])
      }
    }
    return found.filter { !$0.isEmpty }
  }

  private static func footer(_ frame: MailFrame) -> String {
    var html = ""
    if !frame.signature.isEmpty {
      let lines = frame.signature.map(escape).joined(separator: "<br>\n")
      html += "<p style=\"\(signatureStyle)\">\(lines)</p>\n"
    }
    if let optOutLine = frame.optOutLine {
      html += "<p style=\"\(smallStyle)\">\(escape(optOutLine))</p>\n"
    }
    return html
  }

  /// Chinese fonts only for Chinese mails: in others they would give wide quotation marks.
  private static func fonts(_ language: String) -> String {
    let latin = "-apple-system,'Segoe UI',Roboto,"
    let chinese = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',"
    return latin + (LanguageTag.isChinese(language) ? chinese : "") + "sans-serif"
  }

  private static let columnStyle = "max-width:34em;margin:0 auto;padding:28px 20px;font:17px/1.7 "
  private static let paragraphStyle = "margin:0 0 1em"
  private static let signatureStyle =
    "margin:2em 0 0;padding-top:1em;border-top:1px solid #c9b79c;font-size:15px;opacity:.85"
  private static let smallStyle = "margin:1.4em 0 0;font-size:13px;opacity:.65"
}

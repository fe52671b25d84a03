/// What somebody wrote, without the mail that they answer, and without the signature.
enum OwnWords {
  /// The own lines of a text, blank ones at both ends left out.
  static func of(_ text: String) -> String {
    let lines = SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false)
      .map { trimmed($0) }
    var own: [String] = []
    var place = 0
    while place < lines.count {
      let line = lines[place]
      if let length = attribution(lines, place) {
        // What is quoted mark by mark may be answered below.
        let next = lines[(place + length)...].first { !$0.isEmpty }
        guard next.map(isMarked) == true else { break }
        place += length
        continue
      }
      if isDivider(line) || isHeaders(lines, place) || line == "--" { break }
      if !isMarked(line), !isFooter(line) { own.append(line) }
      place += 1
    }
    let start = own.firstIndex { !$0.isEmpty } ?? own.endIndex
    let end = own.lastIndex { !$0.isEmpty } ?? start
    return start < own.endIndex ? own[start...end].joined(separator: "\n") : ""
  }

  private static func trimmed(_ line: Substring) -> String {
    var line = line
    while let last = line.last, last.isWhitespace { line.removeLast() }
    return String(line.drop { $0.isWhitespace })
  }

  private static func isMarked(_ line: String) -> Bool {
    line.hasPrefix(">") || line.hasPrefix("＞")
  }

  /// Over how many lines one begins that says who wrote what follows: `On … wrote:`, `在……写道：`.
  private static func attribution(_ lines: [String], _ place: Int) -> Int? {
    let first = lines[place].lowercased()
    let isBegun = ["on ", "am ", "le ", "在", "于", "於"].contains { first.hasPrefix($0) }
    for length in 1...3 where place + length <= lines.count {
      let whole = lines[place..<place + length].joined(separator: " ").lowercased()
      let isEnded = ["wrote:", "wrote：", "写道:", "写道：", "寫道:", "寫道：", "写道", "寫道"].contains {
        whole.hasSuffix($0)
      }
      if isEnded, isBegun || length == 1 { return length }
      if !isBegun { return nil }
    }
    return nil
  }

  private static func isDivider(_ line: String) -> Bool {
    let lowered = line.lowercased()
    if line.count >= 20, line.allSatisfy({ $0 == "_" }) { return true }
    guard lowered.hasPrefix("--") || lowered.hasPrefix("——") else { return false }
    return dividers.contains { lowered.contains($0) }
  }

  /// A block such as `From: … Sent: … Subject: …`.
  private static func isHeaders(_ lines: [String], _ place: Int) -> Bool {
    func begins(_ line: String, _ names: [String]) -> Bool {
      let plain = line.lowercased().filter { $0 != "*" && $0 != " " }
      return names.contains { plain.hasPrefix($0 + ":") || plain.hasPrefix($0 + "：") }
    }
    guard begins(lines[place], ["from", "发件人", "寄件者", "寄件人"]) else { return false }
    return lines[(place + 1)...].prefix(6).contains { begins($0, others) }
  }

  /// What programs and our own mails put below; never the writer's words.
  private static func isFooter(_ line: String) -> Bool {
    let lowered = line.lowercased()
    return footers.contains { lowered.hasPrefix($0) }
  }

  private static let dividers = [
    "original message", "original appointment", "forwarded message", "原始邮件", "原始郵件", "原邮件",
    "转发邮件", "转发的邮件", "回复的原邮件", "回复的邮件", "邮件原件",
  ]
  private static let others = [
    "sent", "to", "date", "subject", "发送时间", "发送日期", "收件人", "主题", "日期", "抄送", "寄件日期",
    "收件者", "主旨",
  ]
  private static let footers = [
    "sent from my ", "get outlook for ", "发自我的", "從我的", "来自我的", "如果不想再收到这样的邮件",
    "if you would rather not get notes like this",
  ]
}

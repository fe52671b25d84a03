import CivilTime

extension Mail {
  func appendHeaders(to result: inout [UInt8]) throws(MailFailure) {
    guard !to.isEmpty else { throw .noReceiver }
    Self.append("Date", dateText, to: &result)
    try appendAddresses("From", [from], to: &result)
    try appendAddresses("To", to, to: &result)
    if let replyTo { try appendAddresses("Reply-To", [replyTo], to: &result) }
    try appendText("Subject", subject, to: &result)
    Self.append("Message-ID", "<\(messageID)>", to: &result)
    for header in extraHeaders {
      guard !header.name.isEmpty, header.name.utf8.allSatisfy(HeaderText.isAtom) else {
        throw .badHeaderName
      }
      try appendText(header.name, header.value, to: &result)
    }
    try appendUnsubscribe(to: &result)
    // RFC 3834: no automatic answers, please.
    Self.append("Auto-Submitted", "auto-generated", to: &result)
    Self.append("MIME-Version", "1.0", to: &result)
  }

  /// RFC 5322 date-time, such as `Sun, 22 Nov 2026 09:30:00 +0800`.
  private var dateText: String {
    let minutes = offsetSeconds / 60
    let local = date.seconds + Int64(minutes * 60)
    let days = (local >= 0 ? local : local - 86_399) / 86_400
    let clock = Int(local - days * 86_400)
    let day = Day(Int(days))
    let (year, month, dayOfMonth) = day.civil()
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let monday = (Int(day.number) + 3) % 7
    let time = [clock / 3600, clock / 60 % 60, clock % 60].map(Self.twoDigits)
    let east = abs(minutes)
    return "\(names[(monday + 7) % 7]), \(Self.twoDigits(dayOfMonth)) \(months[month - 1]) \(year) "
      + time.joined(separator: ":")
      + " \(minutes < 0 ? "-" : "+")\(Self.twoDigits(east / 60))\(Self.twoDigits(east % 60))"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  private static func append(_ name: String, _ value: String, to result: inout [UInt8]) {
    result += "\(name): \(value)\r\n".utf8
  }

  /// Refuses control characters by scalar: `"\r\n"` is a single `Character`.
  static func check(_ text: String, in header: String) throws(MailFailure) {
    guard !text.unicodeScalars.contains(where: SafeText.isForbiddenInHeader) else {
      throw .forbiddenCharacter(header: header)
    }
  }

  private func appendText(
    _ name: String, _ text: String, to result: inout [UInt8]
  ) throws(MailFailure) {
    try Self.check(text, in: name)
    let used = name.utf8.count + 2
    Self.append(name, text.isEmpty ? "" : HeaderText.unstructured(text, after: used), to: &result)
  }

  private func appendAddresses(
    _ name: String, _ mailboxes: [Mailbox], to result: inout [UInt8]
  ) throws(MailFailure) {
    var texts: [String] = []
    for mailbox in mailboxes {
      try Self.check(mailbox.name, in: name)
      guard Mailbox.isPlain(mailbox.address) else { throw .badAddress(header: name) }
      let used = texts.isEmpty ? name.utf8.count + 2 : 1
      texts.append(HeaderText.mailbox(mailbox, after: used))
    }
    Self.append(name, texts.joined(separator: ",\r\n "), to: &result)
  }

  private func appendUnsubscribe(to result: inout [UInt8]) throws(MailFailure) {
    guard let unsubscribe else { return }
    guard Mailbox.isPlain(unsubscribe.mailto) else {
      throw .badAddress(header: "List-Unsubscribe")
    }
    let mailto = "<mailto:\(unsubscribe.mailto)?subject=\(Self.percent(unsubscribe.subject))>"
    guard let link = unsubscribe.link else {
      return Self.append("List-Unsubscribe", mailto, to: &result)
    }
    guard link.hasPrefix("https://"), link.utf8.count <= 900,
      link.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E })
    else { throw .badLink }
    Self.append("List-Unsubscribe", "<\(link)>,\r\n \(mailto)", to: &result)
    Self.append("List-Unsubscribe-Post", "List-Unsubscribe=One-Click", to: &result)
  }

  private static func percent(_ text: String) -> String {
    text.utf8.map { byte in
      HeaderText.isHostByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        ? String(UnicodeScalar(byte)) : "%" + HeaderText.hex(byte)
    }.joined()
  }
}

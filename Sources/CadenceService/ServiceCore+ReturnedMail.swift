import CadenceModel
import CivilTime
import JournalFile
import Logging
import RepWeb
import ServiceRuntime
import TouchJournal

/// Mails that came back: reports on delivery and complaints (RFC 3464, RFC 5965).
extension ServiceCore {
  /// Books a returned mail when it carries the token of one of our messages; else counts it.
  func take(_ mail: ReturnedMail, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    if let letter = mail.letter { return take(letter, whenDurable: waiter) }
    guard mail.kind != .ignored else {
      count("mail-ignored")
      log.info(
        "a mail that came in says nothing of a message",
        metadata: ["why": "\(HookWord.plain(mail.code))"])
      return ControlReply(lines: ["ignored: \(mail.code)"])
    }
    guard let touch = touch(returned: mail.token) else {
      count("mail-forged")
      log.warning("a report came in whose token is none of ours")
      return ControlReply(lines: ["ignored: the token is none of ours"])
    }
    guard let marks = marks() else {
      return ControlReply(exitCode: 74, problems: ["the key of the marks cannot be read"])
    }
    let event = marks.mark("mail \(mail.token.lowercased()) \(mail.kind.rawValue) \(mail.code)")
    guard state.incoming.content(of: event) == nil else {
      count("repeated")
      return ControlReply(lines: ["known already"])
    }
    let drafts = entries(for: mail, of: touch, event: event)
    guard let entries = append(drafts, whenDurable: { waiter.finish($0) }) else {
      return ControlReply(exitCode: 74, problems: [journalTrouble ?? "the journal is closed"])
    }
    count("mail-\(mail.kind.rawValue)")
    log.notice(
      "a mail came back",
      metadata: ["touch": "\(touch)", "what": "\(mail.kind.rawValue)", "code": "\(mail.code)"])
    giveUpAddresses(of: touch.customer)
    follow(sharing(touch.customer, "mail:"))
    return ControlReply(lines: ["\(mail.kind.rawValue)"], number: entries.first?.number)
  }

  private func entries(for mail: ReturnedMail, of touch: TouchID, event: String) -> [JournalDraft] {
    let status = ReceiptStatus(rawValue: mail.kind.rawValue) ?? .bounced
    let receipt = JournalDraft.receipt(
      touch: touch, channel: .email, status: status,
      code: mail.code.isEmpty ? nil : HookWord.plain(mail.code),
      address: status == .bounced ? trouble(of: touch.customer, mail.code) : nil
    ).called(event: event, content: event)
    guard status == .complained else { return [receipt] }
    return [receipt] + optOuts(of: sharing(touch.customer, "mail:"), .email)
  }

  /// The touch whose mail carried a token: sought among those of the days around the token's.
  private func touch(returned token: String) -> TouchID? {
    guard let keys = web.keys, let day = keys.returnDay(token) else { return nil }
    for (_, known) in state.history.customers {
      for record in known.touches
      where record.channel == .email && abs((Int(record.day.number) & 0xFFFF) - day) <= 3 {
        if keys.isReturn(token, of: record.touch.description) { return record.touch }
      }
    }
    return nil
  }

  /// What an enhanced status code says of the address on file; nil when it says nothing of it.
  private func trouble(of customer: CustomerID, _ code: String) -> AddressTrouble? {
    let parts = code.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3, parts[0] == 5,
      let kind = AddressFaultKind(subject: parts[1], detail: parts[2]),
      let index = roster.index(of: customer), let marks = marks()
    else { return nil }
    let address = roster.profile(at: index)[.email]
    guard !address.isEmpty else { return nil }
    return AddressTrouble(
      kind: kind, mark: marks.mark(GivenUpAddresses.spelling(of: address, on: .email)))
  }
}

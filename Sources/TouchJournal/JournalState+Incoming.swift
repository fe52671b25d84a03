import CadenceModel
import CivilTime

/// What the world says of messages that went out.
extension JournalState {
  /// A receipt never opens sending again; it only tells what became of the message.
  mutating func applyReceipt(_ entry: JournalEntry) {
    guard let status = entry.text("status").flatMap(ReceiptStatus.init(rawValue:)) else { return }
    let remote = entry.text("remote")
    guard let touch = entry.touch ?? remote.flatMap({ incoming.touch(remote: $0) }) else {
      // Faster than our own outcome, which brings the gateway's name; or not ours at all.
      if let remote { incoming.keep(status, for: Self.name(remote)) }
      return
    }
    let text = touch.description
    if underWay[text] != nil { return incoming.keep(status, for: text) }
    guard customers[touch.customer]?.touches.contains(where: { $0.touch == touch }) == true
    else { return }
    noteAddress(of: touch, entry)
    settle(touch, text, by: status, entry)
  }

  /// The outcome brings the gateway's name for the message, and meets a receipt that came before it.
  mutating func joinReceipt(_ entry: JournalEntry, _ touch: TouchID, _ text: String) {
    let remote = entry.text("remote")
    if let remote { incoming.note(remote: remote, of: touch) }
    let names = [text] + (remote.map { [Self.name($0)] } ?? [])
    guard let status = incoming.join(names) else { return }
    settle(touch, text, by: status, entry)
  }

  private static func name(_ remote: String) -> String { "remote \(remote)" }

  /// What bounced stays so: a word of delivery that comes later changes nothing.
  private mutating func settle(
    _ touch: TouchID, _ text: String, by status: ReceiptStatus, _ entry: JournalEntry
  ) {
    inDoubt.remove(text)
    updateRecord(of: touch, entry) { record in
      guard record.isSettled, record.outcome?.mayHaveReached == true else { return }
      record.outcome = status == .bounced ? .rejected : .accepted
    }
  }

  /// Whoever answers a message has it.
  mutating func applyReply(_ entry: JournalEntry) {
    if let customer = entry.customer, !erased.contains(customer), let channel = entry.channel {
      let reply = RecordedReply(
        number: entry.number, at: entry.at, channel: channel, until: entry.day("until"),
        sealed: entry.sealed.map { "\($0)" })
      customers.changeOrBegin(customer) { $0.replies.append(reply) }
    }
    guard let text = entry.text("touch"), let touch = TouchID(text: text),
      inDoubt.remove(text) != nil
    else { return }
    updateRecord(of: touch, entry) { $0.outcome = .accepted }
  }
}

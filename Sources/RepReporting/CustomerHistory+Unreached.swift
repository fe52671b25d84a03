package import CadenceModel

extension CustomerHistory {
  /// Messages refused for good or given up, as long as nobody has seen to them.
  ///
  /// Seen to is: a human spoke with the customer since, a fact answers the touch, or a later message
  /// got through on the same channel.
  package var deadLetters: [TouchRecord] {
    touches.filter { $0.isDeadLetter && !isHandled($0) }
  }

  private func isHandled(_ record: TouchRecord) -> Bool {
    let isAnswered = facts.contains { recorded in
      let fact = recorded.fact
      return fact.at >= record.at && (fact.isHumanContact || fact.touch == record.touch)
    }
    return isAnswered
      || touches.contains { later in
        later.channel == record.channel && later.number > record.number
          && later.outcome == .accepted
      }
  }
}

extension TouchRecord {
  /// Whether it was a message that was refused for good or given up.
  var isDeadLetter: Bool {
    channel.isMachineSent && (outcome == .rejected || outcome == .dead)
  }
}

import CivilTime

extension CustomerHistory {
  /// Writes all but the customer's id, which stands beside the bytes.
  func write(to writer: inout CompactWriter, of customer: CustomerID) {
    writer.add(isErased)
    Self.write(touches, to: &writer, of: customer)
    Self.write(facts, to: &writer, of: customer)
    writer.add(UInt64(replies.count))
    for reply in replies {
      writer.add(reply.number)
      writer.add(reply.at)
      writer.add(reply.channel.name)
      writer.add(reply.until) { $0.add($1) }
      writer.add(reply.sealed) { $0.add(literal: $1) }
    }
    writer.add(UInt64(addressFaults.count))
    for fault in addressFaults {
      writer.add(fault.channel.name)
      writer.add(fault.mark)
      writer.add(fault.kind.rawValue)
      writer.add(fault.at)
    }
  }

  private static func write(
    _ touches: [TouchRecord], to writer: inout CompactWriter, of customer: CustomerID
  ) {
    var last = (day: Int64(0), at: Int64(0), number: Int64(0))
    writer.add(UInt64(touches.count))
    for record in touches {
      let isForeign = record.touch.customer != customer
      writer.add(isForeign)
      if isForeign { writer.add(record.touch.customer.text) }
      writer.add(record.touch.cadence.text)
      writer.add(literal: record.touch.occurrence)
      writer.add(record.touch.step)
      writer.add(record.channel.name)
      writer.add(Int64(record.day.number) - last.day)
      writer.add(record.at.milliseconds &- last.at)
      writer.add(record.template) { $0.add($1.text) }
      writer.add(record.variant) { $0.add($1) }
      writer.add(record.countsToCaps)
      writer.add(name: record.outcome)
      writer.add(record.isSettled)
      writer.add(record.number &- last.number)
      writer.add(record.crossed) { $0.add(record.at.milliseconds &- $1.milliseconds) }
      last = (Int64(record.day.number), record.at.milliseconds, record.number)
    }
  }

  private static func write(
    _ facts: [RecordedFact], to writer: inout CompactWriter, of customer: CustomerID
  ) {
    var last = (at: Int64(0), number: Int64(0))
    writer.add(UInt64(facts.count))
    for recorded in facts {
      let fact = recorded.fact
      writer.add(recorded.number &- last.number)
      writer.add(fact.at.milliseconds &- last.at)
      let isForeign = fact.customer != customer
      writer.add(isForeign)
      if isForeign { writer.add(fact.customer.text) }
      writer.add(fact.rep) { $0.add($1.text) }
      writer.add(fact.touch) { $0.add($1) }
      writer.add(recorded.sealed) { $0.add(literal: $1) }
      writer.add(fact.detail)
      writer.add(fact.marks)
      last = (fact.at.milliseconds, recorded.number)
    }
  }
}

extension CompactReader {
  mutating func touches(
    of customer: CustomerID
  ) throws(UnreadableBytes) -> [TouchRecord] {
    var last = (day: Int64(0), at: Int64(0), number: Int64(0))
    let count = try count()
    var touches: [TouchRecord] = []
    touches.reserveCapacity(count)
    for _ in 0..<count {
      let owner = try flag() ? CustomerID(try text()) : customer
      let touch = TouchID(
        customer: owner, cadence: CadenceName(try text()), occurrence: try literal(),
        step: try int())
      let channel = try channel()
      last.day &+= try integer()
      last.at &+= try integer()
      var record = TouchRecord(
        touch: touch, channel: channel, day: Day(Int(last.day)),
        at: Instant(milliseconds: last.at))
      if try flag() { record.template = TemplateName(try text()) }
      if try flag() { record.variant = try text() }
      record.countsToCaps = try flag()
      record.outcome = try name()
      record.isSettled = try flag()
      last.number &+= try integer()
      record.number = last.number
      if try flag() { record.crossed = Instant(milliseconds: last.at &- (try integer())) }
      touches.append(record)
    }
    return touches
  }

  mutating func facts(
    of customer: CustomerID
  ) throws(UnreadableBytes) -> [RecordedFact] {
    var last = (at: Int64(0), number: Int64(0))
    let count = try count()
    var facts: [RecordedFact] = []
    facts.reserveCapacity(count)
    for _ in 0..<count {
      last.number &+= try integer()
      last.at &+= try integer()
      let owner = try flag() ? CustomerID(try text()) : customer
      let rep = try flag() ? RepID(try text()) : nil
      let touch = try flag() ? try touch() : nil
      let sealed = try flag() ? try literal() : nil
      var fact = Fact(
        customer: owner, at: Instant(milliseconds: last.at), rep: rep, touch: touch,
        detail: try detail())
      fact.marks = try marks()
      facts.append(RecordedFact(number: last.number, fact: fact, sealed: sealed))
    }
    return facts
  }

  mutating func replies() throws(UnreadableBytes) -> [RecordedReply] {
    var replies: [RecordedReply] = []
    for _ in 0..<(try count()) {
      replies.append(
        RecordedReply(
          number: try integer(), at: try instant(), channel: try channel(),
          until: try flag() ? try day() : nil, sealed: try flag() ? try literal() : nil))
    }
    return replies
  }

  mutating func addressFaults() throws(UnreadableBytes) -> [AddressFault] {
    var faults: [AddressFault] = []
    for _ in 0..<(try count()) {
      let channel = try channel()
      let mark = try text()
      faults.append(
        AddressFault(channel: channel, mark: mark, kind: try named(), at: try instant()))
    }
    return faults
  }
}

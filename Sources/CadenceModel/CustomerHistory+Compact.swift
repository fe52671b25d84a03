import CivilTime

extension CustomerHistory {
  /// Writes all but the customer's id, which stands beside the bytes.
  static func pack(
    _ touches: [TouchRecord], _ facts: [RecordedFact], isErased: Bool, of customer: CustomerID
  ) -> [UInt8] {
    var writer = CompactWriter()
    writer.add(isErased)
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
      last = (Int64(record.day.number), record.at.milliseconds, record.number)
    }
    last = (0, 0, 0)
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
      last = (0, fact.at.milliseconds, recorded.number)
    }
    return writer.bytes
  }

  /// Reads what ``pack(_:_:isErased:of:)`` wrote, all of it.
  static func unpack(
    _ bytes: [UInt8], of customer: CustomerID
  ) throws(UnreadableBytes) -> (touches: [TouchRecord], facts: [RecordedFact], isErased: Bool) {
    var reader = CompactReader(bytes)
    let isErased = try reader.flag()
    let touches = try reader.touches(of: customer)
    let facts = try reader.facts(of: customer)
    guard reader.isAtEnd else { throw UnreadableBytes() }
    return (touches, facts, isErased)
  }
}

extension CompactReader {
  fileprivate mutating func touches(
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
      touches.append(record)
    }
    return touches
  }

  fileprivate mutating func facts(
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
      let fact = Fact(
        customer: owner, at: Instant(milliseconds: last.at), rep: rep, touch: touch,
        detail: try detail())
      facts.append(RecordedFact(number: last.number, fact: fact, sealed: sealed))
    }
    return facts
  }
}

import CadenceModel
import CivilTime

/// The rows of what belongs to no customer and no touch.
extension JournalState {
  /// All of them; most stay the same from one batch to the next.
  var restRows: [StateRow] {
    var rows = [
      row("service") { writeService(&$0) }, row("standing") { standing.write(to: &$0) },
      row("digests") { Self.write(digests, to: &$0) },
      row("digests-read") { Self.write(digestsRead, to: &$0) },
      row("illegal") { writeIllegal(&$0) },
      row("erased") { writer in
        writer.add(UInt64(erased.count))
        for customer in erased.sorted() { writer.add(literal: customer.text) }
      },
      row("marks") { writer in
        writer.add(UInt64(erasedMarks.count))
        for mark in erasedMarks.sorted() { writer.add(literal: mark) }
      },
    ]
    for (channel, moments) in tries {
      rows.append(row("tries-\(channel.name)") { $0.add(moments: moments) })
    }
    return rows
  }

  private func row(_ key: String, _ body: (inout CompactWriter) -> Void) -> StateRow {
    var writer = CompactWriter()
    body(&writer)
    return StateRow(.rest, key, writer.bytes)
  }

  private func writeService(_ writer: inout CompactWriter) {
    writer.add(durable)
    writer.add(run)
    writer.add(lastAt) { $0.add($1) }
    writer.add(firstStart) { $0.add($1) }
    writer.add(generation) { $0.add($1) }
    writer.add(isStopped)
  }

  private static func write(
    _ days: [DigestPart: [RepID: Day]], to writer: inout CompactWriter
  ) {
    let rows = days.flatMap { part, reps in reps.map { (part.rawValue, $0.key.text, $0.value) } }
    writer.add(UInt64(rows.count))
    for (part, rep, day) in rows.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
      writer.add(part)
      writer.add(rep)
      writer.add(day)
    }
  }

  private func writeIllegal(_ writer: inout CompactWriter) {
    writer.add(illegalCount)
    writer.add(UInt64(illegal.count))
    for arrow in illegal {
      writer.add(arrow.number) { $0.add($1) }
      writer.add(literal: arrow.touch)
      writer.add(arrow.stage.rawValue)
      writer.add(arrow.step.name)
    }
  }

  /// Reads one of them back.
  mutating func restore(rest key: String, _ bytes: [UInt8]) throws(UnreadableBytes) {
    var reader = CompactReader(bytes)
    switch key {
    case "service": try readService(&reader)
    case "standing": standing = try ServiceStanding(&reader)
    case "digests": digests = try reader.digestDays()
    case "digests-read": digestsRead = try reader.digestDays()
    case "illegal": try readIllegal(&reader)
    case "erased":
      for _ in 0..<(try reader.count()) { erased.insert(CustomerID(try reader.literal())) }
    case "marks":
      for _ in 0..<(try reader.count()) { erasedMarks.insert(try reader.literal()) }
    default:
      guard key.hasPrefix("tries-"), let channel = Channel(name: key.dropFirst(6)) else {
        throw UnreadableBytes()
      }
      tries[channel] = try reader.moments()
    }
    guard reader.isAtEnd else { throw UnreadableBytes() }
  }

  private mutating func readService(_ reader: inout CompactReader) throws(UnreadableBytes) {
    durable = try reader.integer()
    run = try reader.int()
    lastAt = try reader.flag() ? try reader.instant() : nil
    firstStart = try reader.flag() ? try reader.instant() : nil
    generation = try reader.flag() ? try reader.text() : nil
    isStopped = try reader.flag()
  }

  private mutating func readIllegal(_ reader: inout CompactReader) throws(UnreadableBytes) {
    illegalCount = try reader.int()
    for _ in 0..<(try reader.count()) {
      let number = try reader.flag() ? try reader.integer() : nil
      let touch = try reader.literal()
      let names = (stage: try reader.text(), step: try reader.text())
      guard let stage = TouchStage(rawValue: names.stage),
        let step = TouchStep.allCases.first(where: { $0.name == names.step })
      else { throw UnreadableBytes() }
      illegal.append(IllegalArrow(number: number, touch: touch, stage: stage, step: step))
    }
  }
}

extension CompactReader {
  fileprivate mutating func digestDays() throws(UnreadableBytes) -> [DigestPart: [RepID: Day]] {
    var days: [DigestPart: [RepID: Day]] = [:]
    for _ in 0..<(try count()) {
      guard let part = DigestPart(rawValue: try text()) else { throw UnreadableBytes() }
      days[part, default: [:]][RepID(try text())] = try day()
    }
    return days
  }
}

extension ServiceStanding {
  fileprivate func write(to writer: inout CompactWriter) {
    writer.add(UInt64(holds.count))
    for hold in holds {
      writer.add(hold.cause)
      writer.add(hold.since)
      writer.add(hold.until) { $0.add($1) }
      writer.add(hold.from) { $0.add($1) }
      writer.add(hold.sealed) { $0.add(literal: $1.description) }
    }
    writer.add(lastAlive) { $0.add($1) }
    writer.add(previousEnd) { $0.add($1) }
    writer.add(trusted) { writer, clock in
      writer.add(clock.wall)
      writer.add(clock.up)
    }
    writer.add(accepted) { writer, site in
      writer.add(site.generation)
      writer.add(site.customers)
      writer.add(site.isSample)
      writer.add(literal: site.sketch)
      writer.add(site.messages)
      writer.add(site.first) { $0.add($1) }
      writer.add(UInt64(site.days.count))
      for count in site.days { writer.add(count) }
    }
    writer.add(UInt64(known.count))
    for (day, count) in known.sorted(by: { $0.key < $1.key }) {
      writer.add(day)
      writer.add(count)
    }
    writer.add(UInt64(released.count))
    for (cause, moment) in released.sorted(by: { $0.key < $1.key }) {
      writer.add(cause)
      writer.add(moment)
    }
  }

  fileprivate init(_ reader: inout CompactReader) throws(UnreadableBytes) {
    self.init()
    for _ in 0..<(try reader.count()) {
      var hold = JournalHold(cause: try reader.text(), since: try reader.instant())
      hold.until = try reader.flag() ? try reader.instant() : nil
      hold.from = try reader.flag() ? try reader.instant() : nil
      hold.sealed = try reader.flag() ? try reader.sealed() : nil
      holds.append(hold)
    }
    lastAlive = try reader.flag() ? try reader.instant() : nil
    previousEnd = try reader.flag() ? try reader.instant() : nil
    trusted =
      try reader.flag()
      ? TrustedClock(wall: try reader.instant(), up: try reader.integer()) : nil
    if try reader.flag() {
      accepted = AcceptedSite(
        generation: try reader.text(), customers: try reader.int(), isSample: try reader.flag(),
        sketch: try reader.literal(), messages: try reader.int())
      accepted?.first = try reader.flag() ? try reader.day() : nil
      for _ in 0..<(try reader.count()) { accepted?.days.append(try reader.int()) }
    }
    for _ in 0..<(try reader.count()) { known[try reader.day()] = try reader.int() }
    for _ in 0..<(try reader.count()) { released[try reader.text()] = try reader.instant() }
  }
}

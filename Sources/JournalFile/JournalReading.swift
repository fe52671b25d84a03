import Glibc
package import TouchJournal

/// Reads and checks journal files; writes nothing and needs no lock.
package enum JournalReading {
  /// Bytes read at a time.
  private static let chunk = 1 << 20

  /// Reads every file in order and gives each good entry to `body`, up to the first damage.
  ///
  /// `witness` is a chain head that somebody outside the journal saw, such as a digest's footer;
  /// `applied` is one that the projection took in only after it was durable.
  package static func read(
    _ folder: StateFolder, witness: ChainHead? = nil, applied: ChainHead? = nil,
    _ body: (JournalEntry) -> Void = { _ in }
  ) throws(JournalProblem) -> JournalReport {
    var span = Span()
    span.witnesses = [witness, applied].compactMap(\.self)
    span.applied = applied?.number ?? 0
    return try read(SegmentFile.list(in: folder), span, in: folder, body)
  }

  /// What is known of some files in a row before they are read.
  struct Span {
    /// Where the first of them begins; nil: with the journal.
    var start: SegmentStart?
    /// Whether no file follows them.
    var isEnd = true
    /// Chain heads that somebody outside the journal saw.
    var witnesses: [ChainHead] = []
    /// The highest number that anything outside the journal knows to be durable.
    var applied: Int64 = 0
    /// Asked now and then: whether nobody waits for the answer any more.
    var isCancelled: () -> Bool = { false }
  }

  /// Reads some files in a row.
  static func read(
    _ files: [SegmentFile], _ span: Span, in folder: StateFolder, _ body: (JournalEntry) -> Void
  ) throws(JournalProblem) -> JournalReport {
    var report = JournalReport()
    report.tail = span.start?.before ?? JournalTail()
    report.durable = span.start?.durable ?? 0
    var isDamaged = false
    var missed: [ChainHead: Int] = [:]
    for (index, file) in files.enumerated() where !span.isCancelled() {
      guard SystemCall.isPlainFile(folder.journal + "/" + file.name) else {
        report.files.append(notAFile(file, report))
        isDamaged = true
        continue
      }
      var checker = SegmentChecker(after: isDamaged ? nil : report.tail, durable: report.durable)
      let gap = isDamaged ? nil : gap(before: file, report)
      try feed(folder.journal + "/" + file.name, &checker) { entry in
        for witness in span.witnesses
        where witness.number == entry.number && witness.hash != entry.hash {
          missed[witness] = index
        }
        if gap == nil && !isDamaged { body(entry) }
      }
      let isLast = span.isEnd && index == files.count - 1
      var found = JournalReport.File(
        name: file.name, verdict: checker.verdict(isLast: isLast, applied: span.applied),
        entries: checker.entries, last: checker.tail.head.number,
        goodLength: checker.goodLength, length: checker.length, badLine: checker.badLine)
      if let gap {
        found.verdict = .corrupt
        found.badLine = gap
      }
      report.files.append(found)
      if !isDamaged && gap == nil {
        report.tail = checker.tail
        report.durable = checker.durable
        // A file without a whole line does not undo the seal of the one before it.
        if checker.entries > 0 { report.isSealed = checker.isSealed }
      }
      isDamaged = isDamaged || found.verdict > .clean
    }
    note(missed, &report)
    for witness in span.witnesses { compare(witness, &report) }
    return report
  }

  /// The `h` of the journal's first line, by which a projection knows its journal; nil where there
  /// is none.
  package static func origin(_ folder: StateFolder) -> ChainHash? {
    let path = folder.journal + "/" + SegmentFile(first: 1).name
    let file = SystemCall.open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let bytes = SystemCall.read(file, at: 0, count: JournalLine.longest + 1) ?? []
    let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    return JournalEntry(line: line)?.hash
  }

  /// Feeds one file to a checker.
  private static func feed(
    _ path: String, _ checker: inout SegmentChecker, _ body: (JournalEntry) -> Void
  ) throws(JournalProblem) {
    let descriptor = SystemCall.open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .cannotWrite(file: path, call: "open", code: errno) }
    defer { close(descriptor) }
    var offset: Int64 = 0
    while true {
      guard let bytes = SystemCall.read(descriptor, at: offset, count: chunk) else {
        throw .cannotWrite(file: path, call: "read", code: errno)
      }
      checker.feed(bytes, body)
      offset += Int64(bytes.count)
      if bytes.count < chunk { break }
    }
    checker.finish()
  }

  /// What stands in the journal's folder and does not belong there, such as a copy of a file.
  ///
  /// Nothing reads it; the copies that repairs keep are not listed.
  package static func strangers(in folder: StateFolder) -> [String] {
    (SystemCall.names(in: folder.journal) ?? []).filter { name in
      SegmentFile(name: name) == nil && name != "lock" && !name.contains(".jsonl.torn-")
        && !name.hasSuffix(".jsonl.new")
    }.sorted()
  }

  /// A link may lead anywhere; it is not followed.
  private static func notAFile(_ file: SegmentFile, _ report: JournalReport)
    -> JournalReport.File
  {
    let last = report.tail.head.number
    return JournalReport.File(
      name: file.name, verdict: .corrupt, entries: 0, last: last, goodLength: 0, length: 0,
      badLine: BadLine(line: 1, number: last + 1, offset: 0, problem: .notAFile))
  }

  /// A file whose name does not go on where the last one ended.
  private static func gap(before file: SegmentFile, _ report: JournalReport) -> BadLine? {
    let expected = report.tail.head.number + 1
    guard file.first != expected else { return nil }
    return BadLine(
      line: 1, number: expected, offset: 0, problem: .missingSegment(expected: expected))
  }

  /// Marks the files whose entries differ from what a witness saw.
  private static func note(_ missed: [ChainHead: Int], _ report: inout JournalReport) {
    for (witness, index) in missed {
      report.files[index].verdict = .tampered
      report.files[index].badLine = BadLine(
        line: Int(witness.number - (SegmentFile(name: report.files[index].name)?.first ?? 1)) + 1,
        number: witness.number, offset: 0, problem: .notTheWitness(witness))
    }
  }

  /// A journal without damage that ends before the witness was rolled back, or its end was cut.
  private static func compare(_ witness: ChainHead, _ report: inout JournalReport) {
    guard report.tail.head.number < witness.number, report.verdict <= .torn else { return }
    let problem = LineProblem.tooShort(
      lastNumber: report.tail.head.number, witness: witness.number)
    var last =
      report.files.popLast()
      ?? JournalReport.File(
        name: SegmentFile(first: 1).name, verdict: .clean, entries: 0, last: 0, goodLength: 0,
        length: 0)
    last.verdict = .rolledBack
    last.badLine = BadLine(
      line: last.entries + 1, number: report.tail.head.number + 1, offset: last.goodLength,
      problem: problem)
    report.files.append(last)
  }
}

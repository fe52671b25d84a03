import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import Foundation
import JournalFile
import TouchJournal

/// `fifthcall journal`: the tools for the journal's files; only `erase` writes.
struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Shows, checks and counts the journal; exports or erases a person.",
    subcommands: [Show.self, Verify.self, Stats.self, Export.self, Erase.self])

  /// The state folder; without one the answer is 69.
  static func folder(_ site: SiteOptions) throws -> StateFolder {
    try answering { () throws(JournalProblem) in try StateFolder(existing: site.stateFolder) }
  }

  /// Says that what was printed is not all, where that is so, and ends with 1; a running service may be
  /// in the middle of a line.
  static func demandWhole(_ report: JournalReport, _ folder: StateFolder) throws {
    guard report.verdict > .clean else { return }
    if report.verdict == .torn, StateLock.isHeld(folder) { return }
    StandardError.write("fifthcall: what lies behind the damage is missing here: \(report.summary)")
    throw ExitCode.no
  }

  /// Runs something with the journal and turns its problem into words and an exit code.
  static func answering<Value>(_ body: () throws(JournalProblem) -> Value) throws -> Value {
    do throws(JournalProblem) {
      return try body()
    } catch {
      StandardError.write("fifthcall: \(error.text)")
      throw ExitCode(error.exitCode)
    }
  }
}

extension JournalCommand {
  /// How entries are shown.
  enum Format: String, ExpressibleByArgument {
    case table, json, csv
  }

  /// `journal show`: the entries, as they are or one a line in short.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints entries; with --format json the lines as they are.")

    @Option(help: "table, json or csv.")
    var format: Format = .table

    @Option(help: "Only entries about this customer.")
    var customer: String?

    @Option(help: "Only entries of this kind.")
    var kind: String?

    @Option(help: "Only entries from this number on.")
    var from: Int64 = 1

    @OptionGroup var site: SiteOptions

    func run() throws {
      let folder = try JournalCommand.folder(site)
      var entries: [JournalEntry] = []
      var lines: [UInt8] = []
      var failure: (any Error)?
      let report = try JournalCommand.answering { () throws(JournalProblem) in
        try JournalReading.read(folder) { entry in
          guard isWanted(entry) else { return }
          switch format {
          case .json: entry.write(to: &lines)
          case .table, .csv: entries.append(entry)
          }
          if lines.count > 1 << 20, failure == nil {
            do { try LineOutput.handOver(lines) } catch { failure = error }
            lines = []
          }
        }
      }
      if format == .csv { lines += "n,at,kind,fields\n".utf8 }
      for entry in entries {
        lines += (format == .csv ? Self.record(entry) : Self.row(entry)).utf8
        lines.append(UInt8(ascii: "\n"))
      }
      if let failure { throw failure }
      try LineOutput.handOver(lines)
      try JournalCommand.demandWhole(report, folder)
    }

    private func isWanted(_ entry: JournalEntry) -> Bool {
      entry.number >= from && (kind == nil || entry.kind.name == kind)
        && (customer == nil || entry.customer?.text == customer)
    }

    /// The fields as one JSON object in one cell.
    private static func record(_ entry: JournalEntry) -> String {
      var bytes: [UInt8] = []
      JSONValue.object(entry.fields).write(to: &bytes)
      let fields = String(decoding: bytes, as: UTF8.self)
        .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      return "\(entry.number),\(entry.at.rfc3339),\(entry.kind.name),\"\(fields)\""
    }

    /// `12 2026-11-22T09:30:00.120Z cross touch=… try=1`.
    private static func row(_ entry: JournalEntry) -> String {
      let fields = entry.fields.map { field in
        var bytes: [UInt8] = []
        field.value.write(to: &bytes)
        return "\(field.key)=\(String(decoding: bytes, as: UTF8.self))"
      }
      return (["\(entry.number)", entry.at.rfc3339, entry.kind.name] + fields)
        .joined(separator: " ")
    }
  }

  /// `journal verify`: a verdict a file.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks every line and the chain; exit 1 unless all files are clean.")

    @Option(help: "table, json (one object a line) or csv.")
    var format: Format = .table

    @Option(help: "N:H as a digest's footer printed it: finds a cut or exchanged journal.")
    var witness: String?

    @OptionGroup var site: SiteOptions

    func run() throws {
      let witness = try witness.map { text in
        guard let head = ChainHead(text) else {
          throw ValidationError("--witness is N:H with 32 digits, as in a digest's footer")
        }
        return head
      }
      let folder = try JournalCommand.folder(site)
      var state = JournalState()
      let report = try check(folder, witness, &state)
      var output = LineOutput()
      if format == .csv {
        output.write("file,verdict,entries,line")
        try output.endLine()
      }
      for file in report.files {
        write(file, to: &output)
        try output.endLine()
      }
      if format == .table {
        output.write("head \(report.tail.head)")
        try output.endLine()
      }
      try output.flush()
      for name in JournalReading.strangers(in: folder) {
        StandardError.write("note: \(name) does not belong to the journal and is not read")
      }
      for arrow in state.illegal { StandardError.write("illegal record: \(arrow)") }
      if state.illegalCount > state.illegal.count {
        StandardError.write("illegal records in all: \(state.illegalCount)")
      }
      guard report.verdict == .clean else { throw ExitCode.no }
    }

    private func write(_ file: JournalReport.File, to output: inout LineOutput) {
      let bad = file.badLine.map { "\($0.line)" }
      switch format {
      case .table: output.write(file.text)
      case .csv:
        output.write("\(file.name),\(file.verdict.rawValue),\(file.entries),\(bad ?? "")")
      case .json:
        output.write("{\"file\":")
        output.writeJSON(file.name)
        output.write(",\"verdict\":\"\(file.verdict.rawValue)\",\"entries\":\(file.entries)")
        if let bad, let problem = file.badLine?.problem.text {
          output.write(",\"line\":\(bad),\"problem\":")
          output.writeJSON(problem)
        }
        output.write("}")
      }
    }

    /// A running service may be in the middle of a line: then look again before calling it torn.
    private func check(
      _ folder: StateFolder, _ witness: ChainHead?, _ state: inout JournalState
    ) throws -> JournalReport {
      func read() throws -> JournalReport {
        var fresh = JournalState()
        let report = try JournalCommand.answering { () throws(JournalProblem) in
          try JournalReading.read(folder, witness: witness, applied: folder.projectionWitness) {
            fresh.apply($0)
          }
        }
        state = fresh
        return report
      }
      for _ in 0..<5 {
        let report = try read()
        guard report.verdict == .torn, StateLock.isHeld(folder) else { return report }
        usleep(50_000)
      }
      return try read()
    }
  }

  /// `journal stats`: how many entries of which kind.
  struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Counts files, bytes, starts and entries of each kind.")

    @Option(help: "table, json or csv.")
    var format: Format = .table

    @OptionGroup var site: SiteOptions

    func run() throws {
      let folder = try JournalCommand.folder(site)
      var counts: [String: Int64] = [:]
      var state = JournalState()
      let report = try JournalCommand.answering { () throws(JournalProblem) in
        try JournalReading.read(folder) { entry in
          counts[entry.kind.name, default: 0] += 1
          state.apply(entry)
        }
      }
      let bytes = report.files.reduce(0) { $0 + Int64($1.length) }
      var rows: [(String, Int64)] = [
        ("files", Int64(report.files.count)), ("bytes", bytes), ("entries", state.head.number),
        ("starts", Int64(state.run)), ("customers", Int64(state.history.customers.count)),
        ("under-way", Int64(state.unsettled.count)),
      ]
      rows += counts.sorted { $0.key < $1.key }.map { ("kind \($0.key)", $0.value) }
      var line: [UInt8] = []
      if format == .csv { try LineOutput.line("name,count") }
      for (name, count) in rows {
        switch format {
        case .table: try LineOutput.line("\(name)\t\(count)")
        case .csv: try LineOutput.line("\(name),\(count)")
        case .json:
          JSONValue.object([
            JournalField("name", .string(name)), JournalField("count", .integer(count)),
          ]).write(to: &line)
          line.append(UInt8(ascii: "\n"))
        }
      }
      try LineOutput.handOver(line)
      try JournalCommand.demandWhole(report, folder)
    }
  }

  /// `journal export`: everything that the journal holds of one person, texts included.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a customer's entries, one JSON object a line, with what was sealed.")

    @Argument(help: "The customer's id.")
    var customer: String

    @OptionGroup var site: SiteOptions

    func run() throws {
      let folder = try JournalCommand.folder(site)
      let sealed = SealedStore(folder)
      var lines: [UInt8] = []
      var found = false
      let report = try JournalCommand.answering { () throws(JournalProblem) in
        try JournalReading.read(folder) { entry in
          guard entry.customer?.text == customer else { return }
          found = true
          var fields = [
            JournalField("n", .integer(entry.number)),
            JournalField("at", .string(entry.at.rfc3339)),
            JournalField("kind", .string(entry.kind.name)),
          ]
          fields += entry.fields.filter { $0.key != "sealed" }
          if let text = Self.text(of: entry, sealed) {
            fields.append(JournalField("text", .string(text)))
          }
          JSONValue.object(fields).write(to: &lines)
          lines.append(UInt8(ascii: "\n"))
        }
      }
      try LineOutput.handOver(lines)
      try JournalCommand.demandWhole(report, folder)
      guard found else {
        StandardError.write("fifthcall: the journal has nothing of \(customer)")
        throw ExitCode.no
      }
    }

    private static func text(of entry: JournalEntry, _ sealed: SealedStore) -> String? {
      guard let reference = entry.sealed, let customer = entry.customer else { return nil }
      let purposes = [FactEntries.purpose, SealedMessage.purpose, "reply"]
      return purposes.lazy.compactMap { sealed.open(reference, of: customer, purpose: $0) }.first
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

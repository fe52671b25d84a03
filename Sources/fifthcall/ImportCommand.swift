import ArgumentParser
import CadenceModel
import CivilTime
import ConfigLoading
import Foundation

/// `fifthcall import`: any customer export to clean records and a list of rejects.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Cleans customer exports and says what is wrong in which record.",
    discussion: """
      Writes customers.csv (the clean records of all files, under Fifthcall's own headers) and
      rejects.csv (the original columns of every record set aside, plus reason) into the folder
      given by --out. Reps, extra headers, country and zone are taken from the config where there
      is one. The findings go to standard output and may show cells of the file: of each file and
      severity the first 10,000; how many more there are stands on standard error.

      Exit status: 0 when every record could be used, if with warnings; 65 when a record was
      rejected or a file could not be read (duplicates are left out and do not count).
      """)

  /// How findings are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @Argument(help: "Customer files: CSV in UTF-8, UTF-16 or GB18030.")
  var files: [String]

  @Flag(help: "Only say what is wrong; write nothing.")
  var dryRun = false

  @Option(help: "Folder for customers.csv and rejects.csv.")
  var out = "."

  @Option(help: "table, json (one object a line) or csv.")
  var format: Format = .table

  @OptionGroup var site: SiteOptions

  func run() throws {
    let context = context()
    let loaded = CustomerFileLoader.load(files, context: context)
    try printFindings(loaded.findings)
    if loaded.counts.unlisted > 0 {
      StandardError.write(
        "\(loaded.counts.unlisted) further findings are not listed"
          + (dryRun
            ? "; without --dry-run, rejects.csv holds every record set aside, with why" : ""))
    }
    if !dryRun {
      if loaded.files.isEmpty {
        StandardError.write("no file could be read, so nothing is written")
      } else {
        try write(loaded, context.shelf)
      }
    }
    let counts = loaded.counts
    StandardError.write(
      "\(counts.records) records: \(counts.customers) customers, \(counts.rejected) rejected, "
        + "\(counts.duplicates) duplicates, \(counts.warnings) warnings")
    if counts.rejected > 0 || !loaded.isComplete { throw ExitCode.badData }
  }

  /// What the config knows of reps and headers; defaults of a site in China where there is none.
  private func context() -> CustomerContext {
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    let today = ZoneRules.utc.local(at: now).day
    let folder = site.configFolder
    var context = CustomerContext(today: today)
    if FileManager.default.fileExists(atPath: folder + "/fifthcall.yaml") {
      let config = ConfigFolder.load(at: folder, today: today)
      if let settings = config.settings {
        let zone = settings.zones[settings.site.zone] ?? .utc
        context = CustomerContext(settings, config.customers, today: zone.local(at: now).day)
      } else {
        StandardError.write("warning: the config in \(folder) has errors and is not used here")
      }
    }
    if !dryRun { context.shelf = CellShelf(folders: [out, NSTemporaryDirectory()]) }
    context.followsLinks = true
    context.findingLimit = 10_000
    return context
  }

  private func printFindings(_ findings: [CustomerFinding]) throws {
    var output = LineOutput()
    if format == .csv {
      output.write("file,record,line,column,severity,reason,value")
      try output.endLine()
    }
    for finding in findings {
      switch format {
      case .table: output.write(finding.terminalLine)
      case .csv: output.write(finding.csvLine)
      case .json:
        output.write("{\"file\":")
        output.writeJSON(finding.file)
        output.write(",\"record\":\(finding.record),\"line\":\(finding.line),\"column\":")
        output.writeJSON(finding.column)
        output.write(",\"severity\":\"\(finding.severity.rawValue)\",\"reason\":")
        output.writeJSON(finding.reason)
        if let value = finding.value {
          output.write(",\"value\":")
          output.writeJSON(value)
        }
        output.write("}")
      }
      try output.endLine()
    }
    try output.flush()
  }

  /// Writes both files; an input file is never overwritten.
  private func write(_ loaded: LoadedRoster, _ shelf: CellShelf?) throws {
    if let problem = shelf?.problem {
      StandardError.write("the records cannot be kept while they are read: \(problem)")
      throw ExitCode.cannotWrite
    }
    let writer = CleanFileWriter(loaded)
    let folder = URL(fileURLWithPath: out)
    let inputs = Set(files.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path })
    // Looked at before anything is written: half an answer would be worse than none.
    for target in (["customers.csv"] + writer.rejectNames).map(folder.appendingPathComponent)
    where inputs.contains(target.resolvingSymlinksInPath().path) {
      StandardError.write("\(target.path) is an input file; give another folder by --out")
      throw ExitCode.cannotWrite
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try OutputFile.write(folder.appendingPathComponent("customers.csv").path) {
        try writer.cleanRecords($0)
      }
      for (number, name) in writer.rejectNames.enumerated() {
        try OutputFile.write(folder.appendingPathComponent(name).path) {
          try writer.rejects(number, $0)
        }
      }
    } catch {
      StandardError.write("cannot write into \(out): \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }
}

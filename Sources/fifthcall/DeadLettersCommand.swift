import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import RepReporting

/// `fifthcall dead-letters`: messages refused for good or given up, until somebody sees to them.
struct DeadLettersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead-letters",
    abstract: "Lists messages that were refused or given up; tries one anew or drops it.",
    discussion: """
      A letter leaves the list when a contact with the customer is recorded, when a later message
      on the same channel gets through, or by one of the subcommands.
      """,
    subcommands: [List.self, Retry.self, Drop.self], defaultSubcommand: List.self)

  /// Lists them, oldest first.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists them, oldest first (what happens without a subcommand)."
    )

    @Option(help: "table, json (one object a line) or csv.")
    var format: ListingFormat = .table

    @OptionGroup var site: SiteOptions

    func run() throws {
      let reading = try SiteReading(site)
      if format == .csv { try LineOutput.line("touch,channel,day,result,at,rep") }
      for letter in reading.deadLetters { try LineOutput.line(letter.line(format)) }
    }
  }

  /// Tries one anew.
  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry",
      abstract: "Composes a message anew and sends it, if the rules still let it go out.")

    @Argument(help: "The touch, as the list has it.")
    var touch: String

    @OptionGroup var site: SiteOptions

    func run() throws { try ControlQuestion.ask(.retryLetter(touch: touch), site) }
  }

  /// Lets one be.
  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop", abstract: "Takes a message off the list; it is not sent.")

    @Argument(help: "The touch, as the list has it.")
    var touch: String

    @OptionGroup var site: SiteOptions

    func run() throws { try ControlQuestion.ask(.dropLetter(touch: touch), site) }
  }
}

/// A letter with what a listing says of it.
private struct DeadLetter {
  let record: TouchRecord
  let rep: String
  let zone: ZoneRules

  func line(_ format: ListingFormat) -> String {
    let cells = [
      record.touch.description, record.channel.name, record.day.description,
      record.outcome?.rawValue ?? "", zone.text(record.at), rep,
    ]
    switch format {
    case .csv: return cells.map(\.csvCell).joined(separator: ",")
    case .table:
      return "\(cells[2])  \(cells[1].padded(to: 7))\(cells[3].padded(to: 10))\(cells[0])"
    case .json:
      var line = LineOutput()
      for (name, cell) in zip(["touch", "channel", "day", "result", "at", "rep"], cells) {
        line.write(line.bytes.isEmpty ? "{" : ",")
        line.writeJSON(name)
        line.write(":")
        line.writeJSON(cell)
      }
      line.write("}")
      return String(decoding: line.bytes, as: UTF8.self)
    }
  }
}

extension SiteReading {
  /// The letters of all customers on file, oldest first.
  fileprivate var deadLetters: [DeadLetter] {
    let today = (settings.zones[settings.site.zone] ?? .utc).local(at: journalNow).day
    let letters = roster.customers.indices.flatMap { index -> [DeadLetter] in
      let customer = roster.customers[index]
      guard let known = history.customers[customer.id] else { return [] }
      let zone = settings.zones[roster.zones[Int(customer.zone)]] ?? .utc
      let owner = EffectiveCustomer.of(
        customer, known, roster: roster, settings: settings, sources: roster.sources, on: today
      ).rep
      let rep =
        settings.reps.indices.contains(Int(owner)) ? settings.reps[Int(owner)].id.text : ""
      return known.deadLetters.map { DeadLetter(record: $0, rep: rep, zone: zone) }
    }
    return letters.sorted {
      ($0.record.at, $0.record.touch.description) < ($1.record.at, $1.record.touch.description)
    }
  }
}

import ArgumentParser
import CadenceModel
import CadencePlanning
import CadenceService
import CivilTime
import ConfigLoading
import TouchJournal

/// `fifthcall diff`: what another config folder would change in the coming weeks.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what another config would change in the plan.",
    discussion: """
      Compares the plan of the present config with that of OTHER_CONFIG, from today on, with the
      same journal: touches added, removed or moved (to another time or channel).
      """)

  @Argument(help: "The other config folder.")
  var otherConfig: String

  @Option(help: "How many days ahead.")
  var days: Int = 30

  @Flag(help: "Exit with 1 when anything differs.")
  var exitCode = false

  @Option(help: "table, json (one object a line) or csv.")
  var format: ListingFormat = .table

  @OptionGroup var site: SiteOptions

  func validate() throws {
    guard (1...36_525).contains(days) else { throw ValidationError("--days is 1 to 36525") }
  }

  func run() throws {
    let reading = try SiteReading(site)
    let other = SiteLoader.load(config: otherConfig, now: reading.now)
    guard let settings = other.settings, !other.hasErrors else {
      other.diagnostics.sorted().forEach { StandardError.write("\($0)") }
      throw ExitCode.badConfiguration
    }
    let zone = reading.settings.zones[reading.settings.site.zone] ?? .utc
    let today = zone.local(at: reading.now).day
    let history = reading.state.history
    let present = Planner(
      settings: reading.settings, roster: reading.site.roster, history: history)
    let changed = Planner(settings: settings, roster: other.roster, history: history)
    let changes = PlanChange.all(
      from: present, present.allocatedOnAllCores(from: today, days: days).plan, to: changed,
      changed.allocatedOnAllCores(from: today, days: days).plan)
    try write(changes, present, changed)
    if exitCode, !changes.isEmpty { throw ExitCode.no }
  }

  private func write(
    _ changes: [PlanChange], _ present: Planner, _ changed: Planner
  ) throws {
    var output = LineOutput()
    var (before, after) = (PlanRows(present), PlanRows(changed))
    if format == .csv {
      output.write("change,was,\(PlanRows.header)")
      try output.endLine()
    }
    for change in changes {
      let kind = change.kind.rawValue
      if change.kind == .removed {
        before.write(change.touch, as: format, to: &output, change: kind, was: change.was)
      } else {
        after.write(change.touch, as: format, to: &output, change: kind, was: change.was)
      }
      try output.endLine()
    }
    try output.flush()
  }
}

/// One difference between two plans.
struct PlanChange {
  /// What happens to the touch.
  enum Kind: String {
    case added, removed, moved
  }

  let kind: Kind
  /// The touch as the other plan has it; a removed one as the present plan has it.
  let touch: PlannedTouch
  /// When a moved touch was planned before.
  let was: Instant?

  /// Everything that differs, by moment and then by touch id.
  static func all(
    from before: Planner, _ present: Plan, to after: Planner, _ changed: Plan
  ) -> [PlanChange] {
    var old: [TouchID: PlannedTouch] = [:]
    for touch in present.touches { old[before.touchID(of: touch)] = touch }
    var changes: [(at: Instant, id: String, change: PlanChange)] = []
    for touch in changed.touches {
      let id = after.touchID(of: touch)
      let at = after.instant(of: touch)
      guard let known = old.removeValue(forKey: id) else {
        changes.append((at, "\(id)", PlanChange(kind: .added, touch: touch, was: nil)))
        continue
      }
      let was = before.instant(of: known)
      if was != at || known.channel != touch.channel {
        changes.append((at, "\(id)", PlanChange(kind: .moved, touch: touch, was: was)))
      }
    }
    for (id, touch) in old {
      let change = PlanChange(kind: .removed, touch: touch, was: nil)
      changes.append((before.instant(of: touch), "\(id)", change))
    }
    return changes.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.map(\.change)
  }
}

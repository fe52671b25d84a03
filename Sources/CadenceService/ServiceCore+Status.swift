import CadenceModel
import CivilTime
import ConfigLoading
import JournalFile
import ServiceRuntime
import TouchDispatch
import TouchJournal

/// How the service fares, as `status --format json` prints it.
struct StatusReport: Codable, Sendable {
  /// One reason why messages wait.
  struct Hold: Codable, Sendable {
    var cause: String
    var text: String
    var since: String
    var until: String?
  }

  /// A channel that does not answer.
  struct Down: Codable, Sendable {
    var channel: String
    var next: String
  }

  var generation: String
  var customers: Int
  var mode: String
  var lastReload: String
  var lastReloadAt: String?
  var reloadsByItself: Bool
  var journal: String
  var planned: Int
  var underWay: Int
  var waiting: Int
  var nextDue: String?
  var down: [Down] = []
  var holds: [Hold] = []
  var notices: [String] = []

  enum CodingKeys: String, CodingKey {
    case generation, customers, mode, journal, planned, waiting, down, holds, notices
    case lastReload = "last_reload"
    case lastReloadAt = "last_reload_at"
    case reloadsByItself = "reload_auto"
    case underWay = "under_way"
    case nextDue = "next_due"
  }

  /// The same for people.
  var lines: [String] {
    var lines = [
      "generation \(generation), \(customers) customers, mode \(mode)",
      "last reload: \(lastReload)" + (lastReloadAt.map { ", \($0)" } ?? "")
        + (reloadsByItself ? "" : "; edits wait for fifthcall reload"),
      "journal at \(journal)",
      "\(planned) messages planned, \(underWay) under way, \(waiting) waiting for another try",
    ]
    if let nextDue { lines.append("next due \(nextDue)") }
    lines += down.map { "\($0.channel) is down, next try \($0.next)" }
    lines += holds.map { hold in
      "hold: " + (hold.cause.isEmpty ? "" : "\(hold.cause), ") + hold.text
        + (hold.since.isEmpty ? "" : ", since \(hold.since)")
        + (hold.until.map { ", ends by itself \($0)" } ?? "")
    }
    return lines + notices
  }
}

extension ServiceCore {
  /// What `status` answers.
  func status() -> ControlReply {
    let moment = now
    var report = StatusReport(
      generation: site.generation, customers: roster.customers.count,
      mode: settings.mode == .live ? "live" : "rehearsal", lastReload: reloadStanding.text,
      lastReloadAt: reloadStanding.at.map { siteZone.text($0) },
      reloadsByItself: settings.reloadsByItself, journal: "\(parts.journal.head)",
      planned: planned.count, underWay: machine.flying,
      waiting: machine.open.count { $0.stage == .intended },
      nextDue: machine.nextDue(after: moment).map { siteZone.text($0) })
    report.down = machine.down.sorted { $0.key < $1.key }
      .map { StatusReport.Down(channel: $0.key.name, next: siteZone.text($0.value)) }
    if let journalTrouble {
      report.holds.append(StatusReport.Hold(cause: "", text: journalTrouble, since: ""))
    }
    report.holds += state.holds.map { hold in
      StatusReport.Hold(
        cause: hold.cause, text: HoldReason.words(hold.cause).en, since: siteZone.text(hold.since),
        until: hold.until.map { siteZone.text($0) })
    }
    if let clockWait {
      report.notices.append("the clock went back: waiting for \(siteZone.text(clockWait))")
    }
    report.notices += staleCalendars.map { "holidays are not known: \($0)" }
    return ControlReply(lines: report.lines, report: ControlCoding.line(report))
  }
}

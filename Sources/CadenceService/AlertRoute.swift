package import CadenceModel
package import CivilTime
import Foundation
import Logging
package import MessageRendering
import RepReporting
package import TouchDelivery

/// How the admin is reached when the service is down, kept from the last good configuration.
///
/// The file stands in the state folder: the most frequent reason for a service that does not start
/// is a config that cannot be read, and then the config cannot say whom to tell.
package struct AlertRoute: Codable, Sendable, Equatable {
  private var admin: String
  private var from: String
  private var fromName: String
  private var language: String
  private var smtp: SMTPEndpoint?

  /// The route of some settings; nil when they name no admin.
  package init?(_ settings: Settings) {
    guard let address = settings.digest.adminEmail else { return nil }
    let site = settings.site
    admin = address
    from = site.mailFrom
    fromName = site.mailFromName.isEmpty ? site.company : site.mailFromName
    language = site.language
    smtp = settings.mode == .live ? settings.channels.smtp : nil
  }

  /// The route last kept in a state folder; nil when there is none.
  package init?(state folder: String) {
    guard let data = FileManager.default.contents(atPath: Self.path(folder)),
      let kept = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = kept
  }

  /// Keeps the route of some settings in a state folder; without it alerts of a dead service fail,
  /// nothing else does.
  static func keep(of settings: Settings, in folder: String, log: Logger) {
    guard let route = AlertRoute(settings), route != AlertRoute(state: folder) else { return }
    do {
      try JSONEncoder().encode(route)
        .write(to: URL(fileURLWithPath: path(folder)), options: .atomic)
    } catch {
      log.warning("the way to the admin cannot be kept: \(error.localizedDescription)")
    }
  }

  /// The deliverer that the mail goes through: the relay, else the outbox.
  package func deliverer(
    state folder: String, credentials: CredentialStore, now: Instant
  ) throws(CredentialProblem) -> any Deliverer {
    guard var smtp else { return Self.outbox(folder, now) }
    // The unit has two minutes; a relay that is silent for one is as good as down.
    smtp.replyTimeout = min(60, smtp.replyTimeout)
    var credential: Credential?
    if let name = smtp.credential { credential = try credentials.read(name).get() }
    return SMTPDeliverer(endpoint: smtp, credential: credential)
  }

  /// Where the mail is kept when the relay does not take it; nil where it went there anyway, or
  /// stands there already since an earlier try.
  package func fallback(for message: OutgoingMessage, state folder: String, now: Instant)
    -> (any Deliverer)?
  {
    guard smtp != nil else { return nil }
    let kept = FileManager.default.enumerator(atPath: folder + "/outbox")?.contains { name in
      guard let name = name as? String, name.hasSuffix(".eml"),
        let bytes = FileManager.default.contents(atPath: "\(folder)/outbox/\(name)")
      else { return false }
      return bytes.range(of: Data(message.touch.utf8)) != nil
    }
    return kept == true ? nil : Self.outbox(folder, now)
  }

  private static func outbox(_ folder: String, _ now: Instant) -> any Deliverer {
    OutboxDeliverer(folder: folder + "/outbox") { ZoneRules.utc.local(at: now).day.description }
  }

  /// The finished mail about a unit that has failed.
  package func message(about failure: UnitFailure, now: Instant) throws(MailFailure)
    -> OutgoingMessage
  {
    let page = failure.page(language: language, at: now.rfc3339)
    let touch = "unit-failed/\(failure.unit)/\(failure.run ?? String(now.milliseconds))"
    var message = OutgoingMessage(
      touch: touch, channel: .email, recipient: admin, sender: from, at: now.rfc3339)
    message.bytes = try Mail(
      key: touch, date: now, offsetSeconds: 0, from: Mailbox(name: fromName, address: from),
      to: [Mailbox(address: admin)], subject: page.subject, text: page.text, html: page.html
    ).composed()
    return message
  }

  private static func path(_ folder: String) -> String { folder + "/alert-route.json" }
}

/// A unit that systemd gave up.
package struct UnitFailure: Sendable {
  /// The unit's name.
  package let unit: String
  /// The run that failed: the same whenever its alert is tried again.
  fileprivate let run: String?
  /// systemd's word for what happened and the exit status, where it told them.
  private let result: String?
  /// What is wrong with the configuration now, one finding a line.
  private let findings: [String]

  /// A failure with what systemd says of it (`MONITOR_…`, systemd.exec(5), since version 251).
  package init(unit: String, environment: [String: String], findings: [String]) {
    self.unit = unit
    run = environment["MONITOR_INVOCATION_ID"]
    let words = ["MONITOR_SERVICE_RESULT", "MONITOR_EXIT_CODE", "MONITOR_EXIT_STATUS"]
      .compactMap { environment[$0] }
    result = words.isEmpty ? nil : words.joined(separator: " ")
    self.findings = findings
  }

  /// The mail's content.
  func page(language: String, at moment: String) -> DigestPage {
    let isChinese = LanguageTag.isChinese(language)
    let title = isChinese ? "服务停止了，请处理" : "The service is down and needs you"
    let lead =
      isChinese
      ? "系统不再自动重启 \(unit)。在它重新运行之前，不会发送任何消息；没有丢失任何记录。"
      : "systemd does not restart \(unit) any more. Nothing is sent until it runs again; no record is lost."
    var page = DigestPage(
      language: language, subject: "Fifthcall: \(title)", title: title, lead: lead)
    var lines = result.map { [$0] } ?? []
    lines += findings.prefix(30)
    lines.append("journalctl -u \(unit) -n 50")
    lines.append(
      findings.isEmpty ? "systemctl restart \(unit)" : "fifthcall check; systemctl restart \(unit)")
    page.parts = [.lines(title: moment, lines.map { DigestPage.Line($0) })]
    return page
  }
}

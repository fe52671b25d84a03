import ArgumentParser
import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import MessageRendering
import ServiceRuntime

/// `fifthcall inbound`: hands a mail that came back to the running service.
struct InboundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbound",
    abstract: "Reads one mail that came in from standard input.",
    discussion: """
      For the alias of channels.smtp.return_path, and for the mailbox that customers answer to. Delivery
      reports and complaints that carry one of our tokens are journalled, and so is what customers
      write: their own words are sealed, a complaint opens one, and a stop opts out. Automatic answers,
      lists and unknown senders are counted and forgotten, and nothing is ever answered. Exits 0 when the
      mail is done with, whatever it was, and 75 when the mail system should keep it and try again, since
      the service does not run or cannot write.
      """)

  @OptionGroup var site: SiteOptions

  @Option(help: "Whom the mail was for, as the mail system knows it; else the headers tell.")
  var recipient: String?

  func run() throws {
    let returned = try read(Self.readAll())
    guard site.hasState else { throw Self.later("there is no state folder; start: fifthcall run") }
    let line: String
    do throws(ControlFailure) {
      line = try ControlClient.ask(
        ControlCoding.line(ControlRequest.inbound(returned)),
        path: ControlPath.socket(in: site.stateFolder))
    } catch {
      throw Self.later("\(error)")
    }
    guard let reply = ControlCoding.read(ControlReply.self, line) else {
      throw Self.later("the service's answer cannot be read")
    }
    guard reply.exitCode == 0 else { throw Self.later(reply.problems.joined(separator: "; ")) }
    reply.lines.forEach { StandardError.write($0) }
  }

  /// A report on one of our mails, or what somebody wrote.
  private func read(_ bytes: [UInt8]) throws -> ReturnedMail {
    let mailbox = try mailbox()
    let report = MailReport(bytes, mailbox: mailbox ?? "", recipient: recipient)
    if case .ignored("no-report") = report {
      switch MailReply.read(bytes, decode: MailCharset.decode) {
      case .written(let reply): return ReturnedMail(reply)
      case .ignored(let why): return ReturnedMail(kind: .ignored, token: "", code: why)
      }
    }
    if mailbox == nil, case .ignored("no-token") = report {
      throw Self.later(
        "channels.smtp.return_path is not set, so no report can be told from a forged one")
    }
    return Self.returned(report)
  }

  /// The mailbox of the settings; a config that cannot be read is no reason to lose a mail.
  private func mailbox() throws -> String? {
    let now = Instant(milliseconds: ServiceClock.system.wall())
    guard let settings = SiteLoader.load(config: site.configFolder, now: now).settings else {
      throw Self.later("the configuration has errors; see: fifthcall check")
    }
    return settings.channels.smtp?.returnPath
  }

  private static func returned(_ report: MailReport) -> ReturnedMail {
    switch report {
    case .bounced(let token, let code): ReturnedMail(kind: .bounced, token: token, code: code)
    case .delivered(let token, let code): ReturnedMail(kind: .delivered, token: token, code: code)
    case .complained(let token): ReturnedMail(kind: .complained, token: token, code: "")
    case .ignored(let why): ReturnedMail(kind: .ignored, token: "", code: why)
    }
  }

  /// The beginning of the mail; the rest is read and dropped, so that the mail system is not cut off.
  private static func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = try? FileHandle.standardInput.read(upToCount: 1 << 16), !chunk.isEmpty {
      if bytes.count < MailReport.limit { bytes += chunk }
    }
    return bytes
  }

  private static func later(_ why: String) -> ExitCode {
    StandardError.write(why)
    return ExitCode(75)
  }
}

import CadenceModel
import CivilTime
import Foundation
import MessageRendering
import Testing

/// What SpamAssassin thinks of the shipped mails, by its local rules alone.
///
/// Runs where `FIFTHCALL_RIGS` says that the real programs are there; a missing one then fails.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FIFTHCALL_RIGS"] != nil))
struct SpamTests {
  @Test func `D2: SpamAssassin gives every shipped e-mail less than two points`() throws {
    let mails = try shippedMails()
    #expect(mails.count >= 80)
    let scores = try scores(of: mails.map(\.bytes))
    // The mailbox is not read in its order, so that each mail says itself which it is.
    #expect(Set(scores.map(\.name)) == Set(mails.map(\.name)))
    for score in scores { #expect(score.points < 2, "\(score.name): \(score)") }
  }

  @Test func `the judge knows spam when it sees it`() throws {
    let spam = """
      From: win@example.com\r\nTo: you@example.com\r\nSubject: test\r\n\r\n\
      XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n
      """
    #expect(try scores(of: [Array(spam.utf8)]).first?.points ?? 0 > 100)
  }

  private struct Score: CustomStringConvertible {
    var name: String
    var points: Double
    var rules: String
    var description: String { "\(points) (\(rules))" }
  }

  /// The points of each mail, in any order; one run over one mailbox, since a start takes seconds.
  private func scores(of mails: [[UInt8]]) throws -> [Score] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "fifthcall-spam-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var box: [UInt8] = []
    for mail in mails {
      box += Array("From fifthcall@example.com Mon Nov 23 09:30:00 2026\n".utf8)
      box += mail.filter { $0 != 13 } + Array("\n".utf8)
    }
    let file = folder.appending(path: "mails.mbox")
    try Data(box).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/spamassassin")
    process.arguments = ["--local", "--test-mode", "--mbox", file.path()]
    // Away from the caller's own settings and from what it may have learnt.
    process.environment = ["HOME": folder.path(), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).replacing("\n\t", with: "")
      .split(separator: "\nFrom fifthcall@example.com ").compactMap { mail in
        guard let status = mail.firstMatch(of: /X-Spam-Status: [^\n]*score=(-?[0-9.]+)[^\n]*/),
          let points = Double(status.1)
        else { return nil }
        let rules = status.0.firstMatch(of: /tests=([A-Z0-9_,]+)/).map { String($0.1) }
        let name = mail.firstMatch(of: /\nX-Fifthcall-Touch: ([^\n]+)/).map { String($0.1) }
        return Score(name: name ?? "", points: points, rules: rules ?? "")
      }
  }

  /// Every shipped e-mail as a relay would get it, with its attachment for everybody.
  private func shippedMails() throws -> [(name: String, bytes: [UInt8])] {
    try GoldenMail.shippedTemplates().filter { $0.path.contains(".email.") }.map { file in
      var findings: [Diagnostic] = []
      let identity = try TemplateIdentity.parse(path: file.path).get()
      let template = try #require(
        Template.parse(file.source, identity: identity, file: file.path, findings: &findings))
      let context = MessageContext.sample(language: identity.language)
      let frame = MailFrame(context: context, siteLines: ["1 Mill Lane"])
      let message = try template.render(context, mail: frame)
      let site = "fifthcall-doors.org"
      var mail = Mail(
        key: "100002/\(identity.textID)/2026-1/1", date: Instant(seconds: 1_795_311_000),
        offsetSeconds: 28_800,
        from: Mailbox(name: try #require(context[.company]), address: "service@\(site)"),
        to: [Mailbox(name: context[.name] ?? "", address: "customer@\(site)")],
        subject: message.subject ?? "", text: message.text)
      mail.html = message.html
      mail.extraHeaders = [(name: "X-Fifthcall-Touch", value: file.path)]
      mail.unsubscribe = MailUnsubscribe(mailto: "service@\(site)")
      mail.attachments =
        template.attachments.last.flatMap { rule in
          GoldenMail.attachment(rule.fileName).map {
            [MailAttachment(fileName: rule.fileName, bytes: $0)]
          }
        } ?? []
      return (file.path, try mail.composed())
    }
  }
}

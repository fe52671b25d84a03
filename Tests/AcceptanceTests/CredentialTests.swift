import CadenceService
import FifthcallTestSupport
import Foundation
import Testing
import TouchDelivery

/// Where secrets come from, and which are refused (bad-input row 102).
@Suite(.fewAtATime) struct CredentialTests {
  private func read(_ bytes: [UInt8], file: String = "relay") throws -> String {
    let folder = TemporaryFolder()
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(file)"))
    let store = CredentialStore(environment: ["CREDENTIALS_DIRECTORY": folder.path])
    switch store.read("relay") {
    case .success(let credential): return credential.secret
    case .failure(let problem):
      // A finding must help, and must not repeat the secret.
      #expect(!problem.description.contains("s3cret"))
      return problem.what
    }
  }

  @Test(arguments: [
    ("s3cret pa:ss%", "s3cret pa:ss%"), ("s3cret\n", "s3cret"),
    ("s3cret\r\n", "holds control characters or a byte order mark"), ("", "is empty"),
    ("\n", "is empty"), ("s3cret\nmore\n", "holds control characters or a byte order mark"),
    ("\u{FEFF}s3cret", "holds control characters or a byte order mark"),
  ])
  func `one trailing line end is cut; other oddities are refused`(
    _ content: String, _ expected: String
  ) throws {
    #expect(try read(Array(content.utf8)) == expected)
  }

  @Test func `a reload says which credential is older than its source`() async throws {
    var site = try TestSite(customers: [
      TestSite.customer(1, birthday: "1987-03-03", email: true)
    ]) { text in
      text.setChannels(
        "  smtp: {host: localhost, security: none, user: door, credential: smtp-password}")
    }
    let files = FileManager.default
    let copies = site.home.appendingPathComponent("copies")
    let sources = site.home.appendingPathComponent("config/credentials")
    for folder in [copies, sources] {
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("s3cret\n".utf8).write(to: folder.appendingPathComponent("smtp-password"))
    }
    let source = sources.appendingPathComponent("smtp-password").path
    func age(_ seconds: Double) throws {
      try files.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: source)
    }
    try age(-3600)
    site.program.environment["CREDENTIALS_DIRECTORY"] = copies.path
    let service = try await site.startReady(["run", "--now", "2026-11-24T12:00:00+08:00"])
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    let before = try site.program.run("reload")
    #expect(before.code == 0 && !before.errors.contains("older than its source"), "\(before)")
    #expect(before.output.contains("secrets stay those of the last start"))
    try age(3600)
    let after = try site.program.run("reload")
    #expect(after.code == 0)
    #expect(
      after.errors.contains("credential smtp-password is older than its source"), "\(after)")
    #expect(after.errors.contains("systemctl restart"))
    #expect(!(after.output + after.errors).contains("s3cret"))
  }

  @Test func `binary is refused`() throws {
    #expect(try read([0xFF, 0xFE, 0x00]) == "is not UTF-8 text")
  }

  @Test func `a folder loaded whole gives its files under the unit's prefix`() throws {
    #expect(try read(Array("s3cret".utf8), file: "fifthcall_relay") == "s3cret")
  }

  @Test func `the environment is asked where there is no file`() {
    let store = CredentialStore(environment: ["FIFTHCALL_CREDENTIAL_SMS_TOKEN": "t"])
    guard case .success(let credential) = store.read("sms-token") else {
      Issue.record("no credential")
      return
    }
    #expect(credential.secret == "t")
    guard case .failure(let problem) = store.read("other") else {
      Issue.record("a credential from nowhere")
      return
    }
    #expect(problem.description.contains("FIFTHCALL_CREDENTIAL_OTHER"))
  }
}

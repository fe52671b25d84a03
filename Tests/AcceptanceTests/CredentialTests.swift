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

import FifthcallTestSupport
import Foundation
import Testing

/// A site of its own for one test: the shipped config and templates, with the test's customers.
struct TestSite {
  private let folder = TemporaryFolder()
  /// The site's folder.
  var home: URL { URL(fileURLWithPath: folder.path) }
  /// Runs commands in the site's folder.
  var program: Program

  /// Copies the shipped Chinese config; `customers` are the CSV's lines below the header.
  ///
  /// The manager's mails are left out unless `managed`, so that what a test sends is counted easily.
  init(
    customers: [String] = [], managed: Bool = false, edit: (inout String) -> Void = { _ in }
  ) throws {
    program = Program(folder: URL(fileURLWithPath: folder.path))
    let files = FileManager.default
    for name in ["config", "templates"] {
      try files.copyItem(
        at: Repository.root.appendingPathComponent(name), to: home.appendingPathComponent(name))
    }
    if !managed {
      try editConfig { $0 = $0.replacing("  email: manager@example.com\n", with: "") }
    }
    guard !customers.isEmpty else { return }
    let folder = home.appendingPathComponent("config/customers")
    for name in try files.contentsOfDirectory(atPath: folder.path) {
      try files.removeItem(at: folder.appendingPathComponent(name))
    }
    let text = ([Self.header] + customers).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("customers.csv"))
    try editConfig { text in
      text = text.replacingOccurrences(of: "sample: true", with: "sample: false")
      edit(&text)
    }
  }

  static let header = "客户编号,姓名,称呼,性别,手机,电子邮箱,城市,负责人,客户阶段,生日,同意短信,同意邮件"

  /// A customer's line; who has an e-mail gets mail, who has a phone gets SMS.
  static func customer(
    _ number: Int, birthday: String, email: Bool, stage: String = "成交客户"
  ) -> String {
    let digits = String(format: "%04d", number)
    let mobile = email ? "" : "1540001\(digits)"
    let address = email ? "k\(digits)@example.com" : ""
    return
      "T\(digits),王\(digits),王女士,女,\(mobile),\(address),永康,周丽萍,\(stage),\(birthday),"
      + (email ? "否,是" : "是,否")
  }

  /// Changes `fifthcall.yaml`.
  func editConfig(_ edit: (inout String) -> Void) throws {
    let file = home.appendingPathComponent("config/fifthcall.yaml")
    var text = try String(contentsOf: file, encoding: .utf8)
    edit(&text)
    try Data(text.utf8).write(to: file)
  }

  /// The lines of a file of the site; none while it is not there.
  func lines(_ path: String) -> [String] {
    let file = home.appendingPathComponent(path)
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// The journal's lines as objects.
  func journal() throws -> [[String: Any]] {
    try program.run("journal", "show", "--format", "json").objects()
  }

  /// Waits until a look at the site gives something; nil after two minutes.
  func await<Value>(_ look: () throws -> Value?) async throws -> Value? {
    try await Patience.await(look)
  }

  /// Starts the service in the background, its output in `service.log`, and waits until `status`
  /// answers.
  func startReady(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Process {
    let log = home.appendingPathComponent("service.log")
    let service = try program.start(arguments, output: log)
    let isReady = try await self.await { try program.run("status").code == 0 ? true : nil }
    if isReady == nil { kill(service.processIdentifier, SIGKILL) }
    try #require(isReady == true, "\(lines("service.log"))", sourceLocation: sourceLocation)
    return service
  }
}

extension String {
  /// Replaces the empty `channels:` of the shipped config.
  mutating func setChannels(_ text: String) {
    self = replacingOccurrences(of: "\nchannels:\n", with: "\nchannels:\n\(text)\n")
  }
}

import FifthcallTestSupport
import Foundation
import Testing

/// The contract's commands as a user types them: formats and exit codes.
@Suite(.fewAtATime) struct CommandTests {
  @Test func `both shipped configurations check clean but for what is true of the world`() throws {
    for folder in ["config", "config/examples/en"] {
      let ended = try Program(folder: Repository.root).run("check", folder)
      #expect(ended.code == 0, "\(ended.output)")
      let foreign = ended.lines.filter { !$0.contains("the official list of days off") }
      #expect(foreign.isEmpty, "\(folder): \(foreign)")
    }
  }

  @Test func `check reports every mistake at once with file, line and column, and exits 1`() throws
  {
    let site = try TestSite()
    try site.editConfig {
      $0 = $0.replacingOccurrences(of: "holiday_buffer: 2 ", with: "holidy_buffer: 2 ")
        .replacingOccurrences(of: "catch_up: 3d", with: "catch_up: soon")
    }
    let ended = try site.program.run("check")
    #expect(ended.code == 1)
    let errors = ended.lines.filter { $0.contains(": error: ") }
    #expect(errors.contains { $0.contains("holidy_buffer") && $0.contains("holiday_buffer") })
    #expect(errors.contains { $0.contains("soon") })
    #expect(
      errors.allSatisfy { $0.wholeMatch(of: /fifthcall\.yaml:\d+:\d+: error: .+/) != nil })
  }

  @Test func `a plan line has the contract's keys in the contract's order`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "1987-11-24", email: true)])
    let ended = try site.program.run(
      "plan", "--from", "2026-11-24", "--days", "1", "--cadence", "birthday", "--format", "json")
    let line = try #require(ended.lines.first)
    let keys = line.matches(of: /"([a-z]+)":/).map { String($0.1) }
    #expect(
      keys == [
        "touch", "customer", "rep", "cadence", "kind", "occurrence", "step", "action", "channel",
        "day", "at", "template", "why",
      ])
    #expect(line.hasPrefix(#"{"touch":"T0001/birthday/2026/1","customer":"T0001","rep":"zhou""#))
    #expect(line.contains(#""why":"birthday of the customer""#))
  }

  @Test func `the order of the customer file changes no byte of the plan`() throws {
    let rows = (1...60).map {
      TestSite.customer(
        $0, birthday: "19\(50 + $0 % 40)-0\(1 + $0 % 9)-1\($0 % 9)", email: $0 % 2 == 0)
    }
    let plans = try [rows, Array(rows.reversed())].map { rows in
      let site = try TestSite(customers: rows)
      return try site.program.run(
        "plan", "--from", "2026-11-24", "--days", "365", "--skips", "--format", "json"
      ).output
    }
    #expect(plans[0] == plans[1])
    #expect(plans[0].utf8.count > 10_000)
  }

  @Test func `readers of standard input answer a bad line in its place and exit 65`() throws {
    let program = Program(folder: Repository.root)
    let zones = try program.run(
      "instants", input: "America/New_York 2026-03-08T02:30\nMoon/Base 2026-01-01T00:00\n")
    #expect(zones.code == 65)
    #expect(
      zones.lines.first
        == #"{"zone":"America/New_York","local":"2026-03-08T02:30","utc":"2026-03-08T07:30:00Z"}"#)
    #expect(zones.lines.last?.hasPrefix(#"{"error":"#) == true)
    let dates = try program.run(
      "occurrences", "-", "--from", "2026-01-01", "--to", "2026-12-31",
      input: "--02-29\n1990-02-30\nL--08-15\n")
    #expect(dates.code == 65)
    #expect(dates.lines.first == #"{"date":"--02-29","days":["2026-02-28"]}"#)
    #expect(dates.lines.last == #"{"date":"L--08-15","days":["2026-09-25"]}"#)
    let lengths = try program.run("sms-length", input: "\"€\"\n\"您好\"\nnonsense\n")
    #expect(lengths.code == 65)
    #expect(lengths.lines[0] == #"{"encoding":"GSM-7","units":2,"segments":1}"#)
    #expect(lengths.lines[1] == #"{"encoding":"UCS-2","units":2,"segments":1}"#)
  }

  @Test func `the calendar tells make-up days, lunar dates and what nobody knows yet`() throws {
    let ended = try Program(folder: Repository.root).run(
      "calendar", "--country", "CN", "--from", "2026-02-14", "--to", "2026-02-17", "--format",
      "json")
    let rows = try ended.objects()
    #expect(rows.map { $0["workday"] as? Bool } == [true, false, false, false])
    #expect(rows.last?["lunar"] as? String == "L2026-01-01")
    let unknown = try Program(folder: Repository.root).run(
      "calendar", "--country", "CN", "--from", "2027-02-08", "--to", "2027-02-08", "--format",
      "json")
    #expect(unknown.output.contains(#""workday":false"#) || unknown.output.contains("null"))
  }

  @Test(arguments: [
    (["frobnicate"], 64), (["plan", "--from", "yesterday", "--days", "1"], 64),
    (["status"], 69), (["journal", "verify"], 69), (["record", "note", "T0001"], 69),
  ])
  func `exit codes are the contract's`(_ arguments: [String], _ code: Int) throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    let ended = try site.program.run(arguments)
    #expect(Int(ended.code) == code, "\(ended.errors)")
    #expect(!ended.errors.isEmpty)
  }

  @Test func `a service with a bad config does not start and exits 78 with the findings`() throws {
    let site = try TestSite()
    try site.editConfig { $0 += "\nnonsense: true\n" }
    let ended = try site.program.run("run", "--once")
    #expect(ended.code == 78)
    #expect(ended.errors.contains("nonsense"))
    #expect(!FileManager.default.fileExists(atPath: site.home.path + "/var/journal"))
  }

  @Test func `a config folder that is not there is one finding, not one for each missing file`()
    throws
  {
    let ended = try Program(folder: Repository.root).run("check", "no-such-folder")
    #expect(ended.code == 1)
    #expect(ended.lines.count == 1)
    #expect(ended.output.hasPrefix("no-such-folder:1:1: error: there is no such folder"))
  }

  @Test func `an import that read no file writes none, and never half of its files`() throws {
    let site = try TestSite()
    let missing = try site.program.run("import", "nowhere.csv")
    #expect(missing.code == 65)
    #expect(!FileManager.default.fileExists(atPath: site.home.path + "/customers.csv"))
    let rejects = site.home.appendingPathComponent("rejects.csv")
    try Data("客户编号,姓名\nA1,王芳\n".utf8).write(to: rejects)
    let own = try site.program.run("import", "rejects.csv")
    #expect(own.code == 73)
    #expect(!FileManager.default.fileExists(atPath: site.home.path + "/customers.csv"))
  }

  @Test func `commands that answer in JSON only take the option that says so`() throws {
    let program = Program(folder: Repository.root)
    let dates = try program.run(
      "occurrences", "2000-02-29", "--feb29", "mar1", "--from", "2026-01-01", "--to",
      "2026-12-31", "--format", "json")
    #expect(dates.output == #"{"date":"2000-02-29","days":["2026-03-01"]}"# + "\n")
    #expect(try program.run("instants", "--format", "json").code == 0)
    #expect(try program.run("sms-length", "--format", "json").code == 0)
  }

  @Test func `a leap day kept on 1 March is planned on 1 March`() throws {
    let header = TestSite.header + ",平年生日"
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    let rows = [
      TestSite.customer(1, birthday: "1984-02-29", email: true) + ",3月1日",
      TestSite.customer(2, birthday: "1984-02-29", email: true) + ",",
    ]
    try Data(([header] + rows).joined(separator: "\n").utf8)
      .write(to: site.home.appendingPathComponent("config/customers/customers.csv"))
    let plan = try site.program.run(
      "plan", "--from", "2027-02-20", "--days", "20", "--cadence", "birthday", "--format", "json")
    let days = try plan.objects().map { "\($0["customer"] ?? "") \($0["day"] ?? "")" }
    #expect(days == ["T0002 2027-02-28", "T0001 2027-03-01"])
  }

  @Test func `the journal's tools speak every format`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    #expect(try site.program.run("record", "--init").code == 0)
    #expect(try site.program.run("record", "note", "T0001", "--note", "喜欢喝茶").code == 0)
    let verdict = try site.program.run("journal", "verify", "--format", "json").objects()
    #expect(verdict.map { $0["verdict"] as? String } == ["clean"])
    let table = try site.program.run("journal", "show", "--format", "csv")
    #expect(table.lines.first == "n,at,kind,fields")
    #expect(table.output.contains(",note,") && !table.output.contains("喝茶"))
    let counts = try site.program.run("journal", "stats", "--format", "csv")
    #expect(counts.lines.contains("kind note,1"))
  }

  @Test(arguments: [
    "check", "journal show --format json", "journal stats --format json",
    "calendar --country CN --from 2026-01-01 --to 2026-12-31", "customer T0001",
    "record note T0001", "journal stats --format table", "schema fifthcall",
  ])
  func `a full disk under standard output is said and ends with 73`(_ command: String) throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    #expect(try site.program.run("record", "--init").code == 0)
    #expect(try site.program.run("record", "note", "T0001").code == 0)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "exec \"$0\" \(command) >/dev/full", Program.executable.path]
    shell.currentDirectoryURL = site.home
    let words = Pipe()
    shell.standardError = words
    try shell.run()
    let told = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 73)
    #expect(told.contains("cannot write to standard output: no space left on the disk"))
  }

  @Test(arguments: ["2>/dev/full", "2>&-", "<&- >&- 2>&-"])
  func `nobody who listens to the words is no reason to crash`(_ streams: String) throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "exec \"$0\" customer nobody \(streams)", Program.executable.path]
    shell.currentDirectoryURL = site.home
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationReason == .exit)
    #expect(shell.terminationStatus == 65)
  }

  @Test func `closed streams do not let words get into the journal`() throws {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: true)])
    #expect(try site.program.run("record", "--init").code == 0)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "exec \"$0\" run --once <&- >&- 2>&-", Program.executable.path]
    shell.currentDirectoryURL = site.home
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    let verdict = try site.program.run("journal", "verify", "--format", "json").objects()
    #expect(verdict.map { $0["verdict"] as? String } == ["clean"])
  }
}

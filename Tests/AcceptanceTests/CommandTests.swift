import Foundation
import Testing

/// The contract's commands as a user types them: formats and exit codes.
@Suite struct CommandTests {
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
}

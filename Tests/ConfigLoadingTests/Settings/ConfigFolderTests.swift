import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import Testing

struct ConfigFolderTests {
  @Test func `the smallest config loads without findings and with all defaults`() throws {
    let loaded = try ConfigScenario().load()
    #expect(loaded.diagnostics == [])
    let settings = try #require(loaded.settings)
    #expect(settings.mode == .live)
    #expect(settings.policy.caps == [.init(most: 1, days: 7), .init(most: 3, days: 30)])
    #expect(settings.policy.sendWindows.map(\.description) == ["09:30-11:30", "14:00-19:30"])
    #expect(settings.policy.holidayBuffer == 2)
    #expect(settings.policy.textRestMonths == 24)
    #expect(settings.policy.festivalsKeptFree == ["mid-autumn"])
    #expect(settings.digest.at?.description == "07:30")
    #expect(settings.channels.smtp == nil)
    #expect(settings.reps.map(\.id.text) == ["mao"])
    #expect(settings.zones["Asia/Shanghai"] != nil)
    #expect(settings.calendars["CN"] != nil)
    #expect(settings.generation.utf8.count == 16)
  }

  @Test func `rates of single recipients and mail domains are read, and a remote relay has one`()
    throws
  {
    func settings(_ channels: String) throws -> Settings {
      let scenario = try ConfigScenario(["fifthcall.yaml": ConfigScenario.main + channels])
      return try #require(scenario.load().settings, "\(scenario.findings)")
    }
    let given = try settings(
      """
      channels:
        smtp: {host: localhost, security: none, domain_per_minute: 12}
        sms: {preset: kannel, key: k, credential: c, recipient_per_minute: 1, recipient_per_day: 5}

      """)
    #expect(given.channels.smtp?.domainWindows == [RateWindow(most: 1, seconds: 5)])
    #expect(
      given.channels.sms?.recipientWindows == [
        RateWindow(most: 1, seconds: 60), RateWindow(most: 5, seconds: 86_400),
      ])
    let local = try settings("channels:\n  smtp: {host: localhost, security: none}\n")
    #expect(local.channels.smtp?.domainWindows == [])
    let remote = try settings("channels:\n  smtp: {host: mail.example.com}\n")
    #expect(remote.channels.smtp?.domainWindows == [RateWindow(most: 5, seconds: 5)])
  }

  @Test func `every mistake of every file is told at once, in order`() throws {
    let scenario = try ConfigScenario([
      "fifthcall.yaml": ConfigScenario.main.replacing("zone:", with: "zoen:")
        + "policy: {per_day: 0, holiday_bufer: 2}\n",
      "reps.yaml": "reps:\n  - {id: mao, names: [毛志强], calls_per_day: many}\n",
      "cadences/greeting.yaml": "kind: greeting\ntitle: x\nper_year: 13\nsteps: []\n",
    ])
    #expect(
      scenario.findings == [
        "cadences/greeting.yaml:3:11: error: 13 is out of range: 1 to 12",
        "cadences/greeting.yaml:4:8: error: needs at least one",
        "fifthcall.yaml:2:3: error: zone is missing: IANA time zone of the office, such as "
          + "Asia/Shanghai; customers without one get it too.",
        "fifthcall.yaml:3:3: error: unknown key zoen; did you mean zone?",
        "fifthcall.yaml:11:19: error: 0 is out of range: 1 to 10",
        "fifthcall.yaml:11:22: error: unknown key holiday_bufer; did you mean holiday_buffer?",
        "reps.yaml:2:44: error: “many” is no whole number, 0 to 500",
      ])
    #expect(scenario.load().settings == nil)
  }

  @Test func `the generation is a hash over the bytes: comments count, names of folders do not`()
    throws
  {
    let first = try ConfigScenario().load().settings?.generation
    let again = try ConfigScenario().load().settings?.generation
    let edited = try ConfigScenario(["reps.yaml": ConfigScenario.reps + "# x\n"]).load()
    #expect(first == again)
    #expect(first != edited.settings?.generation)
  }

  @Test func `a list that is not out is missed from November on, not before`() throws {
    let scenario = try ConfigScenario()
    let october = try #require(Day(iso: "2026-10-31"))
    let november = try #require(Day(iso: "2026-11-01"))
    #expect(scenario.load(today: october).diagnostics == [])
    let late = scenario.load(today: november).diagnostics
    #expect(late.map(\.severity) == [.warning])
    #expect(late.first?.file.hasSuffix("holidays/CN.csv") == true)
    #expect(late.first?.text.contains("of 2027 is not in this file") == true)
    #expect(scenario.load(today: november).settings != nil)
  }

  @Test func `a file that is a link, a folder or a pipe is refused without waiting`() throws {
    let scenario = try ConfigScenario(["reps.yaml": nil])
    let path = "\(scenario.folder)/reps.yaml"
    #expect(
      scenario.findings.contains("reps.yaml:1:1: error: there is no such file"))
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/etc/hostname")
    #expect(
      scenario.findings.contains(
        "reps.yaml:1:1: error: it is a symbolic link; put the file itself here"))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(scenario.findings.contains("reps.yaml:1:1: error: it is no regular file"))
    try FileManager.default.removeItem(atPath: path)
    let made = Process()
    made.executableURL = URL(fileURLWithPath: "/usr/bin/mkfifo")
    made.arguments = [path]
    try made.run()
    made.waitUntilExit()
    #expect(scenario.findings.contains("reps.yaml:1:1: error: it is no regular file"))
  }

  @Test func `a list of holidays that is a pipe or a link is refused without waiting`() throws {
    let scenario = try ConfigScenario(["holidays/CN.csv": nil])
    let path = "\(scenario.folder)/holidays/CN.csv"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    #expect(
      scenario.findings.contains(
        "holidays/CN.csv:1:1: error: it is a symbolic link; put the file itself here"))
    try FileManager.default.removeItem(atPath: path)
    let made = Process()
    made.executableURL = URL(fileURLWithPath: "/usr/bin/mkfifo")
    made.arguments = [path]
    try made.run()
    made.waitUntilExit()
    #expect(scenario.findings.contains("holidays/CN.csv:1:1: error: it is no regular file"))
  }

  @Test func `a main file that cannot be read is one finding, not one for each text`() throws {
    let scenario = try ConfigScenario(["fifthcall.yaml": "site: [\n"])
    #expect(scenario.findings.count { $0.hasPrefix("fifthcall.yaml") } == 1)
    #expect(!scenario.findings.contains { $0.contains("no sms text") })
  }

  @Test func `a preset is the beginning and what stands beside it overrides it`() throws {
    let scenario = try ConfigScenario([
      "fifthcall.yaml": ConfigScenario.main + """
        channels:
          sms:
            preset: tencent
            key: AKID
            credential: tencent-secret
            signature: 福门
            values: {app_id: "1400000000", region: ap-beijing}
            template_ids: {greeting/zh-CN.a: "100"}
            codes: {FailedOperation.X: fault}
            timeout: 20s

        """
    ])
    let loaded = scenario.load()
    #expect(loaded.diagnostics == [])
    let sms = try #require(loaded.settings?.channels.sms)
    #expect(sms.name == "tencent")
    #expect(sms.value("region") == "ap-beijing")
    #expect(sms.value("app_id") == "1400000000")
    #expect(sms.timeout == 20)
    #expect(sms.codes.first?.code == "FailedOperation.X")
    #expect(sms.templateIDs == ["greeting/zh-CN.a": "100"])
    #expect(sms.signing == .tencentTC3)
  }

  @Test(arguments: ["rep-digest", "operator-alert"])
  func `no cadence may take the name of the service's own mails`(name: String) throws {
    let scenario = try ConfigScenario([
      "cadences/\(name).yaml": "kind: greeting\ntitle: x\nper_year: 3\n"
    ])
    #expect(
      scenario.findings.contains {
        $0.contains("cadences/\(name).yaml") && $0.contains("the service's own mails")
      })
  }
}

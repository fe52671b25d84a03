import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import Testing

/// A mistake in one file of the smallest config, and the one finding that it must give.
struct BadConfig: CustomTestStringConvertible, Sendable {
  let name: String
  let file: String
  let text: String
  /// Without `file:`.
  let finding: String

  var testDescription: String { name }

  /// A mistake in lines added to the main file, which has 10 lines.
  static func main(_ name: String, _ added: String, _ finding: String) -> BadConfig {
    BadConfig(
      name: name, file: "fifthcall.yaml", text: ConfigScenario.main + added + "\n",
      finding: finding)
  }

  /// A mistake in place of a line of the main file.
  static func changed(
    _ name: String, _ old: String, _ new: String, _ finding: String
  ) -> BadConfig {
    BadConfig(
      name: name, file: "fifthcall.yaml",
      text: ConfigScenario.main.replacing(old, with: new), finding: finding)
  }

  /// A whole reps file.
  static func reps(_ name: String, _ text: String, _ finding: String) -> BadConfig {
    BadConfig(name: name, file: "reps.yaml", text: text + "\n", finding: finding)
  }

  /// A whole cadence file.
  static func cadence(_ name: String, _ text: String, _ finding: String) -> BadConfig {
    BadConfig(name: name, file: "cadences/greeting.yaml", text: text + "\n", finding: finding)
  }
}

struct BadConfigTests {
  private static let yaml: [BadConfig] = [
    .reps("row 1: nothing", "", "1:1: error: the file is empty"),
    .reps("row 1: comments only", "# nothing", "1:1: error: the file is empty"),
    .reps(
      "row 2: two documents", "reps: [{id: mao, names: [a]}]\n---\nreps: []",
      "3:1: error: a second document begins here; write one per file"),
    .reps(
      "row 3: a tab", "reps:\n\t- id: mao",
      "2:1: error: YAML: while scanning for the next token, found character that cannot start any "
        + "token; indent with spaces, not tabs, and quote texts that begin with @ or %"),
    .reps(
      "row 4: a key twice", "reps: []\nreps: []", "1:1: error: “reps” is given twice"),
    .reps(
      "row 6: a list as key", "? [1, 2]\n: 3", "1:3: error: a key must be a plain text"),
    .reps(
      "row 7: an alias", "a: &x [1]\nreps: *x",
      "2:7: error: aliases (*name) are not read here; write the value out"),
    .reps(
      "row 7: an anchor", "reps: &x [{id: mao, names: [a]}]",
      "1:7: error: anchors (&name) are not read here; leave it out"),
    .reps(
      "row 8: too deep",
      "reps: " + String(repeating: "[", count: 60)
        + String(repeating: "]", count: 60),
      "1:39: error: too deep or too much for settings"),
    .reps(
      "row 19: a tag", "reps: !!binary aGFsbG8=",
      "1:7: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 19: the tag of a text", "reps: [{id: mao, names: [!!str a]}]",
      "1:26: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 19: a tag of no name", "reps: [{id: mao, names: [! a]}]",
      "1:26: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 19: the tag of a list", "reps: !!seq [{id: mao, names: [a]}]",
      "1:7: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 6: a section as key", "? {a: 1}\n: 3", "1:3: error: a key must be a plain text"),
    .reps(
      "row 6: a list as key in one line", "reps: [{[1]: 2}]",
      "1:9: error: a key must be a plain text"),
    .reps(
      "row 7: an anchor at a key", "reps: [{id: mao, &x names: [a]}]",
      "1:18: error: a key must be a plain text"),
    .reps(
      "row 16: no name", "reps: [{id: mao, names: [~]}]",
      "1:26: error: expected text; leave the key out for the default"),
    .reps(
      "row 16: a blank name", "reps: [{id: mao, names: [\" \"]}]",
      "1:26: error: expected text, not nothing"),
    .reps(
      "row 23: a bell as escape", "reps: [{id: mao, names: [\"a\\a\"]}]",
      "1:26: error: the invisible character U+0007 must not stand here"),
    .reps(
      "row 24: a line separator as escape", "reps: [{id: mao, names: [\"a\\Lb\"]}]",
      "1:26: error: the invisible character U+2028 must not stand here"),
    .reps(
      "row 24: text turned round", "reps: [{id: mao, names: [a\u{202E}b]}]",
      "1:27: error: the invisible character U+202E must not stand here"),
    .reps(
      "row 25: a blank of no width", "reps: [{id: m\u{200B}ao, names: [a]}]",
      "1:14: error: the invisible character U+200B must not stand here"),
    .reps(
      "row 20: a merge key", "reps: [{id: mao, names: [a], <<: 5}]",
      "1:30: error: unknown key <<; here are id, names, email, phone, zone, language, country, "
        + "weekdays, absences, deputy, left, successor, sex, calls_per_day, "
        + "visits_per_day, hours"),
    .reps(
      "row 23: a bell", "reps: [{id: mao, names: [\"a\u{7}\"]}]",
      "1:28: error: the invisible character U+0007 must not stand here"),
    .reps(
      "row 24: a line separator", "reps: [{id: mao, names: [a\u{2028}b]}]",
      "1:27: error: the invisible character U+2028 must not stand here"),
    .reps(
      "no section at all", "mao",
      "1:1: error: reps.yaml must be a section of keys, not a single value"),
  ]

  private static let values: [BadConfig] = [
    .changed(
      "row 5: unknown key", "company:", "compnay: x\n  company:",
      "2:3: error: unknown key compnay; did you mean company?"),
    .main(
      "row 12: no is no flag", "digest: {ask_for_missing_facts: no}",
      "11:33: error: “no” is neither true nor false"),
    .main(
      "row 12: a key that YAML calls true", "on: 1",
      "11:1: error: unknown key on; here are site, mode, redirect_to, default_rep, policy, "
        + "segments, groups, festivals, channels, digest, manager, escalation, complaints, web, "
        + "reports, effort, reload, customers, holidays, templates"),
    .main(
      "escalation that shrinks", "escalation: {remind_after: 6}",
      "11:13: error: remind_after, tell_manager_after and reassign_after must not shrink; write "
        + "for instance 3, 5 and 7"),
    .main(
      "row 11: seconds of a time", "digest: {at: 22:00:30}",
      "11:14: error: “22:00:30” is no time of day; write HH:MM, 00:00 to 23:59"),
    .main(
      "row 14: a number in octal", "policy: {holiday_buffer: 010}",
      "11:26: error: “010” is no whole number of days, 0 to 30"),
    .main(
      "row 17: 23 digits", "policy: {holiday_buffer: 12345678901234567890123}",
      "11:26: error: 12345678901234567890123 is out of range: 0 to 30"),
    .main(
      "row 18: a fraction", "policy: {per_day: 1.5}",
      "11:19: error: “1.5” is no whole number of messages, 1 to 10"),
    .main(
      "row 18: not a number", "policy: {per_day: .nan}",
      "11:19: error: “.nan” is no whole number of messages, 1 to 10"),
    .main(
      "no value", "policy:\n  per_day:",
      "12:11: error: expected whole number of messages, 1 to 10; leave the key out for the default"),
    .main(
      "a list for a number", "policy: {per_day: [1]}",
      "11:19: error: expected whole number of messages, 1 to 10, not a list"),
    .main(
      "row 29: over midnight", "policy: {send_windows: [22:00-08:00]}",
      "11:25: error: the window 22:00-08:00 runs over midnight; write 08:00-22:00, or two windows"),
    .main(
      "row 29: empty", "policy: {send_windows: [09:00-09:00]}",
      "11:25: error: the window 09:00-09:00 is empty"),
    .main(
      "row 29: 25 o'clock", "policy: {send_windows: [09:00-25:00]}",
      "11:25: error: “09:00-25:00” is no window; write HH:MM-HH:MM, 24:00 at most"),
    .main(
      "row 29: outside the gate", "policy: {send_windows: [07:00-09:00]}",
      "11:25: error: 07:00-09:00 is outside 08:00-21:00, when carriers and law let messages "
        + "through"),
    .main(
      "windows that overlap", "policy: {send_windows: [09:00-12:00, 11:00-13:00]}",
      "11:38: error: the window 11:00-13:00 begins before 09:00-12:00 ends; write them in order"),
    .changed(
      "row 30: no such zone", "Asia/Shanghai", "Asia/Beijing",
      "3:9: error: unknown time zone Asia/Beijing; did you mean Asia/Shanghai?"),
    .changed(
      "row 30: an abbreviation", "Asia/Shanghai", "CST",
      "3:9: error: unknown time zone CST; did you mean Asia/Shanghai?"),
    .changed(
      "row 30: a path", "Asia/Shanghai", "../../etc/passwd",
      "3:9: error: unknown time zone ../../etc/passwd; write one such as Asia/Shanghai or "
        + "Europe/London"),
    .changed(
      "a country without holidays", "country: CN", "country: XX",
      "4:12: error: there are no holidays of XX; the holiday folder has CN"),
    .changed(
      "an address with a line break", "a@example.com", "\"a@example.com\\r\\nBcc: b@example.com\"",
      "6:14: error: “a@example.com\\u{D}\\u{A}Bcc: b@example.com” is not a mail address such as "
        + "info@example.com"),
    .changed(
      "row 38: a thirteenth month", "L--08-15", "L--13-15",
      "10:30: error: “L--13-15”: there is no such day"),
    .changed(
      "row 15: 30 February", "L--08-15", "--02-30", "10:30: error: “--02-30”: there is no such day"),
    .changed(
      "two rules for a day", "date: L--08-15", "date: L--08-15, easter_plus: 0",
      "10:12: error: mid-autumn: give exactly one of date, lunar_new_years_eve, weekday, "
        + "easter_plus, holiday and on"),
    .changed(
      "unknown default rep", "default_rep: mao", "default_rep: moa",
      "7:14: error: there is no rep moa in reps.yaml; did you mean mao?"),
    .main(
      "redirect in live mode", "redirect_to: a@example.com",
      "11:14: error: redirect_to needs mode: rehearsal; in live mode messages go to the customers"),
    .main(
      "a mode that is none", "mode: rehersal",
      "11:7: error: “rehersal” is no mode; did you mean rehearsal?"),
    .main(
      "unknown festival", "policy: {festivals_kept_free: [mid-autum]}",
      "11:32: error: there is no festival mid-autum; did you mean mid-autumn?"),
    .main(
      "web address in the clear", "web: {base_url: \"http://care.example.com\"}",
      "11:17: error: base_url: http:// is only for this machine; use https:// for care.example.com"),
  ]

  private static let channels: [BadConfig] = [
    .main(
      "row 34: a password", "channels: {smtp: {host: 127.0.0.1, security: none, password: x}}",
      "11:52: error: unknown key password: secrets never stand in config files; write credential: "
        + "NAME and put the secret into $CREDENTIALS_DIRECTORY/NAME or FIFTHCALL_CREDENTIAL_NAME"),
    .main(
      "mail in the clear", "channels: {smtp: {host: smtp.example.com, security: none}}",
      "11:25: error: smtp: mail to smtp.example.com would go unencrypted; use security: starttls or "
        + "smtps, or allow_plain: true if that network is trusted"),
    .main(
      "a user without credential", "channels: {smtp: {host: smtp.example.com, user: a}}",
      "11:25: error: smtp: user and credential belong together: give both or neither"),
    .main(
      "row 35: too many connections",
      "channels: {smtp: {host: smtp.example.com, connections: 10000}}",
      "11:56: error: 10000 is out of range: 1 to 64"),
    .main(
      "e-mail under another name", "channels: {email: {}}",
      "11:12: error: unknown key email: the relay for e-mail is called smtp"),
    .main(
      "row 33: a gateway in the clear",
      "channels: {sms: {preset: json, url: \"http://a.example/\"}}",
      "11:37: error: sms: url: http:// is only for this machine; use https:// for a.example"),
    .main(
      "row 33: another scheme", "channels: {sms: {preset: json, url: \"file:///etc/passwd\"}}",
      "11:37: error: sms: url: the address must begin with https:// (or http:// to this machine)"),
    .main(
      "row 33: a user name in the address",
      "channels: {sms: {preset: json, url: \"https://127.0.0.1:80@evil.example/\"}}",
      "11:37: error: sms: url: the address must not carry a user name or password"),
    .main(
      "row 33: a number as host", "channels: {sms: {preset: json, url: \"https://0x7f000001/\"}}",
      "11:37: error: sms: url: “0x7f000001” is not a plain host name"),
    .main(
      "a key in the address",
      "channels: {chat: {preset: wecom, credential: w, url: \"https://a.example/send?key=abc\"}}",
      "11:54: error: a secret stands here; write {{secret}} instead, and credential: NAME"),
    .main(
      "an unknown preset", "channels: {sms: {preset: aliyum, url: \"https://a.example/\"}}",
      "11:26: error: “aliyum” is no preset; did you mean aliyun?"),
  ]

  private static let reps: [BadConfig] = [
    .reps(
      "row 37: an id twice", "reps:\n  - {id: mao, names: [a]}\n  - {id: mao, names: [b]}",
      "3:10: error: rep mao is already given in line 2"),
    .reps(
      "row 25: a letter of another alphabet", "reps: [{id: m\u{430}o, names: [a]}]",
      "1:13: error: “m\u{430}o” is no rep id (it holds the character U+0430): write 1 to 40 of a-z, 0-9 and -"
    ),
    .reps(
      "row 25: such a letter in a domain",
      "reps: [{id: mao, names: [a], email: a@ex\u{430}mple.com}]",
      "1:37: error: “a@ex\u{430}mple.com” is not a mail address (it holds the character U+0430) such as info@example.com"
    ),
    .reps(
      "row 25: an id that is no name", "reps: [{id: Mao毛, names: [a]}]",
      "1:13: error: “Mao毛” is no rep id (it holds the character U+6BDB): write 1 to 40 of a-z, 0-9 and -"
    ),
    .reps(
      "a name of two", "reps:\n  - {id: mao, names: [a]}\n  - {id: zhou, names: [a]}",
      "3:24: error: “a” is a name of mao already"),
    .reps(
      "an unknown deputy", "reps: [{id: mao, names: [a], deputy: zhou}]",
      "1:38: error: there is no rep zhou in reps.yaml"),
    .reps(
      "hours at night", "reps: [{id: mao, names: [a], hours: [\"21:00-23:00\"]}]",
      "1:37: error: the hours of mao lie outside every call window of the policy"),
    .reps(
      "an absence turned round",
      "reps: [{id: mao, names: [a], absences: [{from: 2026-03-05, to: 2026-03-01}]}]",
      "1:64: error: the absence ends before it begins on 2026-03-05"),
    .reps(
      "row 15: a day that does not exist",
      "reps: [{id: mao, names: [a], absences: [{from: 2026-02-30, to: 2026-03-01}]}]",
      "1:48: error: “2026-02-30” is no day; write YYYY-MM-DD, a day that exists"),
    .reps(
      "row 13: a number without country", "reps: [{id: mao, names: [a], phone: 013800138000}]",
      "1:37: error: “013800138000” is no number with + and country code: +8615400000000"),
    .reps(
      "missing names", "reps: [{id: mao}]",
      "1:8: error: names is missing: What the customer file's owner column may say; the first is "
        + "shown in messages."),
  ]

  private static func ladder(_ steps: String) -> String {
    "kind: ladder\ntitle: x\nopens: [inquiry]\nsteps:\n" + steps
  }

  private static let cadences: [BadConfig] = [
    .cadence(
      "no kind", "title: x",
      "1:1: error: kind is missing: write one of greeting, "
        + "anniversary, ladder, maintenance, festival"),
    .cadence(
      "a kind that is none", "kind: greting",
      "1:7: error: “greting” is no kind; did you mean greeting?"),
    .cadence(
      "a key of another kind",
      ladder("  - {channels: [call], title: a}") + "\nper_year: 2",
      "6:1: error: unknown key per_year: it belongs to kind: greeting, not ladder"),
    .cadence(
      "row 31: delays that shrink",
      ladder(
        "  - {channels: [call], title: a}\n  - {channels: [call], title: a, after: 7wd}\n"
          + "  - {channels: [call], title: a, after: 3wd}"),
      "7:41: error: step 3 comes 3wd after the one before, sooner than 7wd earlier; delays must "
        + "not shrink"),
    .cadence(
      "row 31: no delay",
      ladder("  - {channels: [call], title: a}\n  - {channels: [call], title: a, after: 0d}"),
      "6:41: error: step 2 needs after: more than nothing, for instance 3wd"),
    .cadence(
      "row 31: a negative delay",
      ladder("  - {channels: [call], title: a}\n  - {channels: [call], title: a, after: -3d}"),
      "6:41: error: “-3d”: a duration is never negative"),
    .cadence(
      "row 31: a sixth call",
      ladder(
        "  - {channels: [call], title: a}\n"
          + String(repeating: "  - {channels: [call], title: a, after: 1wd}\n", count: 5)),
      "10:5: error: a follow-up ends with the fifth call; use then: for what comes after"),
    .cadence(
      "nothing opens it", "kind: ladder\ntitle: x\nsteps: [{channels: [call], title: a}]",
      "3:9: error: nothing opens this ladder: give opens, stages or both"),
    .cadence(
      "an unknown ladder follows", ladder("  - {channels: [call], title: a}") + "\nthen: nurtur",
      "6:7: error: there is no cadence nurtur"),
    .cadence(
      "it follows itself", ladder("  - {channels: [call], title: a}") + "\nthen: greeting",
      "6:7: error: a ladder cannot follow itself"),
    .cadence(
      "a template that is not there",
      "kind: greeting\ntitle: x\nper_year: 2\nsteps: [{channels: [sms], template: greting}]",
      "4:37: error: there is no template greting; did you mean greeting?"),
    .cadence(
      "a text that is not there",
      "kind: greeting\ntitle: x\nper_year: 2\nsteps: [{channels: [email], template: greeting}]",
      "4:39: error: template greeting has no email text in zh-CN: add "
        + "greeting/zh-CN.a.email.mustache"),
    .cadence(
      "a letter's text that is not there",
      ladder("  - {channels: [call, letter], title: a, template: birthday}"),
      "5:52: error: template birthday has no letter text in zh-CN: add "
        + "birthday/zh-CN.a.letter.mustache"),
    .cadence(
      "texts that run out",
      "kind: greeting\ntitle: x\nper_year: 4\nsteps: [{channels: [sms], template: greeting}]",
      "4:37: warning: greeting has 6 sms texts in zh-CN, but 8 are used in 24 months; a customer "
        + "may be left without a fresh one"),
    .cadence(
      "a message without a template",
      "kind: greeting\ntitle: x\nper_year: 2\nsteps: [{channels: [sms]}]",
      "4:9: error: sms needs a template"),
    .cadence(
      "an unknown channel",
      "kind: greeting\ntitle: x\nper_year: 2\nsteps: [{channels: [sns], template: greeting}]",
      "4:21: error: “sns” is no channel; did you mean sms?"),
    .cadence(
      "a task without a title", ladder("  - {channels: [call]}"),
      "5:5: error: title is missing: it tells the rep in a few words what to do"),
    .cadence(
      "an unknown festival",
      "kind: festival\ntitle: x\nfestivals: [mid-autum]\nsteps: [{channels: [call], title: a}]",
      "3:13: error: there is no festival mid-autum in fifthcall.yaml; did you mean mid-autumn?"),
    .cadence(
      "an unknown rep in the audience",
      ConfigScenario.greeting + "audience: {reps: [moa]}",
      "7:19: error: there is no rep moa in reps.yaml; did you mean mao?"),
    .cadence(
      "hours where days are wanted",
      ladder("  - {channels: [call], title: a}\n  - {channels: [call], title: a, after: 4h}"),
      "6:41: error: “4h”: whole days are wanted here, not hours or minutes"),
  ]

  @Test(arguments: yaml + values + channels + reps + cadences)
  func `a mistake gives exactly one finding, in its place`(bad: BadConfig) throws {
    let findings = try ConfigScenario([bad.file: bad.text]).load().diagnostics
      .filter { $0.file == bad.file }.map(\.description)
    #expect(findings == ["\(bad.file):\(bad.finding)"])
  }

  @Test func `the table holds rows enough`() {
    let rows = Self.yaml + Self.values + Self.channels + Self.reps + Self.cadences
    #expect(rows.count >= 60)
    #expect(Set(rows.map(\.name)).count == rows.count)
  }

  @Test(arguments: [
    ([UInt8]("reps: [{id: mao, names: [".utf8) + [0xC0, 0xAF], "1:26: error: not UTF-8"),
    ([0xFF, 0xFE, 0x72, 0x00], "1:1: error: the file is UTF-16; save it as UTF-8"),
  ])
  func `bytes that are no settings are refused with their place`(
    bytes: [UInt8], finding: String
  ) throws {
    let scenario = try ConfigScenario(bytes: ["reps.yaml": bytes])
    let found = scenario.findings.filter { $0.hasPrefix("reps.yaml") }
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("reps.yaml:\(finding)") == true)
  }

  // No argument of a test: Swift Testing would print every byte of it.
  @Test func `a file of more than 1 MiB is refused`() throws {
    let scenario = try ConfigScenario(bytes: ["reps.yaml": Array(repeating: 35, count: 2 << 20)])
    let found = scenario.findings.filter { $0.hasPrefix("reps.yaml") }
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("reps.yaml:1:1: error: the file has more than 1 MiB") == true)
  }

  @Test(arguments: ["12:30", "\"12:30\"", "12:30:00"])
  func `a time of day is read as it is written, with or without quotation marks`(
    text: String
  ) throws {
    let main = ConfigScenario.main + "digest: {at: \(text)}\n"
    let loaded = try ConfigScenario(["fifthcall.yaml": main]).load()
    #expect(loaded.diagnostics == [])
    #expect(loaded.settings?.digest.at?.description == "12:30")
  }

  @Test(arguments: ["Null", "NO", "010", "1e3", "on", "~x"])
  func `a text that YAML would take for something else stays that text`(text: String) throws {
    let reps = "reps: [{id: mao, names: [\(text)]}, {id: 010, names: [毛]}]\n"
    let loaded = try ConfigScenario(["reps.yaml": reps]).load()
    #expect(loaded.diagnostics == [])
    #expect(loaded.settings?.reps.map(\.id.text) == ["010", "mao"])
    #expect(loaded.settings?.reps.last?.names == [text])
  }

  @Test(arguments: [
    [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xE6, 0xAF],
  ])
  func `bytes that are no UTF-8 are refused in their place`(bytes: [UInt8]) throws {
    let scenario = try ConfigScenario(
      bytes: ["reps.yaml": [UInt8]("reps: [{id: mao, names: [a".utf8) + bytes])
    #expect(scenario.findings.contains { $0.hasPrefix("reps.yaml:1:27: error: not UTF-8") })
  }

  @Test(arguments: [
    ("[", 10_000), ("{", 10_000), ("- ", 200_000), ("{a: ", 5_000), ("? ", 5_000),
    ("reps: [", 20_000), ("reps: [[]]\n", 10_000), ("a: *nope\n", 1), ("a: &a [*a]\n", 1),
    ("reps: \"aaaaaaaa", 100_000),
  ])
  func `whatever is too deep or too much is refused at once and in one short line`(
    piece: String, times: Int
  ) throws {
    let scenario = try ConfigScenario(["reps.yaml": String(repeating: piece, count: times)])
    let clock = ContinuousClock()
    var findings: [String] = []
    let took = clock.measure { findings = scenario.findings }
    #expect(findings.contains { $0.hasPrefix("reps.yaml:") && $0.contains(": error: ") })
    #expect(findings.allSatisfy { $0.utf8.count < 3_000 && !$0.contains("\n") })
    // Alone it is a tenth of a second; the other tests run at the same time.
    #expect(took < .seconds(20))
  }

  @Test func `a byte order mark and CRLF change nothing`() throws {
    let text = ConfigScenario.reps.replacing("\n", with: "\r\n")
    let scenario = try ConfigScenario(
      bytes: ["reps.yaml": [0xEF, 0xBB, 0xBF] + Array(text.utf8)])
    #expect(scenario.findings == [])
  }

  @Test func `an alias bomb is refused at once, as value and as key`() throws {
    var bomb = "a: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      let name = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: name, count: 9).joined(separator: ","))]\n"
    }
    let clock = ContinuousClock()
    for text in [bomb, bomb + "? *a9\n: 1\n"] {
      let took = try clock.measure {
        let scenario = try ConfigScenario(["reps.yaml": text])
        #expect(
          scenario.findings.contains(
            "reps.yaml:2:10: error: aliases (*name) are not read here; write the value out"))
      }
      #expect(took < .seconds(2))
    }
  }
}

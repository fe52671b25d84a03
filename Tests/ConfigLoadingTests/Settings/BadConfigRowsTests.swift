import CadenceModel
import CivilTime
import ConfigLoading
import Foundation
import Glibc
import Testing

/// More of the bad-input catalogue, found by sampling it with fresh inputs of the same kinds.
struct BadConfigRowsTests {
  private static let documents: [BadConfig] = [
    .reps("row 1: no value", "~", "1:1: error: the file is empty"),
    .reps("row 1: no more than a beginning", "---", "1:1: error: the file is empty"),
    .reps(
      "row 3: a tab in an indented section", "reps:\n  - id: mao\n\tnames: [a]",
      "3:1: error: YAML: while scanning a plain scalar, found a tab character that violates "
        + "indentation; indent with spaces, not tabs"),
    .reps(
      "row 7: an alias of nothing", "reps: *x",
      "1:7: error: aliases (*name) are not read here; write the value out"),
    .reps(
      "row 19: a tag at a key", "!!str reps: []",
      "1:1: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 19: a tag at a key in braces", "reps: [{! id: mao, names: [a]}]",
      "1:9: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 19: a tag of a handle", "reps: !e!x [a]",
      "1:7: error: tags (!…) are not read here; leave it out"),
    .reps(
      "row 23: the last of a plane", "reps: [{id: mao, names: [a\u{1FFFF}]}]",
      "1:27: error: the invisible character U+1FFFF must not stand here"),
  ]

  private static let sections: [BadConfig] = [
    .cadence(
      "D1: calls to everybody on ordinary days",
      "kind: greeting\ntitle: x\nper_year: 2\nsteps: [{channels: [call], title: a}]",
      "4:9: warning: calls on ordinary days are a nuisance to most: say with audience (tiers, types, "
        + "levels, tags, groups or value_from) who is called"),
    .changed(
      "row 16: nothing where something must be", "company: 福门", "company: ~",
      "2:12: error: company is missing: The company's name as messages give it."),
    .changed(
      "row 30: a zone of no name", "Asia/Shanghai", "+08:00",
      "3:9: error: unknown time zone +08:00; write one such as Asia/Shanghai or Europe/London"),
    .changed(
      "row 26: a path that climbs out", "{sample: true}", "{files: [../../secret.csv]}",
      "8:21: error: ../../secret.csv leads out of the config folder; put the files inside, or "
        + "write their full path"),
  ]

  private static let gateways: [BadConfig] = [
    .main(
      "row 33: where clouds keep secrets",
      "channels: {sms: {preset: json, url: \"https://169.254.169.254/latest\"}}",
      "11:37: error: sms: url: 169.254.169.254 is link-local, multicast or reserved, and nothing is "
        + "ever sent there"),
    .main(
      "row 33: the same of IPv6",
      "channels: {sms: {preset: json, url: \"https://[fe80:0:0:0:0:0:0:1]/\"}}",
      "11:37: error: sms: url: fe80:0:0:0:0:0:0:1 is link-local, multicast or reserved, and nothing "
        + "is ever sent there"),
    .main(
      "row 34: a password as parameter",
      "channels: {sms: {preset: json, credential: w, url: \"https://a.example/\", "
        + "query: {password: x}}}",
      "11:82: error: a secret stands here; write {{secret}} instead, and credential: NAME"),
    .main(
      "row 34: a token among the values",
      "channels: {sms: {preset: json, credential: w, url: \"https://a.example/\", "
        + "values: {app_token: x}}}",
      "11:83: error: a secret stands here; write {{secret}} instead, and credential: NAME"),
    .main(
      "row 34: a secret in a body",
      "channels: {sms: {preset: json, credential: w, url: \"https://a.example/\", "
        + "json: '{\"secret\": \"x\", \"to\": \"{{to}}\"}'}}",
      "11:80: error: a secret stands here; write {{secret}} instead, and credential: NAME"),
    .cadence(
      "row 32: an audience of an empty list",
      ConfigScenario.greeting + "audience: {levels: []}", "7:20: error: needs at least one"),
  ]

  @Test(arguments: documents + sections + gateways)
  func `a mistake gives exactly one finding, in its place`(bad: BadConfig) throws {
    let scenario = try ConfigScenario([bad.file: bad.text])
    #expect(scenario.findings == ["\(bad.file):\(bad.finding)"])
  }

  /// A main file that cannot be read says nothing of festivals, texts and the rest.
  @Test(arguments: ["", "---\n---\n", "site:\n\tx: y\n", "a: 1\na: 2\n"])
  func `one broken main file is one finding, not one for everything that it names`(
    text: String
  ) throws {
    let festival = """
      kind: festival
      title: 中秋
      festivals: [mid-autumn]
      steps:
        - channels: [sms]
          template: greeting

      """
    let scenario = try ConfigScenario(
      ["fifthcall.yaml": text, "cadences/mid-autumn.yaml": festival])
    #expect(scenario.findings.count == 1, "\(scenario.findings)")
    #expect(scenario.findings.first?.hasPrefix("fifthcall.yaml:") == true)
  }

  @Test func `row 26: a socket is no regular file`() throws {
    let scenario = try ConfigScenario(["reps.yaml": nil])
    let path = "\(scenario.folder)/reps.yaml"
    #expect(unsafe mknod(path, S_IFSOCK | 0o600, 0) == 0)
    #expect(scenario.findings == ["reps.yaml:1:1: error: it is no regular file"])
  }

  /// A link in the config folder could lead a reload anywhere; the command line may name one.
  @Test func `row 26: a customer file that is a link or a pipe is refused without waiting`() throws
  {
    let scenario = try ConfigScenario()
    let folder = "\(scenario.folder)/customers"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let real = "\(scenario.folder)/real.csv"
    try Data("客户编号,姓名,手机\n1,王芳,15400000001\n".utf8).write(to: URL(fileURLWithPath: real))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link.csv", withDestinationPath: real)
    #expect(unsafe mkfifo("\(folder)/pipe.csv", 0o600) == 0)
    let files = ["\(folder)/link.csv", "\(folder)/pipe.csv"]
    var context = CustomerContext(today: try #require(Day(iso: "2026-06-01")))
    let loaded = CustomerFileLoader.load(files, context: context)
    #expect(
      loaded.findings.map(\.reason) == [
        "the file cannot be opened: it is a symbolic link; put the file itself here",
        "the file cannot be opened: it is no regular file",
      ])
    #expect(!loaded.isComplete)
    context.followsLinks = true
    #expect(CustomerFileLoader.load([files[0]], context: context).roster.customers.count == 1)
  }
}

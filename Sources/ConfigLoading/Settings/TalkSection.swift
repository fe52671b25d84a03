import CadenceModel
import Foundation

/// A talking point as `talk.yaml` says it.
struct TalkPointDraft: Sendable {
  var texts: [Located<ConfigPair<String>>] = []
  var types: [CustomerType] = []
  var reasons: [Reason] = []
  var needs: [Need] = []
  var attitudes: [Attitude] = []
  var precedences: [Precedence] = []

  static let section = ConfigSection(
    "talking point", "What to say to some kind of customer; every condition given must hold.",
    defaults: TalkPointDraft()
  ) {
    ConfigField(
      "texts", \.texts, ConfigForm<String>.text(most: 120).map(keys: "language"), required: true,
      "What to say or to listen for, by language tag.")
    ConfigField(
      "types", \.types, ConfigForm<CustomerType>.choice(of: CustomerType.self, what: "type").list(),
      "Customer types.")
    ConfigField(
      "reasons", \.reasons, ConfigForm<Reason>.choice(of: Reason.self, what: "reason").list(),
      "The reason for not buying that was recorded last.")
    ConfigField(
      "needs", \.needs, ConfigForm<Need>.choice(of: Need.self, what: "need").list(),
      "The need heard last.")
    ConfigField(
      "attitudes", \.attitudes,
      ConfigForm<Attitude>.choice(of: Attitude.self, what: "attitude").list(),
      "The attitude heard last.")
    ConfigField(
      "precedences", \.precedences,
      ConfigForm<Precedence>.choice(Precedence.allCases.map { ($0.name, $0) }, what: "precedence")
        .list(),
      "What the task is for: the precedence of its cadence.")
  }

  var point: TalkPoint {
    var point = TalkPoint()
    point.texts = Dictionary(
      texts.map { ($0.value.name, $0.value.value) }, uniquingKeysWith: { first, _ in first })
    point.types = Set(types)
    point.reasons = Set(reasons)
    point.needs = Set(needs)
    point.attitudes = Set(attitudes)
    point.precedences = Set(precedences)
    return point
  }
}

/// The whole of `talk.yaml`.
struct TalkFile: Sendable {
  var points: [TalkPointDraft] = []
  var most = 2

  static let section = ConfigSection(
    "talk.yaml",
    "Talking points by type and situation, in the file talk.yaml; calls and visits show those that "
      + "fit below the points of their step.",
    defaults: TalkFile()
  ) {
    ConfigField("most", \.most, .integer(0...10), "How many a task shows at most.")
    ConfigField(
      "points", \.points, TalkPointDraft.section.form.list(), "The points, the weightiest first.")
  }
}

extension ConfigFolder {
  /// Reads `talk.yaml` where there is one.
  mutating func readTalk() -> TalkSettings {
    var talk = TalkSettings()
    guard FileManager.default.fileExists(atPath: "\(folder)/talk.yaml") else { return talk }
    var file = ReadFile(file: "talk.yaml", value: TalkFile())
    read(&file, TalkFile.section)
    diagnostics += file.findings.diagnostics
    talk.points = file.value.points.map(\.point)
    talk.most = file.value.most
    return talk
  }
}

import CadenceModel
import CivilTime
import ConfigLoading
import Foundation

/// A config folder made of the base files below with some of them replaced; removed afterwards.
final class ConfigScenario {
  /// The folder.
  let folder: String

  /// The repository's root, from this file's own place.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let main = """
    site:
      company: 福门
      zone: Asia/Shanghai
      country: CN
      language: zh-CN
      mail_from: a@example.com
    default_rep: mao
    customers: {sample: true}
    festivals:
      - {name: mid-autumn, date: L--08-15}

    """

  static let reps = """
    reps:
      - id: mao
        names: [毛志强]

    """

  static let greeting = """
    kind: greeting
    title: 问候
    per_year: 2
    steps:
      - channels: [sms]
        template: greeting

    """

  /// A few days of 2026, and one of a year whose list is not out.
  static let holidays = """
    date,kind,status,region,name,name_en,note
    2026-01-01,public,official,,元旦,New Year's Day,statutory
    2026-01-04,makeup_workday,official,,元旦调休上班,Make-up working day,
    2026-04-05,observance,computed,,清明,Clear and Bright,solar_term
    2027-01-01,public,computed,,元旦,New Year's Day,statutory

    """

  /// Writes the base files, then the given ones over them; nil removes a file.
  init(_ files: [String: String?] = [:], bytes: [String: [UInt8]] = [:]) throws {
    let parent = FileManager.default.temporaryDirectory
    folder = parent.appendingPathComponent("fifthcall-config-\(UUID().uuidString)").path
    for name in ["cadences", "templates", "holidays"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    var all: [String: String?] = [
      "fifthcall.yaml": Self.main, "reps.yaml": Self.reps, "cadences/greeting.yaml": Self.greeting,
      "holidays/CN.csv": Self.holidays,
    ]
    all.merge(files) { $1 }
    for (name, text) in all {
      if let text { try write(Array(text.utf8), to: name) }
    }
    for (name, content) in bytes { try write(content, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// What the folder loads to, as of a quiet day in 2026.
  func load(today: Day? = nil, checksTemplates: Bool = true) -> LoadedConfig {
    let day = today ?? Day(iso: "2026-06-01") ?? Day(0)
    return ConfigFolder.load(at: folder, today: day) { _ in checksTemplates ? FewTexts() : nil }
  }

  /// The findings as `check` prints them.
  var findings: [String] { load().diagnostics.map(\.description) }
}

/// Six greetings by SMS in Chinese, two birthday mails, nothing else.
struct FewTexts: TemplateCatalogue {
  let templateNames = ["birthday", "greeting"]

  func variantCount(of template: TemplateName, on channel: Channel, language: String) -> Int {
    switch (template.text, channel, language) {
    case ("greeting", .sms, "zh-CN"): 6
    case ("birthday", .email, "zh-CN"): 1
    default: 0
    }
  }
}

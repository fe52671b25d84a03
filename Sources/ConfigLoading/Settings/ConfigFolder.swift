import CadenceModel
package import CivilTime
import Foundation

/// Reads a config folder: `fifthcall.yaml`, `reps.yaml`, `cadences/*.yaml`, holidays and zones.
package struct ConfigFolder {
  /// The folder as given.
  let folder: String
  /// The day for which findings about the world are made.
  let today: Day
  /// Everything wrong so far, of finished files.
  var diagnostics: [Diagnostic] = []
  /// A hash over all bytes read.
  var hash = GenerationHash()
  /// The system's zones.
  let zoneFiles = ZoneFiles()
  /// Zone rules by name, each read once.
  var zones: [String: ZoneRules] = [:]
  /// Countries that have a holiday file; nil where there is no folder of them.
  var holidayCountries: [String]?
  /// Holidays by country.
  var calendars: [String: BusinessCalendar] = [:]

  /// Loads a folder; all findings of all files come at once.
  ///
  /// Without a `catalogue`, which gives the templates of a folder, templates are not checked;
  /// `needsTexts` is whether their folder must be there.
  package static func load(
    at folder: String, today: Day, needsTexts: Bool = true,
    catalogue: (_ folder: String) -> (any TemplateCatalogue)? = { _ in nil }
  ) -> LoadedConfig {
    var reader = ConfigFolder(folder: folder, today: today)
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil else {
      return reader.missing()
    }
    return reader.load(needsTexts: needsTexts, catalogue: catalogue)
  }

  /// One finding instead of one for each thing that should be in the folder.
  private func missing() -> LoadedConfig {
    var loaded = LoadedConfig(
      folder: folder, customers: MainFile().customers, templateFolder: "", holidayFolder: "",
      holidaysShownAs: MainFile().holidaysShownAs)
    loaded.diagnostics = [
      Diagnostic(
        .error, file: folder, line: 1, column: 1,
        "there is no such folder, or it cannot be read; --config DIR or FIFTHCALL_CONFIG says where the config is"
      )
    ]
    return loaded
  }

  private mutating func load(
    needsTexts: Bool, catalogue: (String) -> (any TemplateCatalogue)?
  ) -> LoadedConfig {
    var main = ReadFile(file: "fifthcall.yaml", value: MainFile())
    read(&main, MainFile.section)
    var reps = ReadFile(file: "reps.yaml", value: RepsFile())
    read(&reps, RepsFile.section)
    let gifts = readGifts()
    let talk = readTalk()
    var cadences = readCadences()

    let holidayFolder = resolve(main.value.holidays?.value ?? "holidays")
    let templateFolder = templateFolder(main.value.templates?.value)
    checkFolder(&main, "holidays", main.value.holidays, holidayFolder)
    if needsTexts { checkFolder(&main, "templates", main.value.templates, templateFolder) }
    readHolidays(main.value, reps.value, folder: holidayFolder)
    let festivals = festivals(&main)
    checkSite(&main)
    checkCustomerFiles(&main)
    checkReps(&reps, main: &main)
    checkSegments(&main)
    for group in main.value.groups {
      checkReps(of: group.value.value, &main.findings, reps.value.reps.map(\.id.value))
    }
    let channels = channels(&main)
    let readTexts = catalogue(templateFolder)
    // Without their folder, a finding of its own, every text would be missed.
    let texts = FileManager.default.fileExists(atPath: "\(templateFolder)/") ? readTexts : nil
    let knowledge = CadenceKnowledge(
      festivals: main.root == nil ? nil : Set(main.value.festivals.map(\.name.value)),
      reps: reps.value.reps.map(\.id.value),
      ladders: cadences.filter { $0.value.kind == .ladder }.map(\.name),
      cadences: cadences.map(\.name), catalogue: texts,
      language: main.value.site.language,
      followers: Set(cadences.compactMap { $0.value.then?.value }),
      restMonths: main.value.policy.policy.textRestMonths,
      groups: main.value.groups.map(\.value.name),
      events: Set(main.value.festivals.filter { $0.on != nil }.map(\.name.value)))
    for index in cadences.indices { check(&cadences[index], knowledge) }
    if !main.value.site.country.value.isEmpty { reportWorld(main.value, holidayFolder) }

    var loaded = LoadedConfig(
      folder: folder, customers: main.value.customers, templateFolder: templateFolder,
      holidayFolder: holidayFolder, holidaysShownAs: main.value.holidaysShownAs)
    diagnostics += main.findings.diagnostics + reps.findings.diagnostics
    for cadence in cadences { diagnostics += cadence.findings.diagnostics }
    loaded.diagnostics = diagnostics.sorted()
    loaded.hash = hash
    if !loaded.hasErrors {
      loaded.settings = settings(main.value, reps.value, cadences, festivals, channels)
      loaded.settings?.gifts = gifts.settings
      loaded.settings?.talk = talk
    }
    return loaded
  }

  /// Reads one file over its defaults.
  mutating func read<Value>(_ file: inout ReadFile<Value>, _ section: ConfigSection<Value>) {
    guard let root = node(file.file, &file.findings) else { return }
    file.root = root
    section.read(root, into: &file.value, &file.findings)
  }

  /// The root of one file; nil when a finding says why not.
  mutating func node(_ name: String, _ findings: inout ConfigFindings) -> ConfigNode? {
    do {
      let bytes = try ConfigFileReader.bytes("\(folder)/\(name)")
      hash.add(name, bytes)
      return YAMLDocument.read(bytes, &findings)
    } catch {
      findings.error(error.text, at: .start)
      return nil
    }
  }

  private mutating func readCadences() -> [ReadCadence] {
    let (names, odd) = ConfigFileReader.yamlNames(in: "\(folder)/cadences")
    for name in odd {
      diagnostics.append(
        Diagnostic(
          .error, file: "cadences/\(name)", line: 1, column: 1,
          "not read: name the file \(name.dropLast(4)).yaml"))
    }
    if names.isEmpty {
      diagnostics.append(
        Diagnostic(
          .error, file: "cadences", line: 1, column: 1,
          "there is no cadence; put at least one file NAME.yaml into this folder"))
    }
    return names.map { readCadence($0) }
  }

  private mutating func readCadence(_ fileName: String) -> ReadCadence {
    let name = String(fileName.dropLast(5))
    var cadence = ReadCadence(
      name: name, file: "cadences/\(fileName)", value: CadenceFile(kind: .greeting))
    if !name.isConfigName {
      cadence.findings.error(
        "the file's name is the cadence's: 1 to 40 of a-z, 0-9 and -", at: .start)
    }
    // The service's own mails go by these names (RepDigestTouch, OperatorAlertTouch, ManagerMailTouch).
    if ["rep-digest", "operator-alert", "manager-mail"].contains(name) {
      cadence.findings.error(
        "\(name) is the name of the service's own mails; call the file something else", at: .start)
    }
    guard let root = node(cadence.file, &cadence.findings) else { return cadence }
    guard let kind = kind(of: root, &cadence.findings) else { return cadence }
    cadence.value = CadenceFile(kind: kind)
    cadence.isRead = true
    CadenceFile.section(kind).read(root, into: &cadence.value, &cadence.findings)
    return cadence
  }

  /// The kind decides which keys there are, so it is read first.
  private func kind(of root: ConfigNode, _ findings: inout ConfigFindings) -> CadenceKind? {
    guard case .map = root.content else {
      findings.error("a cadence must be a section of keys, not a \(root.kindName)", at: .start)
      return nil
    }
    guard let entry = root["kind"] else {
      findings.error(
        "kind is missing: write one of "
          + CadenceKind.allCases.map(\.rawValue).joined(separator: ", "), at: root.position)
      return nil
    }
    return ConfigForm<CadenceKind>.choice(of: CadenceKind.self, what: "kind")
      .read(entry.value, &findings)
  }

  /// A path of the config: relative ones count from the config folder.
  func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// The given folder, else `templates` in the config folder, else beside it.
  private func templateFolder(_ given: String?) -> String {
    if let given { return resolve(given) }
    let inside = "\(folder)/templates"
    return FileManager.default.fileExists(atPath: inside) ? inside : "\(folder)/../templates"
  }
}

/// A file of the folder with its findings.
struct ReadFile<Value> {
  /// The name in diagnostics.
  let file: String
  /// What it says, over the defaults.
  var value: Value
  /// Its nodes, for the places of keys.
  var root: ConfigNode?
  /// What is wrong with it.
  var findings: ConfigFindings

  init(file: String, value: Value) {
    self.file = file
    self.value = value
    findings = ConfigFindings(file: file)
  }
}

/// A cadence file with its findings.
struct ReadCadence {
  /// The cadence's name.
  let name: String
  /// The file's name in diagnostics.
  let file: String
  /// What it says.
  var value: CadenceFile
  /// Whether the kind was known, so that the value is worth checking further.
  var isRead = false
  /// What is wrong with it.
  var findings: ConfigFindings

  init(name: String, file: String, value: CadenceFile) {
    self.name = name
    self.file = file
    self.value = value
    findings = ConfigFindings(file: file)
  }
}

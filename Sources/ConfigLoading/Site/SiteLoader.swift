import CadenceModel
package import CivilTime
import Foundation
import MessageRendering

/// Reads a whole site: config, templates, holidays, zones, customers.
package enum SiteLoader {
  /// Loads a config folder as of a moment; findings of all parts come at once.
  ///
  /// Without texts nothing can be sent to customers, and nothing is said of templates: what a
  /// service goes on with whose template folder is gone.
  package static func load(
    config folder: String, now: Instant, withoutTexts: Bool = false
  ) -> LoadedSite {
    let utcDay = ZoneRules.utc.local(at: now).day
    let texts = TemplateCache()
    let config = ConfigFolder.load(at: folder, today: utcDay, needsTexts: !withoutTexts) {
      withoutTexts ? nil : texts.read($0)
    }
    var site = LoadedSite()
    site.hasTexts = !withoutTexts
    site.diagnostics = config.diagnostics
    site.places = SitePlaces(config)
    var hash = config.hash
    if let reading = texts.reading {
      site.templates = reading.library
      site.diagnostics += reading.findings
      hash.add(reading.hash)
    }
    site.generation = hash.text
    guard var settings = config.settings else { return site.sorted() }
    site.diagnostics += lint(site.templates, settings)
    let zone = settings.zones[settings.site.zone] ?? .utc
    let today = zone.local(at: now).day
    let files = site.places.customerFiles
    site.customers = CustomerFileLoader.load(
      files, context: CustomerContext(settings, config.customers, today: today))
    site.roster = site.customers.roster
    site.diagnostics += summary(of: site.customers, files)
    addZones(of: site.roster, to: &settings)
    site.diagnostics += CustomerCalendars.add(of: site.roster, from: config, to: &settings)
    site.diagnostics += AudienceFit.findings(settings, site.roster)
    site.unknownYears = unknownYears(settings, today)
    for (file, digest) in site.customers.digests {
      hash.add(site.places.name(of: file), digest)
    }
    site.generation = hash.text
    settings.generation = site.generation
    site.settings = settings
    return site.sorted()
  }

  /// What greetings and gateways ask of texts (product row D2, contract section 8 of X8).
  private static func lint(_ library: TemplateLibrary, _ settings: Settings) -> [Diagnostic] {
    let greetings = settings.cadences.filter {
      $0.kind == .greeting || $0.kind == .anniversary
        || $0.kind == .festival && $0.precedence != .nurture
    }
    .flatMap(\.steps).compactMap(\.template)
    return TemplateLint(
      frame: SMSFrame(gateway: settings.channels.sms), greetings: Set(greetings),
      language: settings.site.language
    ).findings(in: library)
  }

  /// A line a file with rejected records; what is wrong with each, `fifthcall import` says.
  private static func summary(of customers: LoadedRoster, _ files: [String]) -> [Diagnostic] {
    guard !files.isEmpty else {
      return [
        Diagnostic(
          .warning, file: "fifthcall.yaml", line: 1, column: 1,
          "customers.files matches no file, so there is nobody to keep in touch with")
      ]
    }
    let unreadable = customers.findings.filter { $0.record == 0 && $0.severity == .reject }
    var found = unreadable.map {
      Diagnostic(.error, file: $0.file, line: 1, column: 1, $0.publicReason)
    }
    let counts = customers.counts
    if counts.rejected > 0 {
      found.append(
        Diagnostic(
          .warning, file: customers.files.first?.file ?? "customers", line: 1, column: 1,
          "\(counts.rejected) of \(counts.records) customer records are set aside; "
            + "fifthcall import FILE --dry-run says why"))
    }
    return found
  }

  /// Reads the rules of the customers' zones; a zone that cannot be read is the site's.
  private static func addZones(of roster: Roster, to settings: inout Settings) {
    let files = ZoneFiles()
    for name in roster.zones where settings.zones[name] == nil {
      settings.zones[name] = try? files.rules(named: name)
    }
  }

  /// This year and the next, where the official list is not known.
  private static func unknownYears(_ settings: Settings, _ today: Day) -> [Int] {
    guard let calendar = settings.calendars[settings.site.country] else { return [today.year] }
    return [today.year, today.year + 1].filter { year in
      calendar.movesWorkdays
        ? !calendar.listedYears.contains(year) : !calendar.years.contains(year)
    }
  }
}

extension LoadedSite {
  /// With its findings in order.
  fileprivate func sorted() -> LoadedSite {
    var site = self
    site.diagnostics.sort()
    return site
  }
}

/// Reads the template folder when the config asks for it, and keeps what was read.
private final class TemplateCache {
  var reading: TemplateFolder.Reading?

  func read(_ folder: String) -> (any TemplateCatalogue)? {
    let found = TemplateFolder.read(folder)
    reading = found
    return LibraryCatalogue(library: found.library)
  }
}

/// What a config must know of the texts, answered by the library.
private struct LibraryCatalogue: TemplateCatalogue {
  let library: TemplateLibrary

  var templateNames: [String] { library.names.map(\.text) }

  func variantCount(of template: TemplateName, on channel: Channel, language: String) -> Int {
    library.variants(of: template, on: channel, language: language, fallback: language).count
  }
}

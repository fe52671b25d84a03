package import CadenceModel
package import MessageRendering

/// Everything that admins edit, read and checked together.
package struct LoadedSite: Sendable {
  /// Nil when there are errors: a site is never used in part.
  package var settings: Settings?
  /// The customers that could be read.
  package var roster = Roster()
  /// The texts.
  package var templates = TemplateLibrary()
  /// Whether the texts were read; without them nothing is composed for customers.
  package var hasTexts = true
  /// Findings in config, templates and, in sum, the customer files.
  package var diagnostics: [Diagnostic] = []
  /// The customer files' own findings, which may show cells and so are not for the log.
  package var customers = LoadedRoster()
  /// A hash over the bytes of all files that count: settings, holidays, texts, customers.
  package var generation = ""
  /// Where those files are.
  package var places = SitePlaces()
  /// Years without the official holiday list of the site's country.
  package var unknownYears: [Int] = []

  /// An empty site.
  package init() {}

  /// Whether anything stops the site from being used.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// How many customer records have a finding worth a look.
  package var customerFindings: Int {
    customers.counts.rejected + customers.counts.duplicates
  }
}

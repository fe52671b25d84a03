package import CadenceModel

/// What a config folder says, with everything that was found wrong with it.
package struct LoadedConfig: Sendable {
  /// The folder as it was given.
  package var folder: String
  /// Nil when there are errors: a config is never used in part.
  package var settings: Settings?
  /// Every finding of all files at once, sorted.
  package var diagnostics: [Diagnostic] = []
  /// Where the customers are.
  package var customers = CustomerSources()
  /// Folder of the templates, resolved.
  package var templateFolder: String
  /// Folder of the holiday files, resolved.
  package var holidayFolder: String
  /// How diagnostics call it.
  package var holidaysShownAs: String

  /// The bytes of its files.
  package var hash = GenerationHash()

  /// Whether anything stops the config from being used.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

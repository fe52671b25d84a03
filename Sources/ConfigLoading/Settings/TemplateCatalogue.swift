package import CadenceModel

/// What a config must know of the templates: which texts there are.
package protocol TemplateCatalogue: Sendable {
  /// The names for which there is any text, sorted.
  var templateNames: [String] { get }

  /// How many variants a customer of this language can get on a channel; 0: none.
  func variantCount(of template: TemplateName, on channel: Channel, language: String) -> Int
}

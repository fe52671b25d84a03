package import CadenceModel

/// A recurring message of which customers have had nearly all texts (product row D3).
package struct TextShortage: Hashable, Sendable {
  /// The template.
  package var template: TemplateName
  /// The channel.
  package var channel: Channel
  /// BCP 47 tag of the texts.
  package var language: String
  /// How many texts there are.
  package var variants: Int
  /// How many customers have no text left today.
  package var out: Int
  /// How many have one left.
  package var last: Int

  /// A shortage of these figures.
  package init(
    template: TemplateName, channel: Channel, language: String, variants: Int, out: Int, last: Int
  ) {
    self.template = template
    self.channel = channel
    self.language = language
    self.variants = variants
    self.out = out
    self.last = last
  }
}

package import CadenceModel
package import MessageRendering

/// Which texts a customer has had, read from the history.
package enum SentTexts {
  /// What the journal keeps of a text beside template and channel: `LANGUAGE.VARIANT`.
  package static func variant(_ identity: TemplateIdentity) -> String {
    "\(identity.language).\(identity.variant)"
  }

  /// Every text that reached, may have reached, or is on its way to the customer, those written by
  /// hand included.
  package static func uses(_ history: CustomerHistory?) -> [TextUse] {
    (history?.touches ?? []).compactMap { record in
      guard let template = record.template, let variant = record.variant,
        record.outcome?.mayHaveReached ?? true
      else { return nil }
      // With a gift goes a card.
      let channel = record.channel == .gift ? Channel.card : record.channel
      return TextUse(textID: "\(template)/\(variant).\(channel.name)", day: record.day)
    }
  }
}

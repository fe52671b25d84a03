/// One text that can be sent: a variant in one language for one channel.
package struct Template: Sendable {
  /// Which text it is.
  package let identity: TemplateIdentity
  /// The file as diagnostics name it.
  package let file: String
  /// The subject line; every e-mail has one.
  package let subject: TextPattern?
  /// The text, or the text part of an e-mail.
  package let text: TextPattern
  /// The HTML part where the file brings its own; otherwise it is made from the text.
  package let html: TextPattern?
  /// Files to attach, of which the first that fits is taken.
  package let attachments: [AttachmentRule]
  /// Provider's id of this text, by gateway name; Chinese platforms send registered texts only.
  package let templateIDs: [String: String]

  /// Every variable that subject, text or HTML part name.
  package var variables: Set<TemplateVariable> {
    [subject, text, html].compactMap { $0?.namedVariables }.reduce(into: []) { $0.formUnion($1) }
  }

  /// The line that separates the text from an HTML part.
  package static let htmlMark = "--- html ---"
}

/// A file that goes with a message, for those with a certain interest or for everybody.
package struct AttachmentRule: Hashable, Sendable {
  /// An interest of the customer file; nil: for everybody.
  package var interest: String?
  /// File name below `templates/attachments/`.
  package var fileName: String
  /// Where the template names it.
  package var place: SourcePlace

  /// A rule for one file.
  package init(interest: String?, fileName: String, place: SourcePlace) {
    self.interest = interest
    self.fileName = fileName
    self.place = place
  }
}

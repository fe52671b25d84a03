/// What is known for one message: a value for each variable that has one.
package struct MessageContext: Sendable, Equatable {
  /// BCP 47 tag wanted for the message.
  package var language: String
  /// The customer's interests, for attachments chosen by them.
  package var interests: [String]
  private var values: [TemplateVariable: String] = [:]

  /// A context with these values; see the subscript for what becomes of them.
  package init(
    language: String, interests: [String] = [], values: [TemplateVariable: String] = [:]
  ) {
    self.language = language
    self.interests = interests
    for (variable, text) in values { self[variable] = text }
  }

  /// The value of a variable, nil where there is none.
  ///
  /// What is set is made one harmless line: control characters and marks that turn the direction of
  /// writing go, spaces at the ends too. Nothing left means no value.
  package subscript(variable: TemplateVariable) -> String? {
    get { values[variable] }
    set {
      let clean = newValue.map(SafeText.line) ?? ""
      values[variable] = clean.isEmpty ? nil : clean
    }
  }

  /// Every variable with its sample value, for checks before any customer is known.
  package static func sample(language: String) -> MessageContext {
    MessageContext(
      language: language,
      values: Dictionary(
        uniqueKeysWithValues: TemplateVariable.allCases.map { ($0, $0.sample(language: language)) })
    )
  }
}

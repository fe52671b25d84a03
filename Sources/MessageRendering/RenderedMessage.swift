/// A finished message, before its channel wraps it.
package struct RenderedMessage: Sendable, Equatable {
  /// Which text it is, for history and journal.
  package var identity: TemplateIdentity
  /// The subject line of an e-mail.
  package var subject: String?
  /// The text as the receiver sees it; of an SMS with signature and opt-out suffix.
  package var text: String
  /// The HTML part of an e-mail: a whole document.
  package var html: String?
  /// Length of an SMS as billed, signature and suffix included.
  package var length: SMSText?
  /// What an SMS gateway is given: ``text``, without the signature where the platform adds it.
  package var payload: String
  /// Values of the variables printed, in order of appearance, for gateways with registered texts.
  package var parameters: [Parameter]
  /// Name of the file to attach, out of ``TemplateLibrary/attachments``.
  package var attachment: String?

  /// A variable's name and value.
  package struct Parameter: Sendable, Equatable {
    /// The variable's name in the template.
    package var name: String
    /// Its value for this customer.
    package var value: String

    /// Names a value.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
}

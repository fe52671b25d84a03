package import CadenceModel

/// Which text a template file is: `NAME/LANGUAGE.VARIANT.CHANNEL.mustache` below `templates/`.
package struct TemplateIdentity: Hashable, Sendable {
  /// The folder: what a cadence's step names.
  package var name: TemplateName
  /// BCP 47 tag, such as `zh-CN` or `en`.
  package var language: String
  /// Letters and digits that tell the variants apart.
  package var variant: String
  /// E-mail, SMS, chat, card or letter.
  package var channel: Channel

  /// An identity of these parts.
  package init(name: TemplateName, language: String, variant: String, channel: Channel) {
    self.name = name
    self.language = language
    self.variant = variant
    self.channel = channel
  }

  /// Reads a path relative to the templates folder, or says what is wrong with it.
  package static func parse(path: String) -> Result<TemplateIdentity, PathProblem> {
    let folders = path.split(separator: "/", omittingEmptySubsequences: false)
    guard folders.count == 2, isName(folders[0]) else { return .failure(.notInAFolder) }
    let parts = folders[1].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[3] == "mustache" else { return .failure(.wrongShape) }
    guard LanguageTag.isWellFormed(parts[0]) else {
      return .failure(.badLanguage(String(parts[0])))
    }
    guard isName(parts[1]) else { return .failure(.badVariant(String(parts[1]))) }
    guard let channel = Channel(name: parts[2]), channel.hasTexts else {
      return .failure(.badChannel(String(parts[2])))
    }
    return .success(
      TemplateIdentity(
        name: TemplateName(String(folders[0])), language: String(parts[0]),
        variant: String(parts[1]), channel: channel))
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// The text's id in journal and history: the path without `.mustache`.
  package var textID: String { "\(name)/\(language).\(variant).\(channel.name)" }
}

extension TemplateIdentity {
  /// What is wrong with a template's path.
  package enum PathProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case notInAFolder, wrongShape
    case badLanguage(String)
    case badVariant(String)
    case badChannel(String)

    /// One sentence for the admin.
    package var description: String {
      switch self {
      case .notInAFolder:
        "a template stands in a folder named for it, in lower case: greeting/en.a.email.mustache"
      case .wrongShape:
        "a template's file is named LANGUAGE.VARIANT.email|sms|chat|card|letter.mustache"
      case .badLanguage(let text): "“\(text)” is not a language tag such as zh-CN or en"
      case .badVariant(let text): "variant “\(text)” must be lower-case letters, digits, - or _"
      case .badChannel(let text):
        "“\(text)” is not email, sms, chat, card or letter"
          + NearestName.hint(text, in: Channel.allCases.filter(\.hasTexts).map(\.name))
      }
    }
  }
}

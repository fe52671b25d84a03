import CadenceModel

/// Who signs what is written by hand: the rep, and under a letter the company.
struct PaperFrame {
  private let lines: [String]

  /// The usual signature of a card or letter.
  init(context: MessageContext, on channel: Channel) {
    let company = channel == .letter ? context[.company] : nil
    lines = [context[.repName], company].compactMap { $0 }
  }

  /// The text with the signature below it.
  func text(_ body: String) -> String {
    lines.isEmpty ? body : body + "\n\n" + lines.joined(separator: "\n")
  }
}

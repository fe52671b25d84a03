/// A word for machines out of a deliverer's reason: only what cannot hold an address.
enum OutcomeCode {
  /// The reply code that the text begins with (`451 4.7.1 …` and `HTTP 451 …` give `451`), else its
  /// first plain word.
  static func word(_ reason: String) -> String? {
    let words = reason.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")) }
    if let code = words.prefix(2).first(where: { $0.count == 3 && $0.allSatisfy(\.isNumber) }) {
      return String(code)
    }
    return words.first.map { $0.lowercased() }
  }
}

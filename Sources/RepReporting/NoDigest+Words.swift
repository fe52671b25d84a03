package import CivilTime

extension NoDigest {
  /// The reason in a word, for the log.
  package var why: String {
    switch self {
    case .unknownRep: "unknown-rep"
    case .dayOff: "day-off"
    case .noWork: "no-work"
    case .away: "away"
    }
  }

  /// The reason in one sentence, for whoever asked for the digest.
  package func words(language: String, rep: String, day: Day) -> String {
    DigestLanguage.phrases(for: language).noDigest(self, rep: rep, day: day)
  }
}

package import CivilTime

extension JournalKind {
  /// Nothing happened, but the service was there.
  package static let beat = JournalKind("beat")
  /// A base and its look-ahead passed the guards.
  package static let accepted = JournalKind("accepted")
}

extension JournalDraft {
  /// The service is alive; written when nothing else was for an hour, so that a gap can be measured.
  package static var beat: JournalDraft { JournalDraft(kind: .beat) }

  /// A base and its look-ahead passed the guards or were released by the operator.
  package static func accepted(_ site: AcceptedSite) -> JournalDraft {
    var draft = JournalDraft(kind: .accepted)
    draft.add("generation", site.generation)
    draft.add("customers", site.customers)
    draft.add("sample", site.isSample)
    draft.add("sketch", site.sketch)
    draft.add("messages", site.messages)
    draft.add("day", site.first)
    if !site.days.isEmpty {
      draft.fields.append(JournalField("days", .array(site.days.map { .integer(Int64($0)) })))
    }
    return draft
  }

  /// The operator ends one cause and vouches for what it found; others stay.
  package static func release(byHand cause: String) -> JournalDraft {
    var draft = JournalDraft.release(cause: cause)
    draft.add("by", JournalState.operatorCause)
    return draft
  }

  /// The operator opens all channels and says that the wall clock, which shows `wall`, is right.
  package static func release(trusting wall: Instant) -> JournalDraft {
    var draft = JournalDraft.release(cause: JournalState.operatorCause)
    draft.add("wall", wall)
    return draft
  }
}

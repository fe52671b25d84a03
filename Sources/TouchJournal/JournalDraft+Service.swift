package import CadenceModel
package import CivilTime

/// Which digest of a day.
package enum DigestPart: String, CaseIterable, Sendable {
  case morning, evening
}

extension JournalDraft {
  /// The service started.
  package static func start(program: String, generation: String, mode: String) -> JournalDraft {
    var draft = JournalDraft(kind: .start)
    draft.add("program", program)
    draft.add("generation", generation)
    draft.add("mode", mode)
    return draft
  }

  /// The service stopped in good order; `reason` is a word such as `signal` or `once`.
  package static func stop(reason: String) -> JournalDraft {
    var draft = JournalDraft(kind: .stop)
    draft.add("reason", reason)
    return draft
  }

  /// A digest went out, or could not; `tasks` is how many it lists.
  package static func digest(
    rep: RepID, day: Day, part: DigestPart, tasks: Int, result: OutcomeResult, code: String? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .digest)
    draft.add("rep", rep.text)
    draft.add("day", day)
    draft.add("part", part.rawValue)
    draft.add("tasks", tasks)
    draft.add("result", result.rawValue)
    draft.add("code", code)
    return draft
  }

  /// New settings were taken over, or refused with so many errors.
  package static func reload(generation: String, errors: Int) -> JournalDraft {
    var draft = JournalDraft(kind: .reload)
    draft.add("generation", generation)
    draft.add("errors", errors)
    return draft
  }

  /// Customer channels are shut; `cause` is a word such as `operator`, `disk` or `guard`, the
  /// operator's own words are sealed.
  ///
  /// A hold with `until` ends by itself; `from` is the last moment before the gap or the leap of the
  /// clock that it is for.
  package static func hold(
    cause: String, until: Instant? = nil, from: Instant? = nil, sealed: SealedReference? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .hold)
    draft.add("cause", cause)
    draft.add("until", until)
    draft.add("from", from)
    draft.add(sealed: sealed)
    return draft
  }

  /// Customer channels are open again.
  package static func release(cause: String) -> JournalDraft {
    var draft = JournalDraft(kind: .release)
    draft.add("cause", cause)
    return draft
  }

  /// A recorded fact of that number is taken back.
  package static func retracted(
    number: Int64, customer: CustomerID, rep: RepID? = nil, sealed: SealedReference? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .retracted)
    draft.add("of", number)
    draft.add("customer", customer.text)
    draft.add("rep", rep?.text)
    draft.add(sealed: sealed)
    return draft
  }

  /// A person was erased on request; `marks` are keyed hashes of the addresses they had, by which
  /// they are known again under another id.
  package static func erased(customer: CustomerID, marks: [String] = []) -> JournalDraft {
    var draft = JournalDraft(kind: .erased)
    draft.add("customer", customer.text)
    if !marks.isEmpty {
      draft.fields.append(JournalField("marks", .array(marks.map { .string($0) })))
    }
    return draft
  }

  /// A segment file begins; `previous` and `digest` name the sealed file before it.
  package static func segment(
    file: String, previous: String? = nil, digest: String? = nil
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .segment)
    draft.add("file", file)
    draft.add("previous", previous)
    draft.add("sha256", digest)
    return draft
  }

  /// A segment file ends: how many lines stand before this one, and the SHA-256 of their bytes.
  package static func seal(count: Int, digest: String) -> JournalDraft {
    var draft = JournalDraft(kind: .seal)
    draft.add("count", count)
    draft.add("sha256", digest)
    return draft
  }

  /// A torn tail was cut: where, how many bytes of which SHA-256, and the file that keeps them.
  package static func repair(
    from offset: Int, bytes: Int, digest: String, kept: String
  ) -> JournalDraft {
    var draft = JournalDraft(kind: .repair)
    draft.add("from", offset)
    draft.add("bytes", bytes)
    draft.add("sha256", digest)
    draft.add("kept", kept)
    return draft
  }
}

package import CadenceModel
package import JournalFile
import RepReporting
import TouchDelivery
package import TouchJournal

/// How an erased person is known again when a customer file brings them back.
///
/// The id is remembered by the journal. For any other id there are marks: keyed hashes of the
/// telephone numbers and mail addresses that the person had on file when erased.
package enum ErasedPersons {
  /// A customer's addresses in one spelling each: `tel:861540…`, `mail:k@example.com`.
  package static func addresses(of index: Int, in roster: Roster) -> Set<String> {
    let profile = roster.profile(at: index)
    var found: Set<String> = []
    for field in [ProfileField.mobile, .secondMobile, .phone] {
      let digits = profile[field].utf8.filter { (48...57).contains($0) }
      if digits.count >= 7 { found.insert("tel:" + String(decoding: digits, as: UTF8.self)) }
    }
    if roster.customers[index].phone > 0 { found.insert("tel:\(roster.customers[index].phone)") }
    for field in [ProfileField.email, .secondEmail] where !profile[field].isEmpty {
      found.insert("mail:" + profile[field].lowercased())
    }
    return found
  }

  /// The addresses to remember a customer by: those that nobody else on file has, so that a family
  /// at one telephone does not vanish with one of its members.
  package static func marks(
    of customer: CustomerID, in roster: Roster, by marks: AddressMarks
  ) -> [String] {
    guard let index = roster.index(of: customer) else { return [] }
    var own = addresses(of: index, in: roster)
    for other in roster.customers.indices where other != index && !own.isEmpty {
      own.subtract(addresses(of: other, in: roster))
    }
    return own.sorted().map { marks.mark($0) }
  }

  /// The customers on file who are erased persons under another id.
  package static func returned(
    in roster: Roster, _ state: JournalState, folder: StateFolder
  ) -> [CustomerID] {
    guard !state.erasedMarks.isEmpty, let marks = AddressMarks(reading: folder) else { return [] }
    return roster.customers.indices.compactMap { index in
      let id = roster.customers[index].id
      let isKnown =
        !state.erased.contains(id)
        && addresses(of: index, in: roster).contains {
          state.erasedMarks.contains(marks.mark($0))
        }
      return isKnown ? id : nil
    }
  }

  /// What the journal says when a person is erased: the end of what was open, then the erasure.
  ///
  /// What has crossed is left to its outcome.
  package static func drafts(
    for customer: CustomerID, marks: [String], _ state: JournalState
  ) -> [JournalDraft] {
    let open = state.unsettled.values.filter {
      $0.touch.customer == customer && $0.phase != .crossed
    }
    return open.sorted { $0.intent < $1.intent }.map { touch in
      .outcome(
        touch: touch.touch, try: touch.tries > 0 ? touch.tries : nil, channel: touch.channel,
        OutcomeFacts(.cancelled, reason: .erased))
    } + [.erased(customer: customer, marks: marks)]
  }

  /// Owners of sealed digests and alerts that went out: they name customers, and nobody opens them
  /// again.
  package static func spentHouseKeys(_ settings: Settings, _ state: JournalState)
    -> Set<CustomerID>
  {
    let owners =
      settings.reps.map { RepDigestTouch.owner($0.id) } + [
        OperatorAlertTouch.admin, ManagerMailTouch.owner,
      ]
    return Set(owners).subtracting(state.unsettled.values.map(\.touch.customer))
  }

  /// The exit code when something of the person is left in the outbox (contract section 1: cannot
  /// write).
  static let leftBehind: Int32 = 73

  /// Takes a person's messages out of the outbox; answers what is left there, and what to do.
  ///
  /// A journal and keys that have forgotten the person are no success while a mail is left in clear.
  static func clearOutbox(of customer: CustomerID, in folder: StateFolder) -> [String] {
    let left = OutboxEraser(folder: folder.path + "/outbox").erase(customer)
    guard !left.isEmpty else { return [] }
    return [
      "the journal and the keys have forgotten \(customer), but the outbox may still hold messages; "
        + "mend this and erase again:"
    ] + left
  }
}

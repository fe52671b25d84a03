import CadenceModel
import CadencePlanning
import CivilTime
import RepReporting
import TouchJournal

/// What mornings ask of everybody whom the journal knows, noted when something happens, so that no
/// morning reads all that ever happened.
struct HistoryNotes {
  /// For more customers than this the notes would take too much memory: their histories are read.
  static let most = 100_000

  /// What digests ask.
  var marks: [CustomerID: CustomerMarks] = [:]
  /// The days of the messages that the fuse counts.
  var messageDays: [CustomerID: [Day]] = [:]
  /// Whose history reads otherwise than when it was noted.
  var stale: Set<CustomerID> = []
  /// Whether everybody was looked at once.
  var areComplete = false
}

extension ServiceCore {
  /// Forgets what was prepared for settings, customers or a history that are others now.
  func forgetPrepared() {
    preparedPlanner = nil
    gatekeeper.reset()
    coPurchase = nil
    digestPlan = nil
    neglectedToday = nil
    notes = HistoryNotes()
    keptDayPlan = nil
  }

  /// Marks whatever is kept of those of whom the journal says something new.
  func takeNews() {
    let news = state.takeNews()
    if notes.areComplete { notes.stale.formUnion(news) }
    keptDayPlan?.stale.formUnion(news)
  }

  /// The customers whom the digests of a morning look at.
  func recentCustomers(since: Instant) -> RecentCustomers {
    guard refreshNotes() else { return RecentCustomers(state.history, roster, since: since) }
    return RecentCustomers(notes.marks.values, since: since)
  }

  /// Goes through the days of all messages that the fuse counts.
  func countMessages(_ count: (Day) -> Void) {
    guard refreshNotes() else {
      for known in state.history.customers.values { countedDays(known).forEach(count) }
      return
    }
    for days in notes.messageDays.values { days.forEach(count) }
  }

  /// Brings the notes up to date; false where there are none.
  private func refreshNotes() -> Bool {
    takeNews()
    let customers = state.history.customers
    guard customers.count <= HistoryNotes.most else {
      notes = HistoryNotes()
      return false
    }
    if notes.areComplete {
      notes.stale.forEach { note($0, customers[$0]) }
    } else {
      for (id, known) in customers { note(id, known) }
    }
    notes.stale = []
    notes.areComplete = true
    return true
  }

  private func note(_ id: CustomerID, _ known: CustomerHistory?) {
    let known = known?.unpacked
    notes.marks[id] = known.map { CustomerMarks($0, index: roster.index(of: id)) }
    let days = known.map(countedDays) ?? []
    notes.messageDays[id] = days.isEmpty ? nil : days
  }

  /// The days of the machine's messages to a customer, festivals left out.
  private func countedDays(_ known: CustomerHistory) -> [Day] {
    known.touches.compactMap { record in
      guard record.number > 0, !HouseTouch.isOne(record.touch) else { return nil }
      let cadence = settings.cadences.first { $0.name == record.touch.cadence }
      return cadence?.kind == .festival ? nil : record.day
    }
  }
}

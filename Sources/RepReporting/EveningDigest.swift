package import CadenceModel
package import CivilTime

/// A rep's evening in three lists: whom to thank, whom to confirm, whom to ask about material.
package struct EveningDigest: Sendable {
  /// Whose it is.
  package var rep: Rep
  /// The day that ends.
  package var day: Day
  /// Deals closed today: thank them.
  package var closed: [Closed] = []
  /// The next working day with its appointments.
  package var next: Day?
  /// Appointments of that day, by time.
  package var appointments: [Appointment] = []
  /// Interested today: ask what material they need.
  package var interested: [Interested] = []

  /// A deal closed.
  package struct Closed: Hashable, Sendable {
    /// Index of the customer in the roster.
    package var customer: Int
    /// Won or bought.
    package var kind: FactKind
    /// What, empty if not said.
    package var product: String
  }

  /// Something agreed or due on the next working day.
  package struct Appointment: Hashable, Sendable {
    /// What it is.
    package enum Kind: Hashable, Sendable {
      case visit, callBack, promise
    }
    /// Index of the customer in the roster.
    package var customer: Int
    /// What it is.
    package var kind: Kind
    /// The time, if one was agreed.
    package var time: MinuteOfDay?
  }

  /// Somebody who showed interest.
  package struct Interested: Hashable, Sendable {
    /// Index of the customer in the roster.
    package var customer: Int
    /// The need heard, if a call or visit told.
    package var need: Need?
    /// What they asked about or were to get, empty if not said.
    package var wish: String
  }

  /// The wrap-up of a rep and day, or why there is none.
  package static func make(_ input: DigestInput) -> Result<EveningDigest, NoDigest> {
    guard let index = input.settings.reps.firstIndex(where: { $0.id == input.rep }) else {
      return .failure(.unknownRep)
    }
    let rep = input.settings.reps[index]
    let duty = RepDuty(input.settings)
    if let away = rep.absences.first(where: { $0.first <= input.day && input.day <= $0.last }) {
      return .failure(.away(until: away.last, deputy: rep.deputy))
    }
    guard duty.isWorking(rep, on: input.day) else { return .failure(.dayOff) }
    let reader = DigestReader(input: input, repIndex: index, duty: duty)
    var evening = EveningDigest(rep: rep, day: input.day)
    evening.next = duty.workday(after: input.day, of: rep)
    for customer in reader.knownCustomers() where reader.isOwn(customer) {
      evening.read(customer, reader)
    }
    evening.addPlannedVisits(reader)
    evening.appointments.sort {
      ($0.time ?? .endOfDay, $0.customer) < ($1.time ?? .endOfDay, $1.customer)
    }
    let isEmpty =
      evening.closed.isEmpty && evening.appointments.isEmpty && evening.interested.isEmpty
    return isEmpty ? .failure(.noWork) : .success(evening)
  }

  /// What one customer's facts bring to the three lists.
  private mutating func read(_ customer: Int, _ reader: DigestReader) {
    let facts = reader.facts(customer) { reader.zone.local(at: $0.at).day == day }
    let today = facts.filter { reader.zone.local(at: $0.at).day == day }
    if let deal = today.last(where: { $0.detail.kind == .won || $0.detail.kind == .purchase }) {
      closed.append(
        Closed(
          customer: customer, kind: deal.detail.kind,
          product: deal.texts[FactOption.product.rawValue] ?? ""))
    } else if !today.contains(where: { $0.detail.kind == .lost }) {
      readInterest(customer, today, reader)
    }
    for fact in facts { readAppointments(fact, customer, reader) }
  }

  private mutating func readInterest(_ customer: Int, _ today: [Fact], _ reader: DigestReader) {
    let asked = today.last { $0.detail.kind == .inquiry || $0.detail.kind == .offer }
    let need = reader.need(in: today)
    guard asked != nil || need == .some || need == .clear else { return }
    let wish =
      asked?.texts[FactOption.material.rawValue] ?? asked?.texts[FactOption.product.rawValue]
    interested.append(Interested(customer: customer, need: need, wish: wish ?? ""))
  }

  private mutating func readAppointments(
    _ fact: Fact, _ customer: Int, _ reader: DigestReader
  ) {
    func add(_ kind: Appointment.Kind, _ instant: Instant?) {
      guard let instant, fact.at < instant else { return }
      let time = reader.zone.local(at: instant)
      guard time.day == next else { return }
      add(Appointment(customer: customer, kind: kind, time: time.minute))
    }
    func add(_ appointment: Appointment) {
      if !appointments.contains(appointment) { appointments.append(appointment) }
    }
    switch fact.detail {
    case .call(let report):
      add(.callBack, report.callBack)
      add(.promise, report.promise)
      if report.visitOn != nil, report.visitOn == next {
        add(Appointment(customer: customer, kind: .visit, time: nil))
      }
    case .complaint(let promise): add(.promise, promise)
    case .promise(let by): add(.promise, by)
    default: break
    }
  }

  /// Visits that the plan has for the next working day.
  private mutating func addPlannedVisits(_ reader: DigestReader) {
    for touch in reader.input.touches where touch.channel == .visit && touch.day == next {
      guard reader.definition(touch) != nil else { continue }
      let customer = Int(touch.customer)
      guard reader.repIndex(of: reader.input.customer(customer)) == reader.repIndex,
        !appointments.contains(where: { $0.customer == customer && $0.kind == .visit })
      else { continue }
      appointments.append(Appointment(customer: customer, kind: .visit, time: touch.minute))
    }
  }
}

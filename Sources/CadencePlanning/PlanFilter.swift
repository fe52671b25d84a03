package import CadenceModel

/// Which part of a plan is wanted; what is left out still counts for caps and spacing.
package struct PlanFilter: Hashable, Sendable {
  /// Only this customer, by index into the roster.
  package var customer: Int?
  /// Only customers of this rep.
  package var rep: RepID?
  /// Only customers of one of these reps; empty: of all.
  package var reps: [RepID] = []
  /// Only touches of this cadence.
  package var cadence: CadenceName?
  /// Only what the machine sends: then whoever can get nothing from it need not be planned.
  package var messagesOnly = false

  /// A filter; what is nil does not filter.
  package init(customer: Int? = nil, rep: RepID? = nil, cadence: CadenceName? = nil) {
    self.customer = customer
    self.rep = rep
    self.cadence = cadence
  }

  /// Everything.
  package static let all = PlanFilter()
}

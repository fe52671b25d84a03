import CadenceModel

/// Rule of tact: while a complaint is open nobody is asked to buy, and nobody is greeted.
enum ComplaintRule {
  /// Why a cadence may not reach a customer now; nil when it may.
  static func refuses(
    _ cadence: PreparedCadence, _ standing: borrowing CustomerStanding
  ) -> SkipReason? {
    standing.hasOpenComplaint && cadence.isPromotional ? .complaintOpen : nil
  }

  /// Why the machine may not write to a customer now: with a complaint open even good wishes are
  /// the rep's matter; what is owed or announces a visit goes on.
  static func refusesMessage(
    _ cadence: PreparedCadence, _ standing: borrowing CustomerStanding
  ) -> SkipReason? {
    standing.hasOpenComplaint && cadence.precedence != .visit && !cadence.isService
      ? .complaintOpen : nil
  }
}

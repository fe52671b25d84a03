import CadenceModel

/// Rule of tact: while a complaint is open nobody is asked to buy, and nobody is greeted.
enum ComplaintRule {
  /// Why a cadence may not reach a customer now; nil when it may.
  static func refuses(
    _ cadence: PreparedCadence, _ standing: borrowing CustomerStanding
  ) -> SkipReason? {
    standing.hasOpenComplaint && cadence.isPromotional ? .complaintOpen : nil
  }
}

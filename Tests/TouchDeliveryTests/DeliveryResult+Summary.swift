import TouchDelivery

extension DeliveryResult {
  /// The class in a few words, for tables.
  var summary: String {
    switch self {
    case .accepted: "accepted"
    case .deferred(_, nil): "deferred"
    case .deferred(_, .some(let seconds)): "deferred \(seconds)"
    case .rejected(_, false): "rejected"
    case .rejected(_, true): "rejected address"
    case .uncertain: "uncertain"
    case .unsent(_, false, _): "unsent"
    case .unsent(_, true, false): "unsent fault"
    case .unsent(_, true, true): "unsent fault now"
    }
  }

  /// The words that came with it.
  var words: String {
    switch self {
    case .accepted(let reference): reference ?? ""
    case .deferred(let reason, _), .rejected(let reason, _), .uncertain(let reason),
      .unsent(let reason, _, _):
      reason
    }
  }
}

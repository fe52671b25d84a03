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
}

import CadenceModel
import TouchDelivery

extension DeliveryReport {
  /// The report in a word or two, for tables.
  var summary: String {
    switch result {
    case .accepted: "accepted"
    case .deferred(_, nil): "deferred"
    case .deferred(_, .some(let seconds)): "deferred \(seconds)"
    case .rejected: address == .unknown || address == .doubted ? "rejected address" : "rejected"
    case .uncertain: "uncertain"
    case .unsent(_, false, _): "unsent"
    case .unsent(_, true, false): "unsent fault"
    case .unsent(_, true, true): "unsent fault now"
    }
  }
}

package import CivilTime

/// Money in hundredths of the site's currency unit.
package struct Amount: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Hundredths; may be negative for a refund.
  package let hundredths: Int64

  /// An amount from its hundredths.
  package init(hundredths: Int64) { self.hundredths = hundredths }

  /// Reads `9840`, `9840.5` or `9840.50`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Int64(parts[0]),
      whole.magnitude < 1 << 50
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= 2, fraction.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    let cents = (Int64(fraction) ?? 0) * (fraction.utf8.count == 1 ? 10 : 1)
    hundredths = whole * 100 + (parts[0].hasPrefix("-") ? -cents : cents)
  }

  /// With two digits after the point: `9840.50`.
  package var description: String {
    let cents = abs(hundredths % 100)
    let sign = hundredths < 0 ? "-" : ""
    return "\(sign)\(abs(hundredths / 100)).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// By value.
  package static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }
}

/// What an inquiry, an offer or a won deal is about.
package struct DealFacts: Hashable, Sendable {
  /// The deal's value, if known.
  package var amount: Amount?
  /// The lead source by name, if known.
  package var source: String?

  /// Describes a deal.
  package init(amount: Amount? = nil, source: String? = nil) {
    self.amount = amount
    self.source = source
  }
}

/// Why somebody does not buy (contract section 7, list R).
package enum Reason: String, CaseIterable, Sendable {
  case comparing
  case productDoubt = "product-doubt"
  case companyDoubt = "company-doubt"
  case timing, money, interference, price
  case waitingForOffer = "waiting-for-offer"
  case competitor, other
}

/// How a customer was lost.
package enum LossKind: String, CaseIterable, Sendable {
  case letGo = "let-go"
  case left, poached
  case drawnAway = "drawn-away"
  case forced
}

/// How a call ended.
package enum CallOutcome: String, CaseIterable, Sendable {
  case reached
  case noAnswer = "no-answer"
  case busy
  case wrongNumber = "wrong-number"
  case callBack = "call-back"
}

/// How much the customer needs something now.
package enum Need: String, CaseIterable, Sendable {
  case none, some, clear
}

/// How the customer took the call.
package enum Attitude: String, CaseIterable, Sendable {
  case warm, neutral, cold
}

/// What a call brought.
package struct CallReport: Hashable, Sendable {
  /// How it ended.
  package var outcome: CallOutcome
  /// When to call back, for ``CallOutcome/callBack``.
  package var callBack: Instant?
  /// The need heard.
  package var need: Need?
  /// The attitude heard.
  package var attitude: Attitude?
  /// Whether a visit is welcome.
  package var visitWelcome: Bool?
  /// The day agreed for a visit.
  package var visitOn: Day?
  /// Why not to buy.
  package var reason: Reason?
  /// A promise made in the call, with its deadline.
  package var promise: Instant?

  /// A report with only its outcome; set the rest as known.
  package init(outcome: CallOutcome) { self.outcome = outcome }
}

/// The state in which a visit found the product.
package enum Condition: String, CaseIterable, Sendable {
  case good, worn, defect
}

/// Satisfaction as perceived against expected, each from 1 to 5.
package struct Satisfaction: Hashable, Sendable {
  /// What the customer got, 1 to 5.
  package var perceived: Int
  /// What the customer expected, 1 to 5.
  package var expected: Int

  /// Both answers; the caller has checked 1...5.
  package init(perceived: Int, expected: Int) {
    self.perceived = perceived
    self.expected = expected
  }
}

/// What a visit found.
package struct VisitReport: Hashable, Sendable {
  /// The installation visited.
  package var installation: InstallationID?
  /// The product's condition.
  package var condition: Condition?
  /// The customer's satisfaction.
  package var satisfaction: Satisfaction?
  /// A new need heard.
  package var need: Need?
  /// Whether work remains, so that the visit does not settle the occurrence.
  package var isPartial: Bool

  /// Describes a visit.
  package init(
    installation: InstallationID? = nil, condition: Condition? = nil,
    satisfaction: Satisfaction? = nil, need: Need? = nil, isPartial: Bool = false
  ) {
    self.installation = installation
    self.condition = condition
    self.satisfaction = satisfaction
    self.need = need
    self.isPartial = isPartial
  }
}

/// What was bought.
package struct PurchaseFacts: Hashable, Sendable {
  /// Pieces, at least 1.
  package var quantity: Int
  /// The sum paid.
  package var amount: Amount?
  /// What of it is profit, if known.
  package var margin: Amount?
  /// The day it was installed, which starts maintenance.
  package var installed: Day?

  /// Describes a purchase.
  package init(
    quantity: Int = 1, amount: Amount? = nil, margin: Amount? = nil, installed: Day? = nil
  ) {
    self.quantity = quantity
    self.amount = amount
    self.margin = margin
    self.installed = installed
  }
}

/// A one-off occasion in a customer's life.
package enum OccasionName: String, CaseIterable, Sendable {
  case movingIn = "moving-in"
  case reunion, exam, opening, illness, travel, other
}

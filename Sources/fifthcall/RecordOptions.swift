import ArgumentParser
import CadenceModel

/// Every option that a kind can have.
///
/// Each is kept as often as it was given, so that a contradiction is
/// found by the parser of facts and not swallowed here; what belongs to which kind it knows too.
struct RecordOptions: ParsableArguments {
  @Option(help: "When it happened (RFC 3339); default: now.")
  var at: [String] = []
  @Option(help: "Who reports it: a rep's id.")
  var rep: [String] = []
  @Option(help: "The touch that it answers.")
  var touch: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "Free words; kept sealed.")
  var note: [String] = []

  @Option(parsing: .unconditionalSingleValue, help: "What it is about.")
  var product: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "Money, such as 9840 or 9840.50.")
  var amount: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "Where the lead came from.")
  var source: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "What material was asked for or given.")
  var material: [String] = []

  @Option(help: "let-go, left, poached, drawn-away or forced.")
  var loss: [String] = []
  @Option(
    help: """
      comparing, product-doubt, company-doubt, timing, money, interference, price, \
      waiting-for-offer, competitor or other.
      """)
  var reason: [String] = []

  @Option(help: "reached, no-answer, busy, wrong-number or call-back.")
  var outcome: [String] = []
  @Option(help: "When to call back (RFC 3339).")
  var callBack: [String] = []
  @Option(help: "none, some or clear.")
  var need: [String] = []
  @Option(help: "warm, neutral or cold.")
  var attitude: [String] = []
  @Option(help: "Whether a visit is welcome: yes or no.")
  var visit: [String] = []
  @Option(help: "The day agreed for a visit.")
  var visitOn: [String] = []
  @Option(help: "By when something was promised (RFC 3339).")
  var promise: [String] = []

  @Option(help: "Which installation was visited: its day, .2 for a second of that day.")
  var installation: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "How the product is used.")
  var usage: [String] = []
  @Option(help: "good, worn or defect.")
  var condition: [String] = []
  @Option(help: "What the customer got, 1 to 5.")
  var perceived: [String] = []
  @Option(help: "What the customer expected, 1 to 5.")
  var expected: [String] = []
  @Flag(help: "Work remains: the visit does not settle the touch.")
  var partly = false

  @Option(help: "How many were bought.")
  var quantity: [String] = []
  @Option(help: "The day it was installed.")
  var installed: [String] = []

  @Option(parsing: .unconditionalSingleValue, help: "What the complaint is about.")
  var about: [String] = []
  @Option(help: "The promise's deadline (RFC 3339).")
  var by: [String] = []
  @Option(help: "email, sms, chat, call, visit, gift, card or letter; none: all.")
  var channel: [String] = []
  @Option(help: "The cadence; none: all.")
  var occasion: [String] = []
  @Option(help: "moving-in, reunion, exam, opening, illness, travel or other.")
  var name: [String] = []
  @Option(help: "The occasion's day.")
  var day: [String] = []
  @Option(help: "The day until which to wait.")
  var until: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "What was given or sent.")
  var what: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: "What it cost.")
  var cost: [String] = []
  @Option(help: "The customer who was introduced.")
  var of: [String] = []

  @Option(parsing: .unconditionalSingleValue, help: "What of the amount is profit.")
  var margin: [String] = []
  @Option(help: "How many minutes it took, travel included.")
  var minutes: [String] = []
  @Option(help: "The gift by its id.")
  var gift: [String] = []
  @Option(help: "Who answers for the complaint: a rep's id; default: the rep in charge.")
  var owner: [String] = []
  @Option(help: "Who died: spouse, parent1, child2; default: the customer.")
  var relation: [String] = []
  @Option(help: "The rep who takes the customer over.")
  var to: [String] = []

  /// The options as typed, in the contract's order.
  var typed: [(FactOption, String)] {
    FactOption.allCases.flatMap { option in values(of: option).map { (option, $0) } }
  }

  private func values(of option: FactOption) -> [String] {
    switch option {
    case .at: at
    case .rep: rep
    case .touch: touch
    case .note: note
    case .product: product
    case .amount: amount
    case .source: source
    case .material: material
    case .loss: loss
    case .reason: reason
    case .outcome: outcome
    case .callBack: callBack
    case .need: need
    case .attitude: attitude
    case .visit: visit
    case .visitOn: visitOn
    case .promise: promise
    case .installation: installation
    case .usage: usage
    case .condition: condition
    case .perceived: perceived
    case .expected: expected
    case .partly: partly ? ["yes"] : []
    case .quantity: quantity
    case .installed: installed
    case .about: about
    case .by: by
    case .channel: channel
    case .occasion: occasion
    case .name: name
    case .day: day
    case .until: until
    case .what: what
    case .cost: cost
    case .of: of
    case .margin: margin
    case .minutes: minutes
    case .gift: gift
    case .owner: owner
    case .relation: relation
    case .to: to
    }
  }
}

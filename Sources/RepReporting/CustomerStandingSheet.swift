import CadenceModel
import CadencePlanning
import CivilTime
import TouchJournal

/// What the facts make of a customer, as `customer` shows it: the segment with its numbers.
struct CustomerStandingSheet {
  /// The customer with what was recorded.
  let customer: Customer
  /// The lead source by name.
  let source: String
  private let segment: Segment

  /// The standing of the customer at an index as of a moment.
  init(_ index: Int, _ planner: Planner, at moment: Instant) {
    let name = planner.settings.site.zone
    let zone = planner.settings.zones[name] ?? .utc
    let day = zone.local(at: moment).day
    // What happened at this very moment is shown, too.
    let end = moment.adding(milliseconds: 1)
    customer = planner.customer(at: index, on: day, now: end)
    segment = planner.segment(of: index, on: day, now: end)
    source = planner.sourceName(at: index, on: day, now: end)
  }

  /// The segment as fields; what there is none of is null.
  var fields: [JournalField] {
    func word(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func money(_ hundredths: Int64) -> JSONValue {
      .number(Amount(hundredths: hundredths).description)
    }
    return [
      JournalField("type", word(segment.type?.rawValue)),
      JournalField("contribution", money(segment.contribution)),
      JournalField("loyalty", .integer(Int64(segment.loyalty))),
      JournalField("tier", word(segment.tier?.rawValue)),
      JournalField("year_value", money(segment.yearValue)),
      JournalField("rank", .integer(Int64(segment.rank))),
      JournalField("buyers", .integer(Int64(segment.buyers))),
      JournalField("lapse", word(segment.lapse?.rawValue)),
      JournalField("rhythm_days", .integer(Int64(segment.rhythm))),
      JournalField("elapsed_days", .integer(Int64(segment.elapsed))),
      JournalField("value", money(segment.value)),
      JournalField("last_purchase", word(segment.lastPurchase?.description)),
      JournalField("referrals", .integer(Int64(segment.referrals))),
      JournalField("satisfaction", segment.satisfaction.map { .integer(Int64($0)) } ?? .null),
    ]
  }
}

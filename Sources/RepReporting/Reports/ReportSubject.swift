import CadenceModel
import CivilTime

/// One person as reports see it: the file, what was recorded before the report's moment, and the
/// computed segment.
struct ReportSubject: Sendable {
  /// Who.
  let id: CustomerID
  /// The place in the roster; nil for persons who are no longer on file.
  let index: Int?
  /// The customer as file and facts make them; nil for persons who are not on file.
  let customer: Customer?
  /// Where the person comes from; nil where neither the file nor a deal says so.
  let source: String?
  /// The rep in charge; nil for persons who are not on file.
  let rep: RepID?
  /// Facts by when they happened, then by number.
  let facts: [ReportFact]
  /// Touches, in journal order.
  let touches: [TouchRecord]
  /// Messages of the customer with their days.
  let replies: [(channel: Channel, day: Day)]
  /// What is computed of the person.
  let segment: Segment
  /// Channels whose address is given up.
  let givenUp: ChannelSet

  /// Whether the person is on file and not known to be dead: the base of every share of customers.
  var isInBase: Bool {
    index != nil && !facts.contains { $0.isDeath }
  }
}

/// A fact with its day and minute on the customer's clock.
struct ReportFact: Sendable {
  /// What was recorded.
  let fact: Fact
  /// Its journal number.
  let number: Int64
  /// The day on which it happened.
  let day: Day
  /// The minute of that day.
  let minute: MinuteOfDay

  /// The kind of the fact.
  var kind: FactKind { fact.detail.kind }

  /// Whether the customer died, not a member of the family.
  var isDeath: Bool { kind == .deceased && fact.marks.relation == nil }

  /// What a customer said of satisfaction, in a visit, a survey or at the end of a complaint.
  var satisfaction: Satisfaction? {
    switch fact.detail {
    case .visit(let report): report.satisfaction
    case .resolved(let answer): answer
    case .survey(let answer): answer
    default: nil
    }
  }
}

extension ReportScope {
  /// Gives every person to `body`: those on file in the order of their ids, then the others.
  ///
  /// One after the other, so that nobody's history is unpacked longer than it is looked at. Erased
  /// persons are left out, and so are the house's own touches.
  func forEachSubject(_ body: (ReportSubject) -> Void) {
    let site = settings.zones[settings.site.zone] ?? .utc
    let zones = roster.zones.map { settings.zones[$0] ?? site }
    for index in roster.customers.indices {
      let id = roster.customers[index].id
      let known = history.customers[id]
      guard known?.isErased != true else { continue }
      let place = Int(roster.customers[index].zone)
      let zone = zones.indices.contains(place) ? zones[place] : site
      body(subject(id, index, known, zone))
    }
    let strangers = history.customers.keys.filter { id in
      roster.index(of: id) == nil && !id.text.hasPrefix("rep:") && !id.text.hasPrefix("house:")
    }
    for id in strangers.sorted() {
      guard let known = history.customers[id], !known.isErased else { continue }
      body(subject(id, nil, known, site))
    }
  }

  private func subject(
    _ id: CustomerID, _ index: Int?, _ known: CustomerHistory?, _ zone: ZoneRules
  ) -> ReportSubject {
    let open = known?.unpacked
    var facts = (open?.facts ?? []).filter { $0.fact.at < moment }.map { recorded in
      let local = zone.local(at: recorded.fact.at)
      return ReportFact(
        fact: recorded.fact, number: recorded.number, day: local.day, minute: local.minute)
    }
    facts.sort { ($0.fact.at, $0.number) < ($1.fact.at, $1.number) }
    let replies = (open?.replies ?? []).filter { $0.at < moment }.map { reply in
      (channel: reply.channel, day: zone.local(at: reply.at).day)
    }
    let effective = index.map { customer?($0) ?? roster.customers[$0] }
    return ReportSubject(
      id: id, index: index, customer: effective, source: source(index, facts),
      rep: effective.flatMap { rep(of: $0) }, facts: facts, touches: open?.touches ?? [],
      replies: replies, segment: index.map(segment) ?? Segment(),
      givenUp: open?.givenUp ?? ChannelSet())
  }

  /// The file's source, else the first that a deal names.
  private func source(_ index: Int?, _ facts: [ReportFact]) -> String? {
    if let place = index.map({ Int(roster.customers[$0].source) }),
      roster.sources.indices.contains(place), !roster.sources[place].isEmpty
    {
      return roster.sources[place]
    }
    for fact in facts {
      switch fact.fact.detail {
      case .inquiry(let deal), .offer(let deal), .won(let deal):
        if let source = deal.source { return source }
      default: continue
      }
    }
    return nil
  }
}

import CadenceModel

/// On which channels customers may and can be reached, and what changed.
struct ConsentReport: ReportFold {
  private static let channels: [Channel] = [.email, .sms, .chat, .call]
  private static let every = "all"

  private let scope: ReportScope
  private var customers = 0
  /// Reachable, consented, refused, opted out, given up, usable.
  private var standing = ReportCounts(columns: 6, rows: channels.map(\.name))
  /// Opt-outs and opt-ins.
  private var changes = ReportCounts(
    columns: 2, rows: Channel.allCases.map(\.name) + [every])
  private var occasions = ReportCounts(columns: 2)
  private var months: ReportCounts

  init(_ scope: ReportScope) {
    self.scope = scope
    months = ReportCounts(columns: 2, rows: scope.months)
  }

  mutating func take(_ person: ReportSubject) {
    for fact in person.facts where scope.holds(fact.day) {
      switch fact.fact.detail {
      case .optOut(let channel, let occasion): change(0, fact, channel, occasion)
      case .optIn(let channel, let occasion): change(1, fact, channel, occasion)
      default: break
      }
    }
    guard let index = person.index, person.isInBase else { return }
    customers += 1
    stand(ConsentStanding(scope.roster.customers[index], person))
  }

  private mutating func change(
    _ column: Int, _ fact: ReportFact, _ channel: Channel?, _ occasion: CadenceName?
  ) {
    months.add(fact.day.monthText, column)
    if let occasion {
      occasions.add(occasion.text, column)
    } else {
      changes.add(channel?.name ?? Self.every, column)
    }
  }

  private mutating func stand(_ known: ConsentStanding) {
    for channel in Self.channels {
      let holds = [
        known.reachable.contains(channel), known.consented.contains(channel),
        known.refused.contains(channel), known.optedOut.contains(channel),
        known.givenUp.contains(channel), known.isUsable(channel),
      ]
      for (column, holds) in holds.enumerated() where holds { standing.add(channel.name, column) }
    }
  }

  func tables() -> [ReportTable] {
    [
      ReportTable(
        "channel",
        [
          "channel", "customers", "reachable", "consented", "refused", "opted_out",
          "address_given_up", "usable", "usable_share",
        ], bar: "usable_share",
        rows: standing.rows.map { row in
          let sums = standing[row]
          return [.text(row), .count(customers)] + sums.map { .count($0) } + [
            .share(sums[5], of: Int64(customers))
          ]
        }),
      changed("change", changes), changed("occasion", occasions), changed("month", months),
    ]
  }

  private func changed(_ name: String, _ counts: ReportCounts) -> ReportTable {
    ReportTable(
      name, [name, "opt_outs", "opt_ins"], bar: "opt_outs",
      rows: counts.rows.map { [.text($0)] + counts[$0].map { .count($0) } })
  }
}

/// What file and journal say of a customer's consent.
private struct ConsentStanding {
  var reachable: ChannelSet
  var consented: ChannelSet
  var refused: ChannelSet
  var optedOut: ChannelSet
  var givenUp: ChannelSet

  init(_ customer: borrowing Customer, _ person: ReportSubject) {
    reachable = customer.reachable
    consented = customer.consented
    refused = customer.refused
    optedOut = OptOuts(customer, person.facts.lazy.map(\.fact)).channels
    givenUp = person.givenUp
    for fact in person.facts {
      guard case .optIn(let channel, occasion: nil) = fact.fact.detail else { continue }
      let channels = channel.map { ChannelSet($0) } ?? .all
      refused.subtract(channels)
      consented.formUnion(channels)
    }
  }

  /// Whether the channel could be used today: the machine needs a consent, a call no refusal.
  func isUsable(_ channel: Channel) -> Bool {
    guard reachable.contains(channel), !givenUp.contains(channel), !optedOut.contains(channel)
    else { return false }
    return channel.isMachineSent ? consented.contains(channel) : !refused.contains(channel)
  }
}

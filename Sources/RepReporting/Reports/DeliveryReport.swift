import CadenceModel
import CivilTime
import TouchJournal

/// What became of the machine's messages.
struct DeliveryReport: ReportFold {
  private static let results: [(name: String, result: OutcomeResult?)] = [
    ("accepted", .accepted), ("uncertain", .uncertain), ("rejected", .rejected),
    ("expired", .expired), ("suppressed", .suppressed), ("cancelled", .cancelled),
    ("dead", .dead), ("done", .done), ("under_way", nil),
  ]
  private static let receipts: [ReceiptStatus] = [.delivered, .bounced, .complained]
  /// Messages, a column a result, a column a kind of receipt, replies.
  private static let width = 1 + results.count + receipts.count + 1
  private static let machine = Channel.allCases.filter(\.isMachineSent)

  private let scope: ReportScope
  private var byChannel = ReportCounts(columns: width, rows: machine.map(\.name))
  private var byCadence = ReportCounts(columns: width)
  private var byMonth: ReportCounts

  init(_ scope: ReportScope) {
    self.scope = scope
    byMonth = ReportCounts(columns: Self.width, rows: scope.months)
  }

  mutating func take(_ person: ReportSubject) {
    for record in person.touches where record.channel.isMachineSent && scope.holds(record.day) {
      let outcome = record.outcome == .deferred ? nil : record.outcome
      var columns = [0]
      if let place = Self.results.firstIndex(where: { $0.result == outcome }) {
        columns.append(1 + place)
      }
      if let said = scope.receipts[record.touch.description] {
        for (place, status) in Self.receipts.enumerated() where said.contains(status) {
          columns.append(1 + Self.results.count + place)
        }
      }
      for column in columns {
        byChannel.add(record.channel.name, column)
        byCadence.add(record.touch.cadence.text, column)
        byMonth.add(record.day.monthText, column)
      }
    }
    for reply in person.replies where reply.channel.isMachineSent && scope.holds(reply.day) {
      byChannel.add(reply.channel.name, Self.width - 1)
      byMonth.add(reply.day.monthText, Self.width - 1)
    }
  }

  func tables() -> [ReportTable] {
    [
      table("channel", byChannel, hasReplies: true), table("cadence", byCadence, hasReplies: false),
      table("month", byMonth, hasReplies: true),
    ]
  }

  private func table(_ name: String, _ counts: ReportCounts, hasReplies: Bool) -> ReportTable {
    let columns =
      [name, "messages"] + Self.results.map(\.name) + ["accepted_share"]
      + Self.receipts.map(\.rawValue) + ["delivered_share"] + (hasReplies ? ["replies"] : [])
    return ReportTable(
      name, columns, bar: "messages",
      rows: counts.rows.map { row in
        let sums = counts[row]
        let results = sums[1...Self.results.count]
        let receipts = sums[(1 + Self.results.count)..<(Self.width - 1)]
        return [.text(row), .count(sums[0])] + results.map { .count($0) }
          + [.share(sums[1], of: sums[0])] + receipts.map { .count($0) }
          + [.share(receipts.first ?? 0, of: sums[0])]
          + (hasReplies ? [.count(sums[Self.width - 1])] : [])
      })
  }
}

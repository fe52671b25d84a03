import CadenceModel

/// Talking points by type and situation (product rows A3 and D12).
extension DigestReader {
  /// Those of `talk.yaml` that fit the customer, for calls and visits.
  func talk(
    _ touch: PlannedTouch, _ cadence: Cadence, _ facts: [Fact]
  ) -> [String] {
    guard touch.channel == .call || touch.channel == .visit else { return [] }
    let settings = input.settings.talk
    let type = input.segment(Int(touch.customer)).type
    let heard = Heard(facts)
    let fitting = settings.points.lazy.filter { point in
      Self.holds(point.types, type) && Self.holds(point.reasons, heard.reason)
        && Self.holds(point.needs, heard.need) && Self.holds(point.attitudes, heard.attitude)
        && Self.holds(point.precedences, cadence.precedence)
    }
    return fitting.compactMap { LanguageTag.text($0.texts, in: language) }.prefix(settings.most).map
    { $0 }
  }

  /// What the calls and visits brought last, each by itself.
  private struct Heard {
    var reason: Reason?
    var need: Need?
    var attitude: Attitude?

    init(_ facts: [Fact]) {
      for fact in facts {
        switch fact.detail {
        case .call(let report):
          reason = report.reason ?? reason
          need = report.need ?? need
          attitude = report.attitude ?? attitude
        case .visit(let report): need = report.need ?? need
        case .lost(_, let why): reason = why ?? reason
        case .won, .purchase: reason = nil
        default: break
        }
      }
    }
  }

  private static func holds<Value>(_ wanted: Set<Value>, _ value: Value?) -> Bool {
    wanted.isEmpty || value.map { wanted.contains($0) } ?? false
  }
}

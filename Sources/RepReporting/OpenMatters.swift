import CadenceModel
import CivilTime

/// Finds the complaints and promises of a customer that nobody has ended yet.
///
/// They end as their ladders in the shipped configuration do: a promise when it is said to be kept, by its
/// name; a complaint when it is resolved, by name or the oldest first. Having called ends neither.
struct OpenMatters {
  /// A matter as it was recorded, and what touches call it.
  fileprivate struct Matter {
    let fact: Fact
    let since: Day
    let by: LocalTime?
    /// What touches call it, such as `promise-2026-12-01.2`.
    let occurrence: String
  }

  fileprivate var matters: [Matter] = []
  private var counts: [String: Int] = [:]
  private let ours: ZoneRules
  private let theirs: ZoneRules

  /// Reads facts in the order of their time; days are the customer's, deadlines the rep's.
  init(_ facts: [Fact], ours: ZoneRules, theirs: ZoneRules) {
    self.ours = ours
    self.theirs = theirs
    for fact in facts { read(fact) }
  }

  /// What is open, the oldest first.
  var open: [VisitSheet.OpenMatter] {
    matters.map { matter in
      let texts = [FactOption.about, .product, .note].compactMap {
        matter.fact.texts[$0.rawValue]
      }
      return VisitSheet.OpenMatter(
        kind: matter.fact.detail.kind, since: matter.since, by: matter.by,
        about: texts.joined(separator: " / "))
    }
  }

  private mutating func read(_ fact: Fact) {
    let day = theirs.local(at: fact.at).day
    let name = "\(fact.detail.kind.name)-\(day)"
    counts[name, default: 0] += 1
    let number = counts[name] ?? 1
    let occurrence = number > 1 ? "\(name).\(number)" : name
    func begin(_ by: Instant?) {
      matters.append(
        Matter(
          fact: fact, since: day, by: by.map { ours.local(at: $0) }, occurrence: occurrence))
    }
    switch fact.detail {
    case .complaint(let promise): begin(promise)
    case .promise(let by): begin(by)
    case .resolved: endComplaint(fact.touch?.occurrence)
    case .kept: matters.removeAll { $0.occurrence == fact.touch?.occurrence && !$0.isComplaint }
    case .call(let report): if let by = report.promise { begin(by) }
    default: break
    }
  }

  /// The one named, else the oldest.
  private mutating func endComplaint(_ occurrence: String?) {
    let named = matters.firstIndex { $0.isComplaint && $0.occurrence == occurrence }
    if let place = named ?? matters.firstIndex(where: \.isComplaint) { matters.remove(at: place) }
  }
}

extension OpenMatters.Matter {
  fileprivate var isComplaint: Bool { fact.detail.kind == .complaint }
}

/// What may stand beside any fact: effort, whose matter it is, and which file value it overlays.
package struct FactMarks: Hashable, Sendable {
  /// Minutes that a call, visit or other contact took, travel included.
  package var minutes: Int?
  /// The value of the customer file that this fact overlays (contract section 4).
  ///
  /// The stage for deals and losses, the rep for a hand-over. The overlay holds while the file still says so.
  package var overlays: String?
  /// Which family member died or is mourned; nil: the customer, or nobody in particular.
  package var relation: Relation?
  /// The gift by its id in `gifts.yaml`.
  package var item: String?
  /// Who answers for a complaint; nil: the rep in charge.
  package var owner: RepID?

  /// Nothing beside the fact.
  package init() {}

  /// Whether there is nothing.
  package var isEmpty: Bool { self == FactMarks() }
}

extension CompactWriter {
  /// A byte for none, which is the rule.
  mutating func add(_ marks: FactMarks) {
    add(!marks.isEmpty)
    guard !marks.isEmpty else { return }
    add(marks.minutes) { $0.add($1) }
    add(marks.overlays) { $0.add($1) }
    add(marks.relation) { $0.add($1.name) }
    add(marks.item) { $0.add($1) }
    add(marks.owner) { $0.add($1.text) }
  }
}

extension CompactReader {
  /// What may stand beside a fact.
  mutating func marks() throws(UnreadableBytes) -> FactMarks {
    var marks = FactMarks()
    guard try flag() else { return marks }
    marks.minutes = try flag() ? try int() : nil
    marks.overlays = try flag() ? try text() : nil
    marks.relation = try flag() ? try relation() : nil
    marks.item = try flag() ? try text() : nil
    marks.owner = try flag() ? RepID(try text()) : nil
    return marks
  }

  private mutating func relation() throws(UnreadableBytes) -> Relation {
    guard let relation = Relation(name: try text()) else { throw UnreadableBytes() }
    return relation
  }
}

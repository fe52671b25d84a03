/// What stands beside a fact: readers of its options, and the file's value that it overlays.
extension FactParser {
  mutating func marks() -> FactMarks {
    var marks = FactMarks()
    marks.minutes = whole(.minutes, in: 0...1440, "a number of minutes from 0 to 1440")
    marks.relation = relation()
    marks.item = gift()
    marks.owner = rep(.owner)
    marks.overlays = overlaid
    return marks
  }

  /// Whose death it is: the customer's own when nothing is said.
  private mutating func relation() -> Relation? {
    guard let text = given[.relation] else { return nil }
    guard let relation = Relation(name: text), ![.customer, .couple].contains(relation) else {
      refuse(.relation, text, among: ["spouse", "parent1", "parent2", "child1", "child2"])
      return nil
    }
    return relation
  }

  private mutating func gift() -> String? {
    guard let text = given[.gift] else { return nil }
    // Nothing else may stand there: it goes into the journal as it is.
    let known = context.settings.gifts.gifts.map(\.id)
    guard known.contains(text) else {
      problems.append(
        "unknown gift \(text)\(NearestName.hint(text, in: known)); ids stand in gifts.yaml, free words "
          + "belong into --what")
      return nil
    }
    return text
  }

  /// Whom the customer is handed over to.
  mutating func assigned() -> FactDetail? {
    guard let rep = rep(.to) else { return nil }
    return .assigned(to: rep)
  }

  /// What the customer file says now of what this kind of fact changes.
  private var overlaid: String? {
    switch kind {
    case .inquiry, .offer, .won, .lost, .purchase, .referral: customer.stage.name
    case .assigned:
      context.settings.reps.indices.contains(Int(customer.rep))
        ? context.settings.reps[Int(customer.rep)].id.text : nil
    default: nil
    }
  }
}

package import CadenceModel

extension Planner {
  /// What the facts say of the customer at an index of the roster.
  package func segment(of index: Int) -> Segment { Segment() }
}

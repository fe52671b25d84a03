/// How many more findings of a file are listed, by severity: a file of a million bad records must not
/// fill the memory with words that nobody reads to their end.
struct FindingBudget: Hashable, Sendable {
  private var reject: Int
  private var warning: Int
  private var info: Int

  /// As many of each severity.
  init(_ most: Int) { (reject, warning, info) = (most, most, most) }

  /// Takes the place of a finding; false where none is left.
  mutating func take(_ severity: CustomerFinding.Severity) -> Bool {
    switch severity {
    case .reject: Self.take(&reject)
    case .warning: Self.take(&warning)
    case .info: Self.take(&info)
    }
  }

  private static func take(_ places: inout Int) -> Bool {
    guard places > 0 else { return false }
    places -= 1
    return true
  }
}

/// Finds what somebody probably meant: the source of every "did you mean".
package enum NearestName {
  /// The candidate with the fewest typing slips, at most a third of the length; nil if none is near.
  ///
  /// Of equally near ones it is the first.
  package static func of(_ text: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(text.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      let most = max(1, max(wanted.count, scalars.count) / 3)
      guard abs(scalars.count - wanted.count) <= most else { continue }
      let distance = distance(wanted, scalars)
      guard distance <= most, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// `; did you mean X?`, or nothing.
  package static func hint(_ text: String, in candidates: some Sequence<String>) -> String {
    of(text, in: candidates).map { "; did you mean \($0)?" } ?? ""
  }

  /// Insertions, deletions, replacements and swaps of neighbours, each counted once.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in stride(from: 1, through: left.count, by: 1) {
      var current = [row]
      for column in stride(from: 1, through: right.count, by: 1) {
        let isEqual = left[row - 1] == right[column - 1]
        var cost = min(
          last[column] + 1, current[column - 1] + 1, last[column - 1] + (isEqual ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}

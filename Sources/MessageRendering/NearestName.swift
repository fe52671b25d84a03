/// Finds what somebody may have meant by a name that does not exist.
enum NearestName {
  /// The candidate with the fewest slips from `name`, at most a third of its length; nil if none.
  static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8)
    let limit = max(1, wanted.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let distance = distance(wanted, Array(candidate.lowercased().utf8))
      if distance <= limit, distance < (best?.distance ?? .max) { best = (distance, candidate) }
    }
    return best?.name
  }

  /// ` (did you mean “NAME”?)`, or nothing.
  static func hint(for name: String, among candidates: some Sequence<String>) -> String {
    of(name, among: candidates).map { " (did you mean “\($0)”?)" } ?? ""
  }

  /// Levenshtein's distance, row by row.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}

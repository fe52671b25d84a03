import CadenceModel

/// Conditions on texts of the customer file: tags, products, interests.
final class LabelTest: Sendable {
  /// By index into the roster's sets of tags whether one of them is wanted; empty: not asked.
  private let tagSets: [Bool]
  private let products: [[UInt8]]
  private let interests: [[UInt8]]
  private let profiles: ProfileArena

  /// Nil where an audience asks nothing of this.
  init?(_ audience: Audience, _ roster: Roster) {
    guard !audience.tags.isEmpty || !audience.products.isEmpty || !audience.interests.isEmpty
    else { return nil }
    tagSets =
      audience.tags.isEmpty
      ? [] : roster.tagSets.map { set in set.contains(where: audience.tags.contains) }
    products = audience.products.sorted().map { Array($0.utf8) }
    interests = audience.interests.sorted().map { Array($0.utf8) }
    profiles = roster.profiles
  }

  /// Whether every condition given holds.
  func allows(_ customer: borrowing Customer) -> Bool {
    if !tagSets.isEmpty {
      guard Int(customer.tags) < tagSets.count, tagSets[Int(customer.tags)] else { return false }
    }
    let profile = customer.profile
    if !products.isEmpty, !has(products, in: .purchases, profile),
      !has(products, in: .products, profile)
    {
      return false
    }
    return interests.isEmpty || hasInterest(profile)
  }

  /// Whether one of the texts is a part of a field.
  private func has(_ wanted: [[UInt8]], in field: ProfileField, _ profile: ProfileRange) -> Bool {
    guard let text = profiles.bytes(of: field, in: profile) else { return false }
    return wanted.contains { needle in
      guard let first = needle.first, text.count >= needle.count else { return false }
      var rest = text
      while let start = rest.firstIndex(of: first) {
        if rest[start...].starts(with: needle) { return true }
        rest = rest[(start + 1)...]
      }
      return false
    }
  }

  /// Interests are whole entries of a list.
  private func hasInterest(_ profile: ProfileRange) -> Bool {
    guard let text = profiles.bytes(of: .interests, in: profile) else { return false }
    return text.split(separator: UInt8(ascii: ";")).contains { entry in
      interests.contains { entry.elementsEqual($0) }
    }
  }
}

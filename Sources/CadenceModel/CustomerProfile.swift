/// The texts of a customer record that messages, digest and `customer` show.
package enum ProfileField: Int, CaseIterable, Sendable {
  case name, firstName, lastName, salutation
  /// E.164 (`+8615400028179`).
  case mobile
  case secondMobile
  /// A landline, E.164 where it could be normalised.
  case phone
  case email, secondEmail, chat
  case province, city, district, address, postalCode
  case spouseName
  /// Names joined by `;`, in the order of the dates.
  case parentNames
  case childNames
  case interests
  /// `date|product|quantity|amount` and, where known, `|margin`, joined by `;`.
  case purchases
  case products, bestTime, notes
  /// Where the customer works.
  case employer
  /// `latitude,longitude` in degrees.
  case position
}

/// A customer's texts, read back from the arena.
package struct CustomerProfile: Sendable, Equatable {
  private var values: [String]

  /// A profile with the texts given; all others are empty.
  package init(_ texts: [ProfileField: String] = [:]) {
    values = Array(repeating: "", count: ProfileField.allCases.count)
    for (field, text) in texts { values[field.rawValue] = text }
  }

  /// The entries of a field that is a list.
  package func list(_ field: ProfileField) -> [String] { Self.entries(of: self[field]) }

  /// The entries of a list as people and exports separate them; none is empty.
  package static func entries(of text: String) -> [String] {
    text.split { ";；、,，|".contains($0) }.map { part in
      let trimmed = part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }
      return String(trimmed.reversed())
    }.filter { !$0.isEmpty }
  }

  /// The text of a field, empty when not on file.
  package subscript(field: ProfileField) -> String {
    get { values[field.rawValue] }
    set { values[field.rawValue] = newValue }
  }
}

/// Where a profile stands in its arena.
package struct ProfileRange: Hashable, Sendable {
  /// Offset of the first byte.
  package var start: UInt64 = 0
  /// Length in bytes.
  package var count: UInt32 = 0

  /// An empty range.
  package init() {}

  /// A range of `count` bytes from `start`.
  package init(start: UInt64, count: UInt32) {
    self.start = start
    self.count = count
  }
}

/// All profiles of a roster in one piece of memory: a million customers cost their bytes, no more.
///
/// A profile is its fields in declared order, separated by U+001F, trailing empty ones left out.
/// Fields never contain control characters; the loader replaces newlines in notes by U+2028.
package struct ProfileArena: Sendable {
  /// The packed bytes.
  package private(set) var bytes: [UInt8]

  /// Separates the fields of one profile.
  package static let separator: UInt8 = 0x1F

  /// An arena over bytes already packed.
  package init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// Appends a profile and tells where it stands.
  package mutating func append(_ profile: CustomerProfile) -> ProfileRange {
    let start = bytes.count
    for field in ProfileField.allCases {
      if field.rawValue > 0 { bytes.append(Self.separator) }
      bytes.append(contentsOf: profile[field].utf8)
    }
    while bytes.count > start, bytes.last == Self.separator { bytes.removeLast() }
    return ProfileRange(start: UInt64(start), count: UInt32(bytes.count - start))
  }

  /// Appends another arena's bytes and tells by how much its ranges must be shifted.
  package mutating func append(contentsOf other: ProfileArena) -> UInt64 {
    defer { bytes.append(contentsOf: other.bytes) }
    return UInt64(bytes.count)
  }

  /// The bytes of the first field, the name, of a packed profile.
  package static func first(of profile: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    profile.prefix { $0 != separator }
  }

  /// The bytes of one field of a profile, in their place; nil when not on file.
  ///
  /// For conditions that ask many customers about one text: nothing is copied.
  package func bytes(of field: ProfileField, in range: ProfileRange) -> ArraySlice<UInt8>? {
    var rest = bytes[Int(range.start)..<Int(range.start) + Int(range.count)]
    for _ in 0..<field.rawValue {
      guard let end = rest.firstIndex(of: Self.separator) else { return nil }
      rest = rest[(end + 1)...]
    }
    let text = rest.prefix { $0 != Self.separator }
    return text.isEmpty ? nil : text
  }

  /// Reads a profile back.
  package func profile(at range: ProfileRange) -> CustomerProfile {
    var profile = CustomerProfile()
    let slice = bytes[Int(range.start)..<Int(range.start) + Int(range.count)]
    let parts = slice.split(separator: Self.separator, omittingEmptySubsequences: false)
    for (field, part) in zip(ProfileField.allCases, parts) {
      profile[field] = String(decoding: part, as: UTF8.self)
    }
    return profile
  }
}

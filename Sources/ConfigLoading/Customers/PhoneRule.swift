/// How one country writes its numbers, as far as an importer must know: lengths and first digits.
///
/// Simplified from the national plans listed in ITU-T E.164 and its national annexes; a number that
/// no rule knows is refused rather than guessed.
struct PhoneRule: Sendable {
  /// ISO 3166 code.
  let country: String
  /// Calling code.
  let code: String
  /// Prefix dialled inside the country only.
  let trunk: String
  /// Leading digits of mobile numbers; empty: mobiles look like landlines.
  let mobile: [String]
  /// Digits of a mobile number without trunk prefix.
  let mobileLength: ClosedRange<Int>
  /// Leading digits of landlines; empty: any.
  let landline: [String]
  /// Digits of a landline without trunk prefix.
  let landlineLength: ClosedRange<Int>

  init(
    _ country: String, _ code: String, trunk: String = "0", mobile: [String],
    _ mobileLength: ClosedRange<Int>, landline: [String], _ landlineLength: ClosedRange<Int>
  ) {
    self.country = country
    self.code = code
    self.trunk = trunk
    self.mobile = mobile
    self.mobileLength = mobileLength
    self.landline = landline
    self.landlineLength = landlineLength
  }

  /// The countries whose numbers are told apart.
  static let all: [PhoneRule] = [
    PhoneRule(
      "CN", "86", mobile: ["13", "14", "15", "16", "17", "18", "19"], 11...11,
      landline: ["10", "2", "3", "4", "5", "6", "7", "8", "9"], 9...11),
    PhoneRule(
      "US", "1", trunk: "1", mobile: ["2", "3", "4", "5", "6", "7", "8", "9"], 10...10,
      landline: [], 10...10),
    PhoneRule(
      "CA", "1", trunk: "1", mobile: ["2", "3", "4", "5", "6", "7", "8", "9"], 10...10,
      landline: [], 10...10),
    PhoneRule("GB", "44", mobile: ["7"], 10...10, landline: ["1", "2", "3", "8"], 9...10),
    PhoneRule(
      "IE", "353", mobile: ["8"], 9...9, landline: ["1", "2", "4", "5", "6", "7", "9"], 7...9),
    PhoneRule("AU", "61", mobile: ["4"], 9...9, landline: ["2", "3", "7", "8"], 9...9),
    PhoneRule("NZ", "64", mobile: ["2"], 8...10, landline: ["3", "4", "6", "7", "9"], 8...8),
    PhoneRule("SG", "65", trunk: "", mobile: ["8", "9"], 8...8, landline: ["6", "3"], 8...8),
    PhoneRule(
      "HK", "852", trunk: "", mobile: ["4", "5", "6", "7", "9"], 8...8, landline: ["2", "3", "8"],
      8...8),
    PhoneRule("MO", "853", trunk: "", mobile: ["6"], 8...8, landline: ["2", "8"], 8...8),
    PhoneRule(
      "TW", "886", mobile: ["9"], 9...9, landline: ["2", "3", "4", "5", "6", "7", "8"], 8...9),
    PhoneRule(
      "MY", "60", mobile: ["1"], 9...10, landline: ["3", "4", "5", "6", "7", "8", "9"], 8...9),
  ]

  /// The rule of a country; nil where its numbers are not told apart.
  static func of(country: String) -> PhoneRule? { all.first { $0.country == country } }

  /// Whether the digits (without code and trunk prefix) are a mobile number.
  func isMobile(_ digits: some StringProtocol) -> Bool {
    mobileLength.contains(digits.utf8.count) && mobile.contains { digits.hasPrefix($0) }
  }

  /// Whether the digits (without code and trunk prefix) are a landline.
  func isLandline(_ digits: some StringProtocol) -> Bool {
    landlineLength.contains(digits.utf8.count)
      && (landline.isEmpty || landline.contains { digits.hasPrefix($0) })
  }
}

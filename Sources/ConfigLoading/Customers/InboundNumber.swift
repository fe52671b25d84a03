/// The sender of an SMS as gateways write it.
package enum InboundNumber {
  /// The digits with country code that a text may mean: international first, then as a number of the
  /// site's country.
  package static func candidates(_ text: String, country: String) -> [String] {
    var digits = String(
      String.UnicodeScalarView(
        text.unicodeScalars.compactMap { scalar in
          switch scalar.value {
          case 0x30...0x39: scalar
          case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFEE0)
          default: nil
          }
        }))
    guard (5...20).contains(digits.utf8.count) else { return [] }
    let isInternational = text.unicodeScalars.contains("+") || digits.hasPrefix("00")
    if digits.hasPrefix("00") { digits.removeFirst(2) }
    guard !isInternational, let rule = PhoneRule.all.first(where: { $0.country == country }) else {
      return [digits]
    }
    let trunk = rule.trunk
    let national =
      !trunk.isEmpty && digits.hasPrefix(trunk) ? String(digits.dropFirst(trunk.count)) : digits
    return [digits, rule.code + national]
  }
}

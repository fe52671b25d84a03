/// What a phone cell was read as.
enum PhoneReading: Hashable, Sendable {
  case empty
  /// A number that can take SMS, with its country code and no plus; perhaps a second one.
  case mobile(UInt64, second: UInt64?)
  /// The same with a landline beside it, or with parts of the cell that are left out.
  case mixed(UInt64, second: UInt64?, landline: UInt64?, dropped: Int)
  /// A number for calls only.
  case landline(UInt64)
  /// No number; why, in words without the number.
  case refused(String)
}

/// Reads phone cells to E.164.
enum PhoneCell {
  /// Reads a cell as written in a country.
  static func read(_ text: String, country: String) -> PhoneReading {
    let plain = CellText.plain(text)
    if CellText.isPlaceholder(plain) { return .empty }
    if isScientific(plain) { return .refused("digits lost in a spreadsheet's 1.54E+10 notation") }
    let separators: Set<Character> = ["/", ";", ",", "、", "，", "；", "|", "或", "\\", "&"]
    var numbers: [PhoneReading] = []
    for part in plain.split(whereSeparator: { separators.contains($0) }) {
      numbers.append(one(String(part), country: country))
    }
    guard let first = numbers.first else { return .empty }
    guard numbers.count > 1 else { return first }
    let mobiles = numbers.compactMap { reading -> UInt64? in
      if case .mobile(let number, _) = reading { number } else { nil }
    }
    guard let best = mobiles.first else { return first }
    let second = mobiles.dropFirst().first { $0 != best }
    let landlines = numbers.compactMap { reading -> UInt64? in
      if case .landline(let number) = reading { number } else { nil }
    }
    let kept = Set([best, second, landlines.first].compactMap(\.self))
    let known = (mobiles + landlines).filter { kept.contains($0) }.count
    let dropped = numbers.count - known
    guard dropped > 0 || !landlines.isEmpty else { return .mobile(best, second: second) }
    return .mixed(best, second: second, landline: landlines.first, dropped: dropped)
  }

  /// `1.54E+10`.
  private static func isScientific(_ text: String) -> Bool {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    return parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B }
  }

  private static func one(_ text: String, country: String) -> PhoneReading {
    var text = text
    if text.hasSuffix(".0") { text.removeLast(2) }
    if text.hasSuffix(".00") { text.removeLast(3) }
    for mark in ["转", "ext", "Ext", "x"] {
      if let cut = text.firstRange(of: mark) { text = String(text[..<cut.lowerBound]) }
    }
    var digits = ""
    var hasPlus = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9": digits.unicodeScalars.append(scalar)
      case "+":
        guard digits.isEmpty else { return .refused("a plus inside") }
        hasPlus = true
      case " ", "-", "(", ")", ".", "–", "—", "·", "_", "‐", "‑", "（", "）": break
      default: return .refused("letters or signs that no number has")
      }
    }
    if digits.isEmpty { return .refused("no digits") }
    if digits.utf8.count > 17 { return .refused("\(digits.utf8.count) digits") }
    if isOneDigit(digits) { return .refused("the same digit throughout") }
    if !hasPlus, digits.hasPrefix("00"), digits.utf8.count > 9 {
      hasPlus = true
      digits.removeFirst(2)
    }
    if hasPlus { return international(digits) }
    return national(digits, country: country)
  }

  /// Digits with a country code.
  private static func international(_ digits: String) -> PhoneReading {
    let known = PhoneRule.all.filter { digits.hasPrefix($0.code) }
    guard !known.isEmpty else {
      guard (8...15).contains(digits.utf8.count), let number = UInt64(digits), digits.first != "0"
      else { return .refused("\(digits.utf8.count) digits") }
      return .mobile(number, second: nil)
    }
    for rule in known {
      if let reading = match(digits.dropFirst(rule.code.utf8.count), rule) { return reading }
    }
    return .refused("\(digits.utf8.count - known[0].code.utf8.count) digits")
  }

  /// Digits as dialled inside the country, or with its code but no plus.
  private static func national(_ digits: String, country: String) -> PhoneReading {
    guard let rule = PhoneRule.of(country: country) else {
      return .refused("a number without country code, in a country whose numbers are not known")
    }
    if let reading = match(digits[...], rule) { return reading }
    if digits.hasPrefix(rule.code),
      let reading = match(digits.dropFirst(rule.code.utf8.count), rule)
    {
      return reading
    }
    return .refused("\(digits.utf8.count) digits")
  }

  /// Whether somebody leant on a key: 7 digits or more, all the same.
  private static func isOneDigit(_ digits: some StringProtocol) -> Bool {
    digits.utf8.count >= 7 && digits.utf8.allSatisfy { $0 == digits.utf8.first }
  }

  private static func match(_ digits: Substring, _ rule: PhoneRule) -> PhoneReading? {
    var digits = digits
    let isDialled = !rule.trunk.isEmpty && digits.hasPrefix(rule.trunk)
    if isDialled, !rule.isMobile(digits) { digits = digits.dropFirst(rule.trunk.utf8.count) }
    guard let number = UInt64(rule.code + digits) else { return nil }
    if isOneDigit(digits) { return .refused("the same digit throughout") }
    // Area code 900 of the North American plan is charged to whoever calls.
    if rule.code == "1", digits.hasPrefix("900") { return .refused("a premium-rate number") }
    if rule.isMobile(digits) { return .mobile(number, second: nil) }
    return rule.isLandline(digits) ? .landline(number) : nil
  }
}

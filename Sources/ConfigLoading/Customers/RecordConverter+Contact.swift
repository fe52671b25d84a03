import CadenceModel
import CivilTime

extension RecordConverter {
  /// Mobile, second mobile and landline.
  mutating func readPhones(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    if let range = cell(span, .mobile) {
      if draft.country == "CN", let number = Self.chineseMobile(span, range) {
        draft.mobile = number
      } else {
        readMobile(range, &draft)
      }
    }
    if let range = cell(span, .phone) {
      switch PhoneCell.read(text(range), country: draft.country) {
      case .empty: break
      case .mobile(let number, let second): keepPhone(number, second, &draft)
      case .mixed(let number, let second, let landline, let dropped):
        keepPhone(number, second, &draft)
        if let landline { draft.landline = "+\(landline)" }
        tellDropped(dropped, .phone, range)
      case .landline(let number): draft.landline = "+\(number)"
      case .refused(let reason): warn(.phone, "left out: " + reason, range)
      }
    }
    dropRepNumbers(&draft)
    draft.customer.phone = draft.mobile
  }

  /// A rep who typed their own number into a form must not be greeted as a customer.
  private mutating func dropRepNumbers(_ draft: inout Draft) {
    guard !context.repNumbers.isEmpty else { return }
    if context.repNumbers.contains(draft.secondMobile) { draft.secondMobile = 0 }
    guard context.repNumbers.contains(draft.mobile) else { return }
    (draft.mobile, draft.secondMobile) = (draft.secondMobile, 0)
    add(.warning, layout.name(.mobile), "left out: a rep's own number; no messages go to it")
  }

  private mutating func readMobile(_ range: Range<Int>, _ draft: inout Draft) {
    switch PhoneCell.read(text(range), country: draft.country) {
    case .empty: break
    case .mobile(let number, let second): keepMobile(number, second, &draft)
    case .mixed(let number, let second, let landline, let dropped):
      keepMobile(number, second, &draft)
      if let landline {
        draft.landline = "+\(landline)"
        add(.info, layout.name(.mobile), "a landline stands beside it; it is kept as phone")
      }
      tellDropped(dropped, .mobile, range)
    case .landline(let number):
      draft.landline = "+\(number)"
      warn(
        .mobile, "landline +\(number), no SMS", publicReason: "a landline, no SMS", range)
    case .refused(let reason): reject(.mobile, reason, range)
    }
  }

  private mutating func keepMobile(_ number: UInt64, _ second: UInt64?, _ draft: inout Draft) {
    draft.mobile = number
    guard let second else { return }
    draft.secondMobile = second
    add(.info, layout.name(.mobile), "two numbers; the second is kept as second mobile")
  }

  /// A mobile number in the column for any phone.
  private func keepPhone(_ number: UInt64, _ second: UInt64?, _ draft: inout Draft) {
    if draft.mobile == 0 {
      draft.mobile = number
      draft.secondMobile = second ?? 0
    } else if number != draft.mobile, draft.secondMobile == 0 {
      draft.secondMobile = number
    }
  }

  /// A part of a cell that is no number, or a third one, is not left out without a word.
  private mutating func tellDropped(_ count: Int, _ column: CustomerColumn, _ range: Range<Int>) {
    guard count > 0 else { return }
    warn(
      column,
      count == 1
        ? "a part of it is left out: no number, or one too many"
        : "\(count) parts of it are left out: no numbers, or too many", range)
  }

  /// Eleven plain digits from 13 to 19: by far the most common cell.
  private static func chineseMobile(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> UInt64? {
    guard range.count == 11, span[range.lowerBound] == 0x31, span[range.lowerBound + 1] >= 0x33
    else { return nil }
    var number: UInt64 = 86
    for position in range {
      let byte = span[position]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + UInt64(byte - 0x30)
    }
    return number
  }

  /// E-mail, in lower case.
  mutating func readEmail(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    guard let range = cell(span, .email) else { return }
    guard !isRepAddress(range) else {
      warn(.email, "left out: a rep's own address; no messages go to it", range)
      return
    }
    tellRole(span, range)
    if MailAddressCell.isAddress(batch.bytes[range]) {
      draft.emailRange = range
      return
    }
    switch MailAddressCell.read(text(range)) {
    case .empty: break
    case .address(let address, let second):
      draft.email = address
      if let second {
        draft.secondEmail = second
        add(.info, layout.name(.email), "two addresses; the second is kept as second e-mail")
      }
    case .refused: warn(.email, "left out: invalid e-mail", range)
    }
  }

  private func isRepAddress(_ range: Range<Int>) -> Bool {
    guard !context.repAddresses.isEmpty else { return false }
    return context.repAddresses.contains(text(range).lowercased())
  }

  /// Tells once of each kind of address behind which there is no one person.
  private mutating func tellRole(_ span: borrowing Span<UInt8>, _ range: Range<Int>) {
    if DisposableAddress.isDisposable(text(range)) {
      warn(.email, "an address made to be thrown away; messages may reach nobody", range)
    }
    guard let role = RoleAddress.role(span, range) else { return }
    warnOnce(
      .email, key: role, "\(role)@ is a role's address; greetings reach whoever reads it", range)
  }

  /// Purchases; what is not understood becomes a note.
  mutating func readPurchases(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    guard let range = cell(span, .purchases) else { return }
    if let last = Self.plainPurchases(span, range), last <= context.today {
      draft.purchasesRange = range
      draft.customer.lastPurchase = last
      return
    }
    let purchases = PurchaseCell.read(text(range), today: context.today)
    draft.purchases = purchases.text
    draft.customer.lastPurchase = purchases.last
    draft.leftover = purchases.leftover
    if !purchases.leftover.isEmpty {
      warn(.purchases, "not in the form date|product|quantity|amount; kept as a note", range)
    }
  }

  /// The last day of a cell that needs no cleaning; nil where it does.
  private static func plainPurchases(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> Day? {
    var last: Day?
    var position = range.lowerBound
    while position < range.upperBound {
      guard let (year, month, day) = isoPrefix(span, position, range.upperBound), year >= 1900,
        let found = Day(year: year, month: month, day: day)
      else { return nil }
      last = max(last ?? found, found)
      position += 11
      var bars = 1
      var digits = 0
      while position < range.upperBound, span[position] != 0x3B {
        let byte = span[position]
        if byte == 0x7C {
          if bars >= 2, digits == 0 { return nil }
          bars += 1
          digits = 0
        } else if bars == 1 {
          if byte < 0x20 || byte == 0xE2 || byte == 0xC2 || byte == 0xEF { return nil }
          if byte == 0xE3, position + 1 < range.upperBound, span[position + 1] == 0x80 {
            return nil
          }
        } else if byte >= 0x30, byte <= 0x39 || byte == 0x2E {
          digits += 1
        } else if byte == 0x2E, digits > 0 {
          digits = 0
        } else {
          return nil
        }
        position += 1
      }
      guard bars == 3, digits > 0 else { return nil }
      position += 1
    }
    return last
  }

  private static func isoPrefix(
    _ span: borrowing Span<UInt8>, _ position: Int, _ end: Int
  ) -> (year: Int, month: Int, day: Int)? {
    guard position + 12 <= end, span[position + 10] == 0x7C else { return nil }
    return iso(span, position..<position + 10)
  }
}

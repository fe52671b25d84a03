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
      case .mobile(let number, let second):
        if draft.mobile == 0 {
          draft.mobile = number
          draft.secondMobile = second ?? 0
        } else if number != draft.mobile, draft.secondMobile == 0 {
          draft.secondMobile = number
        }
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
    case .mobile(let number, let second):
      draft.mobile = number
      if let second {
        draft.secondMobile = second
        add(.info, layout.name(.mobile), "two numbers; the second is kept as second mobile")
      }
    case .landline(let number):
      draft.landline = "+\(number)"
      warn(
        .mobile, "landline +\(number), no SMS", publicReason: "a landline, no SMS", range)
    case .refused(let reason): reject(.mobile, reason, range)
    }
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
    guard let role = RoleAddress.role(span, range) else { return }
    warnOnce(
      .email, key: role, "\(role)@ is a role's address; greetings reach whoever reads it", range)
  }
}

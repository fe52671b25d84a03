import CadenceModel
import CivilTime

extension CleanFileWriter {
  /// One customer as cells.
  struct Row {
    let customer: Customer
    let profile: CustomerProfile
    let roster: Roster
    let kept: KeptCells?
    let isChinese: Bool

    /// The clean text of a column.
    func text(_ column: CustomerColumn) -> String {
      if let field = Self.field(column) {
        return profile[field].split(separator: "\u{2028}", omittingEmptySubsequences: false)
          .joined(separator: "\n")
      }
      switch column {
      case .id: return customer.id.text
      case .gender: return gender
      case .mobile: return joined(.mobile, .secondMobile, by: "/")
      case .email: return joined(.email, .secondEmail, by: ";")
      case .language: return roster.languages[Int(customer.language)]
      case .zone: return roster.zones[Int(customer.zone)]
      case .country:
        return kept?.cells[.country] ?? roster.countries[Int(customer.country)]
      case .source: return roster.sources[Int(customer.source)]
      case .level:
        return kept?.cells[.level] ?? (customer.level == .none ? "" : customer.level.name)
      case .stage: return stage
      case .parentNames: return list(.parentNames)
      case .childNames: return list(.childNames)
      case .interests: return list(.interests)
      case .smsConsent: return consent(.sms)
      case .callConsent: return consent(.call)
      case .chatConsent: return consent(.chat)
      case .emailConsent: return consent(.email)
      case .optOutChannels: return optOuts
      case .tags: return roster.tags(customer).joined(separator: separator)
      case .rep, .dealStatus, .optOutDate, .nextContact, .household, .latitude, .longitude:
        return kept?.cells[column] ?? ""
      default: return date(column)
      }
    }

    private func date(_ column: CustomerColumn) -> String {
      switch column {
      case .birthday: customer.birthday?.description ?? ""
      case .feb29: customer.keepsLeapDayOnMarch1 ? Feb29Rule.mar1.rawValue : ""
      case .weddingAnniversary: customer.wedding?.description ?? ""
      case .spouseBirthday: family { $0 == .spouse ? 1 : nil }
      case .parentBirthdays:
        family { if case .parent(let number) = $0 { Int(number) } else { nil } }
      case .childBirthdays: family { if case .child(let number) = $0 { Int(number) } else { nil } }
      case .installDate: installations { $0.day.description }
      case .warrantyUntil: installations { $0.warrantyUntil?.description ?? "" }
      case .lastContact: customer.lastContact?.description ?? ""
      case .created: customer.created?.description ?? ""
      default: ""
      }
    }

    private static func field(_ column: CustomerColumn) -> ProfileField? {
      switch column {
      case .name: .name
      case .firstName: .firstName
      case .lastName: .lastName
      case .salutation: .salutation
      case .phone: .phone
      case .chat: .chat
      case .province: .province
      case .city: .city
      case .district: .district
      case .address: .address
      case .postalCode: .postalCode
      case .spouseName: .spouseName
      case .purchases: .purchases
      case .products: .products
      case .bestTime: .bestTime
      case .notes: .notes
      case .employer: .employer
      default: nil
      }
    }

    private var separator: String { isChinese ? "、" : "; " }

    private func list(_ field: ProfileField) -> String {
      profile[field].split(separator: ";", omittingEmptySubsequences: false)
        .joined(separator: separator)
    }

    private func joined(_ first: ProfileField, _ second: ProfileField, by mark: String) -> String {
      profile[second].isEmpty ? profile[first] : profile[first] + mark + profile[second]
    }

    /// Dates in their places; gaps stay empty.
    private func family(_ place: (Relation) -> Int?) -> String {
      var dates: [String] = []
      for member in customer.family {
        guard let number = place(member.relation) else { continue }
        while dates.count < number { dates.append("") }
        dates[number - 1] = member.date.description
      }
      return dates.joined(separator: separator)
    }

    /// A list of which the n-th belongs to the n-th product; empty if all are.
    private func installations(_ text: (Installation) -> String) -> String {
      let all = customer.installations
      let places = UInt32.bitWidth - all.reduce(0) { $0 | $1.products }.leadingZeroBitCount
      let texts =
        all.count == 1 && all[0].products == .max
        ? all.map(text)
        : (0..<places).map { place in all.first { $0.has(product: place) }.map(text) ?? "" }
      return texts.allSatisfy(\.isEmpty) ? "" : texts.joined(separator: ";")
    }

    private var gender: String {
      switch customer.gender {
      case .unknown: ""
      case .female: isChinese ? "女" : "Female"
      case .male: isChinese ? "男" : "Male"
      }
    }

    private func consent(_ channel: Channel) -> String {
      if customer.consented.contains(channel) { return isChinese ? "是" : "Yes" }
      // What is not stated is no consent to messages; a call needs no refusal, so it stays open.
      let isNo = customer.refused.contains(channel) || channel != .call
      return isNo ? (isChinese ? "否" : "No") : ""
    }

    private var optOuts: String {
      if customer.optedOut == .all { return isChinese ? "全部" : "All" }
      return customer.optedOut.channels.map { channel in
        switch channel {
        case .email: isChinese ? "邮件" : "Email"
        case .sms: isChinese ? "短信" : "SMS"
        case .chat: isChinese ? "微信" : "WhatsApp"
        case .call: isChinese ? "电话" : "Call"
        case .visit: isChinese ? "上门" : "Visit"
        case .gift: isChinese ? "礼品" : "Gift"
        case .card: isChinese ? "贺卡" : "Card"
        case .letter: isChinese ? "信件" : "Letter"
        }
      }.joined(separator: separator)
    }

    private var stage: String {
      switch customer.stage {
      case .suspect: isChinese ? "潜在线索" : "Suspect"
      case .prospect: isChinese ? "意向客户" : "Prospect"
      case .opportunity: isChinese ? "商机" : "Opportunity"
      case .customer: isChinese ? "成交客户" : "Customer"
      case .repeatCustomer: isChinese ? "复购客户" : "Repeat Customer"
      case .evangelist: isChinese ? "转介绍客户" : "Evangelist"
      case .lost: isChinese ? "流失客户" : "Lost"
      }
    }
  }
}

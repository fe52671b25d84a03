/// What a column of a customer file holds, whatever it is called there.
package enum CustomerColumn: UInt8, CaseIterable, Sendable {
  case id, name
  case firstName
  case lastName
  case salutation, gender, mobile, phone, email, chat, language, zone, country, province, city
  case district, address
  case postalCode
  case rep, source, level, stage, birthday
  /// Which day a 29 February is kept on in common years.
  case feb29
  case weddingAnniversary
  case spouseName
  case spouseBirthday
  case parentNames
  case parentBirthdays
  case childNames
  case childBirthdays
  case interests, purchases, products
  case installDate
  case warrantyUntil
  case dealStatus
  case lastContact
  case nextContact
  case bestTime
  case smsConsent
  case callConsent
  case chatConsent
  case emailConsent
  case optOutChannels
  case optOutDate
  /// A yes means that the customer wants no mail (HubSpot's "Unsubscribed from all email").
  case emailOptOut
  case notes, created
  /// Words by which the dealer groups customers.
  case tags
  /// What a household has in common: any word, or the id of one of its members.
  case household
  case employer, latitude, longitude

  /// The name used in the `columns:` map, such as `spouse-birthday`.
  package var fieldName: String {
    var name = ""
    for letter in String(describing: self) {
      if letter.isUppercase { name += "-" }
      name += letter.lowercased()
    }
    return name
  }

  /// Reads a ``fieldName``; nil for any other text.
  package init?(fieldName name: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.fieldName == name }) else { return nil }
    self = found
  }
}

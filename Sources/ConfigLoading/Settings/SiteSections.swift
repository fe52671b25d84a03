import CadenceModel
import CivilTime

/// What `site:` says, before zones and countries are looked up.
struct SiteDraft: Sendable {
  var company = ""
  var zone = Located("")
  var country = Located("")
  var region: String?
  var language = ""
  var mailFrom = ""
  var mailFromName = ""
  var replyTo: String?
  var signature: [String] = []

  static let section = ConfigSection(
    "site", "The business: who writes, and from where.", defaults: SiteDraft()
  ) {
    ConfigField(
      "company", \.company, .text("company name", most: 60), required: true,
      "The company's name as messages give it.")
    ConfigField(
      "zone", \.zone, ConfigForm<String>.zone.located, required: true,
      "IANA time zone of the office, such as Asia/Shanghai; customers without one get it too.")
    ConfigField(
      "country", \.country, ConfigForm<String>.country.located, required: true,
      "ISO 3166 code: whose holidays hold for the office and for customers without a country.")
    ConfigField(
      "region", \.region, .text("subdivision code", most: 10),
      "Holiday subdivision of the office, such as CA or NSW, where the holiday file has any.")
    ConfigField(
      "language", \.language, .language, required: true,
      "BCP 47 tag for customers without a language, and for digests.")
    ConfigField(
      "mail_from", \.mailFrom, .address, required: true, "The address that mails come from.")
    ConfigField(
      "mail_from_name", \.mailFromName, .text("display name", most: 60),
      "The sender's name in mails; without it the company's.")
    ConfigField(
      "reply_to", \.replyTo, .address,
      "Where replies and opt-outs by mail go; without it mail_from.")
    ConfigField(
      "signature", \.signature, ConfigForm<String>.text("line", most: 120).list(atMost: 8),
      "Lines below every mail: address, phone, opening hours.")
  }
}

extension ConfigForm where Value == String {
  /// The name of a time zone; whether it exists is checked against the system's files.
  static var zone: ConfigForm<String> { .text("time zone", most: 60) }

  /// An ISO 3166 code.
  static var country: ConfigForm<String> {
    .scalar(
      "country code", schema: .of(["type": .string("string"), "pattern": .string("^[A-Z]{2}$")])
    ) { (text) throws(ConfigComplaint) in
      guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
        throw ConfigComplaint("“\(text)” is no country code; write two capital letters, CN")
      }
      return text
    }
  }

  /// A BCP 47 language tag.
  static var language: ConfigForm<String> {
    .scalar("language tag") { (text) throws(ConfigComplaint) in
      guard LanguageTag.isWellFormed(text) else {
        throw ConfigComplaint("“\(text)” is no language tag such as zh-CN or en")
      }
      return text
    }
  }
}

extension ContactPolicy {
  static let capSection = ConfigSection(
    "cap", "A frequency cap over all channels.", defaults: Cap(most: 1, days: 7)
  ) {
    ConfigField(
      "most", \.most, .integer(1...100, of: "of messages"), required: true, "Most messages …")
    ConfigField(
      "days", \.days, .integer(1...366, of: "of days"), required: true,
      "… in so many calendar days of the customer, the day itself included.")
  }

  /// The policy as the shipped config has it; windows by the contract's section 2.
  static var configDefaults: ContactPolicy {
    var policy = ContactPolicy()
    policy.sendWindows = ["09:30-11:30", "14:00-19:30"].compactMap { TimeWindow($0) }
    policy.callWindows = ["09:30-12:00", "14:00-20:00"].compactMap { TimeWindow($0) }
    return policy
  }
}

/// What `policy:` says.
struct PolicyDraft: Sendable {
  var policy = ContactPolicy.configDefaults
  /// Nil: every named festival.
  var festivalsKeptFree: [Located<String>]?
  var sendWindows: [Located<TimeWindow>] = ContactPolicy.configDefaults.sendWindows.map {
    Located($0)
  }

  static let section = ConfigSection(
    "policy", "The rules of tact in numbers.", defaults: PolicyDraft()
  ) {
    ConfigField(
      "caps", \.policy.caps, ContactPolicy.capSection.form.list(atLeast: 1, atMost: 10),
      "Most automatic messages to a customer over all channels. Default: 1 in 7 days, 3 in 30.")
    ConfigField(
      "per_day", \.policy.perDay, .integer(1...10, of: "of messages"),
      "The cap that binds even birthdays: most messages a day.")
    ConfigField(
      "send_windows", \.sendWindows,
      ConfigForm<TimeWindow>.window.located.list(atLeast: 1, atMost: 6),
      "When machine messages may go out, in the customer's zone.")
    ConfigField(
      "call_windows", \.policy.callWindows,
      ConfigForm<TimeWindow>.window.list(atLeast: 1, atMost: 6),
      "When calls and visits are planned, in the customer's zone.")
    ConfigField(
      "holiday_buffer", \.policy.holidayBuffer, .integer(0...30, of: "of days"),
      "Days kept free of greetings on both sides of a public holiday or named festival.")
    ConfigField(
      "text_rest_months", \.policy.textRestMonths, .integer(0...120, of: "of months"),
      "How long a text rests before a customer may get it again, once all variants were used.")
    ConfigField(
      "contact_quiet_days", \.policy.contactQuietDays, .integer(0...90, of: "of days"),
      "Days without greetings and promotion after a real contact.")
    ConfigField(
      "bereavement_days", \.policy.bereavementDays, .integer(0...1000, of: "of days"),
      "Days of silence after a bereavement.")
    ConfigField(
      "catch_up", \.policy.catchUp, .period(),
      "How late a message missed by downtime may still be made up for.")
    ConfigField(
      "festivals_kept_free", \.festivalsKeptFree,
      ConfigForm<String>.name("festival name").located.list(),
      "Festivals that greetings keep away from. Without the key: all of festivals.")
  }
}

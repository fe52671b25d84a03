import CadenceModel
import Foundation

/// A gift as `gifts.yaml` says it.
struct GiftDraft: Sendable {
  var id = Located("")
  var names: [Located<ConfigPair<String>>] = []
  var meanings: [Located<ConfigPair<String>>] = []
  var cost = Amount(hundredths: 0)
  var tags: [String] = []
  var interests: [String] = []
  var occasions: [GiftOccasion] = []
  var sex: Gender?
  var ageFrom: Int?
  var ageTo: Int?

  static let section = ConfigSection("gift", "Something to give.", defaults: GiftDraft()) {
    ConfigField(
      "id", \.id, ConfigForm<String>.name("gift id").located, required: true,
      "Its id, which record gift --gift names.")
    ConfigField(
      "names", \.names, ConfigForm<String>.text(most: 60).map(keys: "language"), required: true,
      "What it is called, by language tag.")
    ConfigField(
      "meanings", \.meanings, ConfigForm<String>.text(most: 120).map(keys: "language"),
      "What it stands for, by language tag; the rep may say it.")
    ConfigField("cost", \.cost, .amount, required: true, "What it costs.")
    ConfigField(
      "tags", \.tags, ConfigForm<String>.name("tag").list(),
      "What taboos call it, such as clock.")
    ConfigField(
      "interests", \.interests, ConfigForm<String>.text(most: 40).list(),
      "Interests that it fits, as the customer file writes them.")
    ConfigField(
      "occasions", \.occasions, ConfigForm<GiftOccasion>.giftOccasion.list(),
      "Occasions that it is meant for; none: all.")
    ConfigField("sex", \.sex, .sex, "Only for this sex.")
    ConfigField("age_from", \.ageFrom, .integer(0...120), "Only from this age on.")
    ConfigField("age_to", \.ageTo, .integer(0...120), "Only up to this age.")
  }

  var gift: Gift {
    var gift = Gift(id: id.value)
    gift.names = names.dictionary
    gift.meanings = meanings.dictionary
    gift.cost = cost
    gift.tags = Set(tags)
    gift.interests = interests
    gift.occasions = Set(occasions)
    gift.sex = sex ?? .unknown
    gift.ageFrom = ageFrom
    gift.ageTo = ageTo
    return gift
  }
}

/// A taboo as `gifts.yaml` says it.
struct TabooDraft: Sendable {
  var tags: [Located<String>] = []
  var places: [String] = []
  var occasions: [GiftOccasion] = []
  var ageFrom: Int?
  var sex: Gender?
  var betweenSexes = false
  var reasons: [Located<ConfigPair<String>>] = []
  var source = ""

  static let section = ConfigSection(
    "taboo", "What is not given; every condition must hold, and what is not known counts as if.",
    defaults: TabooDraft()
  ) {
    ConfigField(
      "tags", \.tags, ConfigForm<String>.name("tag").located.list(atLeast: 1), required: true,
      "Gifts with one of these tags.")
    ConfigField(
      "places", \.places, ConfigForm<String>.text(most: 60).list(),
      "Only where province or city begin so.")
    ConfigField(
      "occasions", \.occasions, ConfigForm<GiftOccasion>.giftOccasion.list(),
      "Only for these occasions.")
    ConfigField("age_from", \.ageFrom, .integer(0...120), "Only from this age on.")
    ConfigField("sex", \.sex, .sex, "Only for this sex.")
    ConfigField(
      "between_sexes", \.betweenSexes, .flag, "Only where giver and customer differ in sex.")
    ConfigField(
      "reasons", \.reasons, ConfigForm<String>.text(most: 120).map(keys: "language"),
      required: true, "Why, by language tag.")
    ConfigField(
      "source", \.source, ConfigForm<String>.text(most: 200), required: true,
      "Where that is written: no claim without one.")
  }

  var taboo: GiftTaboo {
    var taboo = GiftTaboo()
    taboo.tags = Set(tags.map(\.value))
    taboo.places = places
    taboo.occasions = Set(occasions)
    taboo.ageFrom = ageFrom
    taboo.sex = sex ?? .unknown
    taboo.betweenSexes = betweenSexes
    taboo.reasons = reasons.dictionary
    taboo.source = source
    return taboo
  }
}

/// The most that a gift may cost, by tier.
struct BudgetDraft: Sendable {
  var top: Amount?
  var large: Amount?
  var medium: Amount?
  var small: Amount?
  var inactive: Amount?
  var prospect: Amount?
  var suspect: Amount?

  static let section = ConfigSection(
    "budgets", "The most that one gift may cost, by tier; a tier without one gets nothing.",
    defaults: BudgetDraft()
  ) {
    ConfigField("top", \.top, .amount, "The first 1 % of the year's buyers.")
    ConfigField("large", \.large, .amount, "The next 4 %.")
    ConfigField("medium", \.medium, .amount, "The next 15 %.")
    ConfigField("small", \.small, .amount, "The remaining 80 %.")
    ConfigField("inactive", \.inactive, .amount, "Bought before, not within the year.")
    ConfigField("prospect", \.prospect, .amount, "In first contact.")
    ConfigField("suspect", \.suspect, .amount, "No relation yet.")
  }

  var budgets: [PyramidTier: Amount] {
    let all: [(PyramidTier, Amount?)] = [
      (.top, top), (.large, large), (.medium, medium), (.small, small), (.inactive, inactive),
      (.prospect, prospect), (.suspect, suspect),
    ]
    return Dictionary(
      uniqueKeysWithValues: all.compactMap { tier, most in most.map { (tier, $0) } })
  }
}

/// The whole of `gifts.yaml`.
struct GiftsFile: Sendable {
  var gifts: [GiftDraft] = []
  var taboos: [TabooDraft] = []
  var budgets = BudgetDraft()
  var restMonths = 36

  static let section = ConfigSection(
    "gifts.yaml",
    "What to give to whom, in the file gifts.yaml; without the file nothing is proposed.",
    defaults: GiftsFile()
  ) {
    ConfigField(
      "budgets", \.budgets, BudgetDraft.section.form, "The most that one gift may cost, by tier.")
    ConfigField(
      "rest_months", \.restMonths, .integer(0...120, of: "of months"),
      "For so long nothing is given twice to a household.")
    ConfigField("gifts", \.gifts, GiftDraft.section.form.list(), "What may be given.")
    ConfigField("taboos", \.taboos, TabooDraft.section.form.list(), "What must not.")
  }

  var settings: GiftSettings {
    var settings = GiftSettings()
    settings.gifts = gifts.map(\.gift)
    settings.taboos = taboos.map(\.taboo)
    settings.budgets = budgets.budgets
    settings.restMonths = restMonths
    return settings
  }
}

extension ConfigFolder {
  /// Reads `gifts.yaml` where there is one; ids must be unique and taboos must speak of something.
  mutating func readGifts() -> GiftsFile {
    guard FileManager.default.fileExists(atPath: "\(folder)/gifts.yaml") else {
      return GiftsFile()
    }
    var file = ReadFile(file: "gifts.yaml", value: GiftsFile())
    read(&file, GiftsFile.section)
    var seen: Set<String> = []
    for gift in file.value.gifts where !seen.insert(gift.id.value).inserted {
      file.findings.error("there are two gifts \(gift.id.value)", at: gift.id.position)
    }
    let tags = Set(file.value.gifts.flatMap(\.tags))
    for tag in file.value.taboos.flatMap(\.tags) where !tags.contains(tag.value) {
      let near = NearestName.hint(tag.value, in: tags.sorted())
      file.findings.warning("no gift is tagged \(tag.value)\(near)", at: tag.position)
    }
    diagnostics += file.findings.diagnostics
    return file.value
  }
}

extension ConfigForm where Value == GiftOccasion {
  static var giftOccasion: ConfigForm<GiftOccasion> {
    .choice(GiftOccasion.allCases.map { ($0.rawValue, $0) }, what: "occasion")
  }
}

extension ConfigForm where Value == Gender {
  /// `female` or `male`.
  static var sex: ConfigForm<Gender> {
    .choice([("female", .female), ("male", .male)], what: "sex")
  }
}

extension ConfigForm where Value == Amount {
  /// A sum of money, not negative.
  static var amount: ConfigForm<Amount> {
    .scalar("sum of money such as 88 or 88.50", schema: .of(["type": .string("number")])) {
      (text) throws(ConfigComplaint) in
      guard let amount = Amount(text), amount.hundredths >= 0 else {
        throw ConfigComplaint("“\(text)” is no sum of money such as 88 or 88.50")
      }
      return amount
    }
  }
}

extension [Located<ConfigPair<String>>] {
  /// By name; of two the first.
  fileprivate var dictionary: [String: String] {
    Dictionary(map { ($0.value.name, $0.value.value) }, uniquingKeysWith: { first, _ in first })
  }
}

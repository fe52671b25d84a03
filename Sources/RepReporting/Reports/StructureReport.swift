import CadenceModel

/// Which of the four types leads the base, and what follows from it (A4).
struct StructureReport: ReportFold {
  private static let types = Array(ReportAxis.types.dropLast())

  private let scope: ReportScope
  private var counts = ReportCounts(columns: 2, rows: ReportAxis.types)

  init(_ scope: ReportScope) { self.scope = scope }

  mutating func take(_ person: ReportSubject) {
    guard person.isInBase else { return }
    counts.add(person.segment.typeRow, 0)
    counts.add(person.segment.typeRow, 1, person.segment.contribution)
  }

  private var typed: Int64 { Self.types.reduce(0) { $0 + counts[$1][0] } }

  func tables() -> [ReportTable] {
    let verdict = BaseVerdict(
      counts: Self.types.map { Int(counts[$0][0]) }, rules: scope.settings.reports)
    let ranked = Self.types.map { counts[$0][0] }.sorted(by: >)
    let language = scope.settings.site.language
    return [
      ReportTable(
        "type", ["type", "customers", "share", "contribution", "contribution_share"], bar: "share",
        rows: ReportAxis.types.map { type in
          [
            .text(type), .count(counts[type][0]),
            type == ReportAxis.nothing ? .none : .share(counts[type][0], of: typed),
            .money(counts[type][1]), .share(counts[type][1], of: counts.total(1)),
          ]
        }),
      ReportTable(
        "verdict", ["verdict", "typed", "least_typed", "largest_share", "lead", "advice"],
        rows: [
          [
            .text(verdict.rawValue), .count(typed), .count(scope.settings.reports.leastTyped),
            .share(ranked[0], of: typed), .share(ranked[0] - ranked[1], of: typed),
            .text(verdict.advice(language: language)),
          ]
        ]),
    ]
  }
}

/// What can be said of a base as a whole.
enum BaseVerdict: String, CaseIterable {
  case beeLed = "bee-led"
  case dragonflyLed = "dragonfly-led"
  case butterflyLed = "butterfly-led"
  case mantisLed = "mantis-led"
  case even
  case tooFew = "too-few"

  /// The verdict on counts in the order bee, dragonfly, butterfly, mantis.
  init(counts: [Int], rules: ReportSettings) {
    let typed = counts.reduce(0, +)
    guard typed >= max(rules.leastTyped, 1) else {
      self = .tooFew
      return
    }
    let ranked = counts.sorted(by: >)
    let leads =
      ranked[0] * 100 >= rules.ledFrom * typed
      && (ranked[0] - ranked[1]) * 100 >= rules.ledAhead * typed
    let led: [BaseVerdict] = [.beeLed, .dragonflyLed, .butterflyLed, .mantisLed]
    self = .even
    if leads, let place = counts.firstIndex(of: ranked[0]) { self = led[place] }
  }

  /// What to do about it, in the site's language.
  func advice(language: String) -> String { LanguageTag.isChinese(language) ? chinese : english }

  private var chinese: String {
    switch self {
    case .beeLed: "口碑和知名度都已站住。把老客户服务做深做细，关系越稳，新品和转介绍越自然。"
    case .dragonflyLed: "买得起的人多，信得过的还少。多讲清产品值在哪里，用老客户实例、质保和品牌打消疑虑，让人放心下单。"
    case .butterflyLed: "喜欢我们的人多，买得起的还少。提升形象，调整宣传渠道，让有购买力的客户看得到、愿意来。"
    case .mantisLed: "目前的推广没有打到点上。逐个研究已有的蜜蜂客户从哪里来、为什么买，据此重新定推广方案。"
    case .even: "各类客户差不多，先决定重点放在哪一类。选准渠道扩大知名度、改善形象，把螳螂和蝴蝶往上带。"
    case .tooFew: "有类型的客户太少，不下结论。先加大推广力度、拓宽推广渠道，积累客户。"
    }
  }

  private var english: String {
    switch self {
    case .beeLed:
      "You are known and trusted. Deepen what you have: the steadier the relations, the more readily new products and introductions follow."
    case .dragonflyLed:
      "Many can afford you, few trust you yet. Show what the product is worth, and let customers' own cases, the warranty and the brand take away their doubts."
    case .butterflyLed:
      "Many like you, few have the means. Raise the image and change the channels, so that customers with means see you and come."
    case .mantisLed:
      "The promotion so far has missed its mark. Study the few bees you have, where they came from and why they bought, and build the plan anew on that."
    case .even:
      "No type leads: decide where the weight is to lie. Pick channels, become better known, improve the image, and work on raising mantises and butterflies."
    case .tooFew:
      "Too few customers have a type to judge the base. Strengthen the promotion and widen its channels first."
    }
  }
}

package import CadenceModel
package import CivilTime

/// Which gifts fit, best first, and why the others do not (docs/gifts.md).
package struct GiftChoice: Sendable {
  /// A gift that fits.
  package struct Proposal: Hashable, Sendable {
    /// The gift.
    package var gift: Gift
    /// Two for each interest that it meets, one where it is meant for the occasion.
    package var score: Int
  }

  /// Why a gift is left out.
  package enum Refusal: Hashable, Sendable {
    /// Dearer than the tier's budget.
    case dear(budget: Amount)
    /// Given to the household on that day, and the rest has not passed.
    case given(Day)
    /// Not meant for this occasion, age or sex.
    case unfit
    /// Custom forbids it.
    case taboo(GiftTaboo)
  }

  /// Those that fit: by score, then the dearer, then by id.
  package private(set) var proposals: [Proposal] = []
  /// Those that do not, in the order of the file.
  package private(set) var refused: [(gift: Gift, why: Refusal)] = []

  /// How many are proposed in a task.
  package static let count = 3

  /// Answers a question.
  package init(_ question: GiftQuestion, among settings: GiftSettings) {
    for gift in settings.gifts {
      if let why = Self.refusal(gift, question, settings) {
        refused.append((gift, why))
      } else {
        proposals.append(Proposal(gift: gift, score: Self.score(gift, question)))
      }
    }
    proposals.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      if left.gift.cost != right.gift.cost { return left.gift.cost > right.gift.cost }
      return left.gift.id < right.gift.id
    }
  }

  /// The first three.
  package var three: [Proposal] { Array(proposals.prefix(Self.count)) }

  private static func score(_ gift: Gift, _ question: GiftQuestion) -> Int {
    let met = gift.interests.count { question.interests.contains($0) }
    return 2 * met + (gift.occasions.contains(question.occasion) ? 1 : 0)
  }

  private static func refusal(
    _ gift: Gift, _ question: GiftQuestion, _ settings: GiftSettings
  ) -> Refusal? {
    let budget = settings.budgets[question.tier] ?? Amount(hundredths: 0)
    if gift.cost > budget { return .dear(budget: budget) }
    if !gift.occasions.isEmpty, !gift.occasions.contains(question.occasion) { return .unfit }
    if gift.sex != .unknown, question.sex != gift.sex { return .unfit }
    if let from = gift.ageFrom, question.age.map({ $0 < from }) ?? true { return .unfit }
    if let to = gift.ageTo, question.age.map({ $0 > to }) ?? true { return .unfit }
    if let taboo = settings.taboos.first(where: { $0.forbids(gift, question) }) {
      return .taboo(taboo)
    }
    let rest = CalendarPeriod(months: settings.restMonths)
    let recent = question.given.filter {
      $0.gift == gift.id && rest.added(to: $0.day) > question.day
    }
    return recent.map(\.day).max().map { .given($0) }
  }
}

extension GiftTaboo {
  /// Whether the gift must not be given; what is not known counts as if it held.
  fileprivate func forbids(_ gift: Gift, _ question: GiftQuestion) -> Bool {
    guard !tags.isDisjoint(with: gift.tags) else { return false }
    if !occasions.isEmpty, !occasions.contains(question.occasion) { return false }
    if !places.isEmpty, !question.places.isEmpty,
      !question.places.contains(where: { place in places.contains { place.hasPrefix($0) } })
    {
      return false
    }
    if let ageFrom, let age = question.age, age < ageFrom { return false }
    if sex != .unknown, question.sex != .unknown, question.sex != sex { return false }
    if betweenSexes, question.sex != .unknown, question.sex == question.giverSex { return false }
    return true
  }
}

import CadenceModel
import CadencePlanning
import CivilTime
import FifthcallTestSupport
import Testing

/// Product row D5: the right weight, taboos by place, age and sex, meaning, no repeat.
struct GiftTests {
  private let day = Day(iso: "2026-11-28") ?? Day(0)

  private func gift(
    _ id: String, _ cost: Int64, tags: Set<String> = [], interests: [String] = [],
    occasions: Set<GiftOccasion> = []
  ) -> Gift {
    var gift = Gift(id: id)
    gift.cost = Amount(hundredths: cost * 100)
    gift.tags = tags
    gift.interests = interests
    gift.occasions = occasions
    return gift
  }

  private func settings(_ gifts: [Gift], _ taboos: [GiftTaboo] = []) -> GiftSettings {
    var settings = GiftSettings()
    settings.gifts = gifts
    settings.taboos = taboos
    settings.budgets = [
      .top: Amount(hundredths: 50_000), .small: Amount(hundredths: 6000),
    ]
    return settings
  }

  private func taboo(_ tag: String, _ change: (inout GiftTaboo) -> Void = { _ in }) -> GiftTaboo {
    var taboo = GiftTaboo()
    taboo.tags = [tag]
    taboo.source = "a book"
    change(&taboo)
    return taboo
  }

  private func ids(_ choice: GiftChoice) -> [String] { choice.proposals.map(\.gift.id) }

  @Test func `D5: interests come first, then the occasion, then the dearer, then the id`() {
    var question = GiftQuestion(.birthday, on: day, tier: .top)
    question.interests = ["茶艺", "书法"]
    let choice = GiftChoice(
      question,
      among: settings([
        gift("b", 10), gift("a", 10), gift("dear", 20), gift("meant", 5, occasions: [.birthday]),
        gift("tea", 1, interests: ["茶艺"]), gift("both", 1, interests: ["书法", "茶艺"]),
      ]))
    #expect(ids(choice) == ["both", "tea", "meant", "dear", "a", "b"])
    #expect(choice.three.map(\.gift.id) == ["both", "tea", "meant"])
    #expect(choice.proposals.map(\.score) == [4, 2, 1, 0, 0, 0])
  }

  @Test func `D5: the tier's budget binds to the cent, and a tier without one gets nothing`() {
    let all = settings([gift("exact", 60), gift("over", 61)])
    #expect(ids(GiftChoice(GiftQuestion(.other, on: day, tier: .small), among: all)) == ["exact"])
    #expect(ids(GiftChoice(GiftQuestion(.other, on: day, tier: .suspect), among: all)).isEmpty)
  }

  @Test(arguments: [
    ("上海市", GiftOccasion.illness, false), ("上海", .festival, true), ("浙江", .illness, true),
    ("", .illness, false),
  ])
  func `D5: no apples to the sick in Shanghai, nor where the place is not known`(
    place: String, occasion: GiftOccasion, fits: Bool
  ) {
    var question = GiftQuestion(occasion, on: day, tier: .top)
    question.places = place.isEmpty ? [] : [place]
    let taboo = taboo("apple") {
      $0.places = ["上海"]
      $0.occasions = [.illness]
    }
    let choice = GiftChoice(
      question, among: settings([gift("basket", 10, tags: ["apple"])], [taboo]))
    #expect(ids(choice).isEmpty != fits)
  }

  @Test(arguments: [(70, false), (54, true), (nil, false)])
  func `D5: no clock to the old, nor to somebody of unknown age`(age: Int?, fits: Bool) {
    var question = GiftQuestion(.birthday, on: day, tier: .top)
    question.age = age
    let taboo = taboo("clock") { $0.ageFrom = 55 }
    let choice = GiftChoice(
      question, among: settings([gift("clock", 10, tags: ["clock"])], [taboo]))
    #expect(ids(choice).isEmpty != fits)
  }

  @Test(arguments: [
    (Gender.male, Gender.male, true), (.male, .female, false), (.unknown, .female, false),
    (.female, .unknown, false),
  ])
  func `D5: no belt between the sexes`(giver: Gender, sex: Gender, fits: Bool) {
    var question = GiftQuestion(.birthday, on: day, tier: .top)
    question.sex = sex
    question.giverSex = giver
    let taboo = taboo("belt") { $0.betweenSexes = true }
    let choice = GiftChoice(question, among: settings([gift("belt", 10, tags: ["belt"])], [taboo]))
    #expect(ids(choice).isEmpty != fits)
  }

  @Test(arguments: [("2023-11-28", true), ("2023-11-29", false), ("2026-01-01", false)])
  func `D5: nothing twice to a household within three years`(given: String, fits: Bool) throws {
    var question = GiftQuestion(.festival, on: day, tier: .top)
    question.given = [GiftQuestion.Given("tea", on: try #require(Day(iso: given)))]
    let choice = GiftChoice(question, among: settings([gift("tea", 10)]))
    #expect(ids(choice).isEmpty != fits)
  }

  @Test func `D5: a gift task knows the tier that sets its budget`() throws {
    let cadence = Cadence(
      name: "gift", title: "Gift", trigger: .festival(FestivalRule(festivals: ["mid-autumn"])),
      precedence: .festival,
      steps: [Step(channels: [.gift], offset: .workdays(-3), title: "Gift")])
    let planner = Planner(
      settings: Settings.forTests([cadence], reps: [Rep(id: "mao", names: ["毛"])]),
      roster: one { $0.stage = .prospect }, history: History())
    let allocation = planner.allocated(from: try #require(Day(iso: "2026-09-01")), days: 40)
    #expect(allocation.plan.touches.map(\.channel) == [.gift])
    #expect(allocation.segments[0]?.tier == .prospect)
  }

  @Test(arguments: [
    ("1985-11-28", 41), ("1985-11-29", 40), ("L1985-10-20", 41), ("--11-28", nil),
    ("2000-02-29", 26),
  ])
  func `D5: the age by which customs ask`(birthday: String, age: Int?) throws {
    var customer = Customer(id: "KH1")
    customer.birthday = try PersonDate(parsing: birthday)
    let roster = Roster(customers: [customer])
    let question = GiftQuestion(
      .birthday, on: day, for: 0, household: [0], tier: .top, roster: roster, history: { _ in nil },
      zone: .utc)
    #expect(question.age == age)
  }
}

import CadenceModel
import CivilTime

extension DigestSample {
  /// A dealer in Toronto with a customer three hours behind; Tom comes back from a week away.
  static func english() -> DigestSample {
    let toronto = "America/Toronto"
    let vancouver = "America/Vancouver"
    var tom = Rep(id: "tom", names: ["Tom Baxter"])
    tom.deputy = "luis"
    tom.absences = [Absence(first: day("2026-11-16"), last: day("2026-11-20"))]
    let luis = Rep(id: "luis", names: ["Luis Ortega"])
    let settings = Settings(
      site: Site(
        company: "Harbour Doors", zone: toronto, country: "CA", language: "en-CA",
        mailFrom: "service@example.com"),
      mode: .rehearsal(redirectTo: nil), cadences: englishCadences(), reps: [luis, tom],
      zones: [
        toronto: ZoneRules(fixed: -18_000, name: toronto),
        vancouver: ZoneRules(fixed: -28_800, name: vancouver),
      ])
    var sample = DigestSample(settings: settings, zones: [toronto, vancouver])
    sample.addEnglishPeople()
    sample.paper["card-wedding"] = [
      "Dear Mr Miller,", "", "All good wishes to you both.", "", "Tom",
    ]
    return sample
  }

  private static func englishCadences() -> [Cadence] {
    let talk = ["Ask how the building work goes", "Offer to bring a sample round"]
    return [
      Cadence(
        name: "care", title: "Care visit",
        trigger: .maintenance(
          MaintenanceRule(first: .months(6), every: .months(12), daysBefore: 10, daysAfter: 15)),
        precedence: .visit, steps: [Step(channels: [.visit], title: "Oil the hinges")]),
      Cadence(
        name: "follow-up", title: "Follow-up",
        trigger: .ladder(LadderRule(opens: [.inquiry], endedBy: [.won])), precedence: .followUp,
        steps: (1...5).map { _ in Step(channels: [.call], talk: talk) }),
      Cadence(
        name: "greeting", title: "Greeting", trigger: .greeting(GreetingRule(perYear: 4)),
        precedence: .greeting, steps: [Step(channels: [.email])]),
      Cadence(
        name: "promise", title: "Promise",
        trigger: .ladder(LadderRule(opens: [.promise], endedBy: [.kept])), precedence: .promise,
        steps: [Step(channels: [.call], title: "Keep the promise")]),
      Cadence(
        name: "wedding", title: "Anniversary",
        trigger: .anniversary(AnniversaryRule(date: .wedding, people: [])), precedence: .occasion,
        steps: [
          Step(channels: [.gift], template: "card-wedding", title: "Flowers, card signed by hand")
        ]),
    ]
  }

  private mutating func addEnglishPeople() {
    let promised = add(
      "100001", [.name: "Raj Thompson", .salutation: "Mr", .mobile: "+14085550100"], rep: 1
    ) {
      $0.stage = .customer
      $0.level = .a
    }
    record(
      promised, "2026-11-20T10:00:00-05:00", .promise(by: Self.at("2026-11-23T12:00:00-05:00")),
      rep: "luis")
    plan(
      promised, "promise", .call, .opening(.promise, day: Self.day("2026-11-20"), number: 1),
      "2026-11-23", "09:30")
    let far = add(
      "100002",
      [
        .name: "Emma Patel", .salutation: "Dr", .mobile: "+15125550101", .email: "e@example.com",
        .bestTime: "09:00-12:00",
      ], rep: 1
    ) {
      $0.zone = 1
      $0.stage = .opportunity
    }
    record(far, "2026-11-10T12:00:00-08:00", .inquiry(DealFacts()))
    record(far, "2026-11-17T12:00:00-08:00", Self.call(.busy), rep: "luis")
    plan(
      far, "follow-up", step: 2, .call,
      .opening(.inquiry, day: Self.day("2026-11-10"), number: 1), "2026-11-23", "10:00")
    let gift = add(
      "100003",
      [
        .name: "Hamish Miller", .address: "21 Victoria Street", .city: "Toronto",
        .postalCode: "M4E 1A1",
      ],
      rep: 1
    ) {
      $0.stage = .evangelist
      $0.wedding = PersonDate.solar(year: 2019, month: 11, day: 25)
    }
    plan(gift, "wedding", .gift, .kept(.couple, year: 2026, isLunar: false), "2026-11-23", "09:30")
    plan(gift, "greeting", .email, .greeting(year: 2026, number: 4), "2026-11-23", "09:30")
    addEnglishVisit()
  }

  /// Somebody of whom everything is known that a profile sheet can tell.
  private mutating func addEnglishVisit() {
    let door = add(
      "100004",
      [
        .name: "Olivia Grant", .mobile: "+14165550104", .address: "8 Pine Avenue", .city: "Toronto",
        .spouseName: "Noah Grant", .childNames: "Mia;Leo", .interests: "gardening;chess",
        .products: "Oak door", .purchases: "2024-02-01|Oak door|2|1890.50;2021-05-06|Handle|1|40",
        .employer: "City Library", .notes: "Side entrance",
      ], rep: 1
    ) {
      $0.stage = .repeatCustomer
      $0.installations = [
        Installation(day: Self.day("2024-02-20"), warrantyUntil: Self.day("2026-02-19"))
      ]
    }
    var found = VisitReport(
      condition: .good, satisfaction: Satisfaction(perceived: 5, expected: 4), need: .clear)
    found.isPartial = true
    record(
      door, "2025-11-21T10:00:00-05:00", .visit(found), rep: "tom",
      texts: ["usage": "front door, daily", "note": "a second door for the shed"])
    record(door, "2026-01-04T10:00:00-05:00", .survey(Satisfaction(perceived: 4, expected: 4)))
    record(door, "2026-03-02T10:00:00-05:00", .card(cost: nil))
    record(
      door, "2026-11-12T10:00:00-05:00", .complaint(promise: nil), texts: ["about": "it rattles"])
    record(door, "2026-11-12T10:05:00-05:00", .optOut(.sms, occasion: nil))
    record(door, "2026-11-12T10:06:00-05:00", .optOut(.email, occasion: "greeting"))
    record(door, "2026-06-01T10:00:00-05:00", .deceased) { $0.marks.relation = .child(2) }
    plan(
      door, "care", .visit,
      .maintenance(installed: Self.day("2024-02-20"), which: 1, number: 2), "2026-11-23", "14:00")
  }
}

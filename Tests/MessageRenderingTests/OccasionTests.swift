import CadenceModel
import CivilTime
import MessageRendering
import Testing

struct OccasionTests {
  @Test func `a touch tells whose day it is, how many years, which festival and which visit`()
    throws
  {
    let day = try #require(Day(iso: "2026-11-23"))
    let spouse = try context(
      MessageOccasion(day: day, occurrence: .kept(.spouse, year: 2026, isLunar: false)))
    #expect(spouse[.person] == "Sophie")
    let wedding = try context(
      MessageOccasion(day: day, occurrence: .kept(.couple, year: 2026, isLunar: false)))
    #expect(wedding[.years] == "7 years")
    #expect(wedding[.person] == nil)
    let loyalty = try context(
      MessageOccasion(day: day, occurrence: .kept(.customer, year: 2026, isLunar: false)))
    #expect(loyalty[.years] == "one year")
    let festival = try context(MessageOccasion(day: day, occurrence: .festival(0, year: 2026)))
    #expect(festival[.festival] == "Thanksgiving")
    let nine = try #require(MinuteOfDay(570))
    let visit = try context(MessageOccasion(day: day, visit: LocalTime(day: day + 5, minute: nine)))
    #expect(visit[.visitDate] == "Saturday, November 28")
    #expect(visit[.visitTime] == "09:30")
  }

  @Test func `what is on file of the customer, the rep and the site is there on any day`() throws {
    let day = try #require(Day(iso: "2026-11-23"))
    let context = try context(MessageOccasion(day: day))
    let rows: [(TemplateVariable, String?)] = [
      (.salutation, "Mr Thompson"), (.name, "Raj Thompson"), (.firstName, "Raj"),
      (.company, "Oakfield Doors"), (.repName, "Tom Baxter"), (.repPhone, "154 0000 0001"),
      (.product, "Cedar bifold"), (.installedOn, "December 10, 2024"), (.city, "Toronto"),
      (.month, "November"), (.season, "fall"), (.person, nil), (.festival, nil), (.years, nil),
      (.visitDate, nil), (.material, nil),
    ]
    for (variable, value) in rows { #expect(context[variable] == value, "\(variable)") }
    #expect(context.interests == ["gardening", "fishing"])
  }

  private func context(_ occasion: MessageOccasion) throws -> MessageContext {
    var customer = Customer(id: "100001")
    customer.gender = .male
    customer.wedding = PersonDate.solar(year: 2019, month: 11, day: 23)
    customer.installations = [Installation(day: try #require(Day(iso: "2024-12-10")))]
    var roster = Roster(customers: [customer], countries: ["CA"], languages: ["en-CA"])
    roster.customers[0].profile = roster.profiles.append(
      CustomerProfile([
        .firstName: "Raj", .lastName: "Thompson", .salutation: "Mr", .spouseName: "Sophie",
        .products: "Cedar bifold BF-3 x1;Walnut panel door WN-905 x3", .city: "Toronto",
        .interests: "gardening; fishing",
      ]))
    var rep = Rep(id: "tom", names: ["Tom Baxter", "TB"])
    rep.phone = "+8615400000001"
    let site = Site(
      company: "Oakfield Doors", zone: "America/Toronto", country: "CA", language: "en",
      mailFrom: "hello@example.com")
    let festival = Festival(
      name: "thanksgiving", titles: ["en": "Thanksgiving", "zh-CN": "感恩节"],
      rule: .easter(plus: 0))
    let settings = Settings(site: site, festivals: [festival], reps: [rep])
    return MessageContext(settings: settings, roster: roster, customer: 0, occasion: occasion)
  }
}

import CadenceModel
import MessageRendering
import Testing

/// Texts for cards and letters: what a rep copies by hand.
struct PaperTests {
  private func template(_ body: String, _ channel: Channel) throws -> Template {
    var findings: [Diagnostic] = []
    let identity = TemplateIdentity(name: "t", language: "en", variant: "a", channel: channel)
    return try #require(
      Template.parse(body, identity: identity, file: "t", findings: &findings), "\(findings)")
  }

  private let context = MessageContext(
    language: "en",
    values: [.salutation: "Ms Parker", .repName: "Tom Baxter", .company: "Harbour Doors"])

  @Test func `D4: a card is signed by the rep, a letter by rep and company`() throws {
    let card = try template("Dear {{salutation}},\n\nGet well soon.", .card).render(context)
    #expect(card.text == "Dear Ms Parker,\n\nGet well soon.\n\nTom Baxter")
    let letter = try template("Dear {{salutation}},\n\nAll well?", .letter).render(context)
    #expect(letter.text == "Dear Ms Parker,\n\nAll well?\n\nTom Baxter\nHarbour Doors")
    #expect(card.subject == nil && card.length == nil && card.attachment == nil)
    #expect(throws: RenderFailure.self) { try template("{{city}}", .card).render(context) }
  }

  @Test(arguments: [
    ("See www.example.com", Channel.letter, "a letter carries no link"),
    ("A discount for you", .letter, "“discount” sounds like advertising; a letter sells nothing"),
    (
      "A. B. C. D. E. F. G. H. I", .letter,
      "9 sentences; a letter written by hand says it in 8"
    ),
    ("A discount for you", .card, "“discount” sounds like advertising; a greeting sells nothing"),
    ("One. Two. Three. Four", .card, "4 sentences; a greeting says it in three"),
    (
      "Your {{product}}", .card,
      "{{product}}: a greeting speaks of people, not of products"
    ),
  ])
  func `D2: what is written by hand is short and sells nothing`(
    body: String, channel: Channel, text: String
  ) throws {
    let found = TemplateLint().findings(about: try template(body, channel), files: [])
    #expect(found.map(\.text) == [text])
    #expect(found.allSatisfy { $0.severity == .warning })
  }

  @Test func `D2: a letter may have more sentences than a wish, and name the product`() throws {
    let letter = try template("A. B. C. D. E. F. G. Your {{product}}.", .letter)
    #expect(TemplateLint().findings(about: letter, files: []) == [])
    #expect(TemplateLint(greetings: ["t"]).findings(about: letter, files: []).count == 1)
  }

  @Test func `a file of a card or letter is named like one of a message`() throws {
    for channel in ["card", "letter"] {
      let identity = try TemplateIdentity.parse(path: "win-back/en.a.\(channel).mustache").get()
      #expect(identity.textID == "win-back/en.a.\(channel)")
    }
    for channel in ["call", "visit", "gift", "leter"] {
      #expect(throws: TemplateIdentity.PathProblem.self) {
        try TemplateIdentity.parse(path: "win-back/en.a.\(channel).mustache").get()
      }
    }
  }
}

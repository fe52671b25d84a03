import CadenceModel
import CadencePlanning
import CivilTime
import Testing

/// When an address that was refused is not written to any more.
@Suite struct AddressRuleTests {
  private static let start = Instant(seconds: 1_780_000_000)

  private func fault(_ kind: AddressFaultKind, _ day: Int, hour: Int = 0, mark: String = "m")
    -> AddressFault
  {
    AddressFault(
      channel: .email, mark: mark, kind: kind,
      at: Self.start.adding(seconds: day * 86_400 + hour * 3600))
  }

  @Test(arguments: [
    ([], false), (["unknown 0"], true),
    (["doubted 0"], false), (["doubted 0", "doubted 0"], false),
    (["doubted 0", "doubted 1"], true),
    (["unexplained 0", "doubted 5"], true), (["unexplained 0", "unexplained 91"], false),
    (["closed 0", "closed 1"], false), (["closed 0", "closed 0", "closed 0"], false),
    (["closed 0", "closed 1", "closed 2"], true), (["closed 0", "closed 50", "closed 100"], false),
    (["closed 0", "closed 1", "doubted 2"], false),
  ])
  func `it takes one clear refusal, two days of unclear ones or three of a closed mailbox`(
    _ words: [String], _ isGivenUp: Bool
  ) throws {
    let faults = try words.map { word in
      let parts = word.split(separator: " ")
      return fault(
        try #require(AddressFaultKind(rawValue: String(parts[0]))), try #require(Int(parts[1])))
    }
    #expect(AddressRule.isGivenUp(faults) == isGivenUp)
  }

  @Test func `another address, another channel and an opt-in since begin anew`() {
    var history = CustomerHistory()
    history.addressFaults = [fault(.unknown, 0)]
    #expect(AddressRule.givenUp(history) { _ in "m" } == ChannelSet(.email))
    #expect(AddressRule.givenUp(history) { _ in "corrected" } == [])
    #expect(AddressRule.givenUp(history) { _ in nil } == [])
    func optIn(_ channel: Channel?, _ occasion: CadenceName? = nil, day: Int) -> RecordedFact {
      RecordedFact(
        number: 1,
        fact: Fact(
          customer: "T1", at: Self.start.adding(seconds: day * 86_400),
          detail: .optIn(channel, occasion: occasion)))
    }
    for (fact, expected) in [
      (optIn(.email, day: 1), ChannelSet()), (optIn(nil, day: 1), ChannelSet()),
      (optIn(.sms, day: 1), ChannelSet(.email)), (optIn(.email, day: -1), ChannelSet(.email)),
      (optIn(.email, "greeting", day: 1), ChannelSet(.email)),
    ] {
      history.facts = [fact]
      #expect(AddressRule.givenUp(history) { _ in "m" } == expected)
    }
  }
}

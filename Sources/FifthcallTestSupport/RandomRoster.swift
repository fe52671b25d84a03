package import CadenceModel
package import CivilTime

/// A generator of numbers that is the same on every machine (SplitMix64).
package struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// Starts from a seed.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension RosterBuilder {
  /// Mixed customers: families, lunar dates, missing consents, shared numbers, installations.
  package static func random(_ count: Int, seed: UInt64, today: Day) -> Roster {
    var numbers = SeededNumbers(seed: seed)
    var builder = RosterBuilder()
    let hongKong = builder.country("HK")
    for number in 0..<count {
      let digits = String(1_000_000 + number).dropFirst()
      builder.add(CustomerID("KH0\(digits)")) { customer in
        fill(&customer, number: number, today: today, &numbers)
        if Int.random(in: 0..<10, using: &numbers) == 0 { customer.country = hongKong }
      }
    }
    return builder.build()
  }

  private static func fill(
    _ customer: inout Customer, number: Int, today: Day, _ numbers: inout SeededNumbers
  ) {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
    customer.stage = CustomerStage.allCases.randomElement(using: &numbers) ?? .customer
    customer.consented = []
    customer.reachable = [ChannelSet(.call), ChannelSet(.visit), ChannelSet(.card)]
    for channel in [Channel.email, .sms] {
      if chance(85) { customer.reachable.insert(ChannelSet(channel)) }
      if chance(80) { customer.consented.insert(ChannelSet(channel)) }
      if chance(5) { customer.optedOut.insert(ChannelSet(channel)) }
    }
    if chance(3) { customer.optedOut = .all }
    customer.phone = 8_615_400_000_000 + UInt64(chance(5) ? number / 2 : number + 1_000_000)
    if chance(90) { customer.birthday = date(&numbers) }
    if chance(30) { customer.wedding = date(&numbers) }
    if chance(40), let born = date(&numbers) {
      customer.family.append(FamilyDate(relation: .spouse, date: born))
    }
    for child in 0..<Int.random(in: 0...2, using: &numbers) {
      guard let born = date(&numbers) else { continue }
      customer.family.append(FamilyDate(relation: .child(UInt8(child + 1)), date: born))
    }
    if chance(60) {
      customer.installations = [
        Installation(day: today - Int.random(in: 30...2500, using: &numbers))
      ]
    }
    customer.created = today - Int.random(in: 1...2000, using: &numbers)
    if chance(50) { customer.lastContact = today - Int.random(in: 1...300, using: &numbers) }
  }

  private static func date(_ numbers: inout SeededNumbers) -> PersonDate? {
    let year = Int.random(in: 1940...2020, using: &numbers)
    let month = Int.random(in: 1...12, using: &numbers)
    let day = Int.random(in: 1...30, using: &numbers)
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0..<4: return .lunar(year: nil, month: month, leap: false, day: day)
    case 4: return .lunar(year: nil, month: month, leap: true, day: day)
    default: return .solar(year: year, month: month, day: min(day, 28))
    }
  }
}

import CadenceModel
import Testing

@testable import ConfigLoading

@Suite struct AudienceFitTests {
  @Test(arguments: [("levels: [A]", 1), ("except: [A2]", 0), ("levels: [B]", 0)])
  func `row 32: a cadence whose audience is nobody is told`(audience: String, count: Int) throws {
    let scenario = try ConfigScenario([
      "cadences/greeting.yaml": ConfigScenario.greeting + "audience:\n  \(audience)\n"
    ])
    let loaded = scenario.load()
    #expect(loaded.diagnostics.map(\.description) == [])
    let settings = try #require(loaded.settings)
    var customer = Customer(id: "A1")
    customer.level = .b
    let findings = AudienceFit.findings(settings, Roster(customers: [customer]))
    #expect(findings.count == count)
    #expect(findings.allSatisfy { $0.severity == .warning && $0.text.contains("fits none") })
    #expect(AudienceFit.findings(settings, Roster()).isEmpty)
  }
}

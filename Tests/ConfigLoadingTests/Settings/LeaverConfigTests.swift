import CadenceModel
import CivilTime
import ConfigLoading
import Testing

/// What `reps.yaml` says of somebody who leaves.
@Suite struct LeaverConfigTests {
  private func scenario(_ keys: String) throws -> ConfigScenario {
    try ConfigScenario([
      "reps.yaml": """
      reps:
        - {id: mao, names: [毛志强]}
        - {id: xu, names: [徐建军]\(keys)}

      """
    ])
  }

  @Test func `D13: a leaver with a successor loads without a finding`() throws {
    let loaded = try scenario(", left: 2026-06-10, successor: mao").load()
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    let reps = try #require(loaded.settings).reps
    #expect(reps[1].left == Day(iso: "2026-06-10") && reps[1].successor == "mao")
    #expect(reps[1].hasLeft(by: reps[1].left ?? Day(0)) && reps[0].left == nil)
  }

  @Test(arguments: [
    (
      ", left: 2026-06-10",
      "warning: xu leaves without a successor: the customers go to the default rep"
    ),
    (
      ", left: 2026-06-10, successor: moa",
      "error: there is no rep moa in reps.yaml; did you mean mao?"
    ),
    (", left: 2026-06-10, successor: xu", "error: nobody is their own successor"),
    (", successor: mao", "warning: successor without left: says nothing yet"),
  ])
  func `D13: check tells what a leaver lacks`(keys: String, finding: String) throws {
    let findings = try scenario(keys).findings
    #expect(findings.count == 1 && findings[0].hasSuffix(finding), "\(findings)")
  }
}

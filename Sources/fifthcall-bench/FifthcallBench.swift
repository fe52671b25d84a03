import ArgumentParser

/// Measures the goals that one machine can measure; the peers' commands stand in `scripts/`.
@main
struct FifthcallBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fifthcall-bench", abstract: "Measures speed and size against peers.",
    subcommands: [
      CustomerBench.self, JournalBench.self, PlanBench.self, SMTPBench.self,
      StartBench.self,
    ])
}

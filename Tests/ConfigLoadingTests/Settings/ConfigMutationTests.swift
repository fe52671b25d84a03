import CadenceModel
import ConfigLoading
import Foundation
import Testing

struct ConfigMutationTests {
  /// SplitMix64, so that a failure can be made again.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let names = [
    "fifthcall.yaml", "reps.yaml", "cadences/follow-up.yaml", "cadences/maintenance.yaml",
    "cadences/greeting.yaml", "cadences/spring-festival.yaml", "cadences/birthday-family.yaml",
  ]

  /// Damaged files a part: `FIFTHCALL_FUZZ=2500` makes them 10,000 in all.
  private static let rounds =
    Int(ProcessInfo.processInfo.environment["FIFTHCALL_FUZZ"] ?? "") ?? 500

  @Test(arguments: 0..<4)
  func `damaged files: a config loads or says why not, and never in part`(part: UInt64) throws {
    var random = Seeded(state: 20_260_601 &+ part)
    let config = "\(ConfigScenario.root)/config"
    var sources: [String: [UInt8]] = [:]
    for name in Self.names + ["cadences/nurture.yaml"] {
      sources[name] = try read("\(config)/\(name)")
    }
    // Undamaged, these files load: what fails below fails because of the damage.
    #expect(
      try ConfigScenario(["cadences/greeting.yaml": nil], bytes: sources).load(
        checksTemplates: false
      ).settings != nil)
    let scenario = try ConfigScenario(["cadences/greeting.yaml": nil], bytes: sources)
    for _ in 0..<Self.rounds {
      let name = Self.names.randomElement(using: &random) ?? "reps.yaml"
      let source = try #require(sources[name])
      let mutant = mutated(source, &random)
      let url = URL(fileURLWithPath: "\(scenario.folder)/\(name)")
      try Data(mutant).write(to: url)
      let loaded = scenario.load(checksTemplates: false)
      let hasError = loaded.diagnostics.contains { $0.severity == .error }
      #expect((loaded.settings == nil) == hasError)
      #expect(loaded.diagnostics.allSatisfy { !$0.description.contains("\n") })
      try Data(source).write(to: url)
    }
  }

  private func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// One to three edits: bytes changed, lines removed, doubled, swapped or indented, tokens put in.
  private func mutated(_ source: [UInt8], _ random: inout Seeded) -> [UInt8] {
    let tokens = [
      ":", "- ", "{", "}", "[", "]", "*a ", "&a ", "!!int ", "\t", "#", "'", "\"", "|", ">", "? ",
      "\u{85}", "0", "-1", "99999999999999999999", "no", "~", "---\n", "\r\n", "\u{FEFF}",
    ].map { Array($0.utf8) }
    var bytes = source
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(place + 5, bytes.count))
      case 2: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: place)
      case 3: bytes.removeSubrange(place...)
      default: editLines(&bytes, &random)
      }
    }
    return bytes
  }

  private func editLines(_ bytes: inout [UInt8], _ random: inout Seeded) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let first = Int.random(in: 0..<lines.count, using: &random)
    let second = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: lines.remove(at: first)
    case 1: lines.insert(lines[first], at: second)
    case 2: lines.swapAt(first, second)
    default: lines[first] = [32, 32] + lines[first]
    }
    bytes = Array(lines.joined(separator: [10]))
  }
}

import ArgumentParser
import CivilTime
import ConfigLoading
import Foundation

/// Goal P4: reading a customer file with validation, beside `sqlite3 .import` of the same file.
struct CustomerBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customers", abstract: "Read customer files with validation (P4).")

  @Argument(help: "Customer files, made by scripts/all.sh.")
  var files: [String]

  @Option(help: "How often each is read; the median counts.")
  var times = 3

  func run() throws {
    for file in files {
      var ours: [Double] = []
      var peer: [Double] = []
      var customers = 0
      // Taken in turns, so that both see the same machine.
      for _ in 0..<times {
        ours.append(
          seconds {
            let context = CustomerContext(today: Day(20_759))
            customers = CustomerFileLoader.load([file], context: context).counts.customers
          })
        peer.append(try seconds { try importWithSQLite(file) })
      }
      let (mine, theirs) = (median(ours), median(peer))
      print(
        "P4 \(customers) customers: \(two(mine)) s, sqlite3 .import \(two(theirs)) s, "
          + "ratio \(two(mine / theirs)) (goal ≤ 1.5)")
    }
  }

  /// The peer: `.mode csv`, `.import FILE c` into a database in memory.
  private func importWithSQLite(_ file: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", ":memory:", ".mode csv", ".import '\(file)' c"]
    try process.run()
    process.waitUntilExit()
  }

  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    let spent = (ContinuousClock.now - start).components
    return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func two(_ value: Double) -> String { String(format: "%.2f", value) }
}

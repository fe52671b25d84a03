import FifthcallTestSupport
import Foundation
import Testing

/// `kill -9` in the middle of a sending day (rule of tact 3).
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct CrashTests {
  private static let count = 240

  @Test
  func `after kill -9 nobody gets anything twice, and who was not reached is told to a human`()
    async throws
  {
    let postfix = try RigServer("postfix")
    let customers = (1...Self.count).map {
      TestSite.customer($0, birthday: "1987-11-24", email: true)
    }
    let site = try TestSite(customers: customers) { text in
      text.setChannels(
        "  smtp:\n    host: 127.0.0.1\n    port: \(postfix.port + 1)\n    security: none\n    connections: 3\n"
      )
    }
    let log = site.home.appendingPathComponent("service.log")
    let service = try site.program.start(
      ["run", "--now", "2026-11-24T19:20:00+08:00"], output: log)
    defer { if service.isRunning { kill(service.processIdentifier, SIGKILL) } }
    let isUnderWay = try await site.await { try postfix.mails(atLeast: 20).map { _ in true } }
    #expect(isUnderWay == true, "\(site.lines("service.log"))")
    kill(service.processIdentifier, SIGKILL)
    service.waitUntilExit()

    let second = try site.program.run("run", "--once", "--now", "2026-11-24T19:29:05+08:00")
    #expect(second.code == 0, "\(second.errors)")
    #expect(try site.program.run("journal", "verify").code == 0)
    let settled = try outcomes(site)
    #expect(settled.count == Self.count, "every touch has its final outcome")
    let accepted = settled.filter { $0.value == "accepted" }
    let uncertain = settled.filter { $0.value == "uncertain" }
    #expect(accepted.count + uncertain.count == Self.count)
    #expect(uncertain.count <= 3, "only what was between the last look and the reply")

    let mails = try await postfix.await { try postfix.mails(atLeast: accepted.count) } ?? []
    let received = mails.filter { $0.to.hasPrefix("k") }
    #expect(Set(received.map(\.messageID)).count == received.count, "no message came twice")
    #expect(Set(received.map(\.to)).count == received.count, "nobody got two")
    let reached = Set(received.map { "T\($0.to.dropFirst().prefix(4))" })
    #expect(Set(accepted.keys.map { String($0.prefix(5)) }).isSubset(of: reached))

    guard !uncertain.isEmpty else { return }
    let digest = try site.program.run("digest", "zhou", "--day", "2026-11-25")
    for touch in uncertain.keys {
      #expect(digest.output.contains("王\(touch.dropFirst().prefix(4))"), "told to a human")
    }
  }

  /// The last final outcome of each birthday touch.
  private func outcomes(_ site: TestSite) throws -> [String: String] {
    var found: [String: String] = [:]
    for entry in try site.journal() where entry["kind"] as? String == "outcome" {
      guard let touch = entry["touch"] as? String, touch.contains("/birthday/"),
        let result = entry["result"] as? String, result != "deferred"
      else { continue }
      #expect(found[touch] == nil, "\(touch) was settled twice")
      found[touch] = result
    }
    return found
  }
}

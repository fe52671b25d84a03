import FifthcallTestSupport
import Foundation
import Testing

/// The watchdog sees that the listener's loop stands still, though nothing else does.
@Suite(.fewAtATime) struct FrozenListenerTests {
  #if DEBUG
    @Test func `a listener that hangs is noticed and named`() async throws {
      let port = RawConnection.freePort()
      var site = try TestSite(customers: [
        TestSite.customer(1, birthday: "1987-03-03", email: true)
      ]) { $0 += "\nweb:\n  listen: 127.0.0.1:\(port)\n" }
      let freeze = site.home.appendingPathComponent("freeze")
      site.program.environment["FIFTHCALL_FREEZE"] = freeze.path
      // Asked each four seconds, as by a unit with WatchdogSec=8.
      site.program.environment["WATCHDOG_USEC"] = "8000000"
      let service = try await WebService(site, port: port, now: "2026-11-24T12:00:00+08:00")
      #expect(try service.ask("GET", "/healthz").status == 200)
      func isNamed() -> Bool {
        site.lines("run.log").contains { $0.contains("no progress") && $0.contains("http") }
      }
      #expect(!isNamed())
      try Data("http".utf8).write(to: freeze)
      let isSeen = try await site.await { isNamed() ? true : nil }
      #expect(isSeen == true, "\(site.lines("run.log").suffix(5))")
      // Everything else goes on: only the watchdog could end this.
      #expect(try site.program.run("status").code == 0)
      service.kill()
    }
  #endif
}

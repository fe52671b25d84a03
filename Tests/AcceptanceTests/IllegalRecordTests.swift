import CadenceModel
import CivilTime
import FifthcallTestSupport
import Foundation
import JournalFile
import Testing
import TouchJournal

/// A journal with records that cannot be, written by something that knows the format.
@Suite(.fewAtATime) struct IllegalRecordTests {
  @Test func `an illegal record is named, changes nothing, and what it says was sent is not sent`()
    throws
  {
    let customers = (1...2).map { TestSite.customer($0, birthday: "1987-11-24", email: true) }
    let site = try TestSite(customers: customers)
    let folder = try StateFolder(creating: site.home.appendingPathComponent("var").path)
    let touches = (1...2).map { number in
      TouchID(
        customer: CustomerID("T000\(number)"), cadence: "birthday", occurrence: "2026", step: 1)
    }
    var options = Journal.Options()
    options.now = { Instant(seconds: 1_795_000_000) }
    let journal = try Journal.open(folder, role: .command, options: options) { _ in }
    try journal.appendDurably([
      .outcome(touch: touches[0], try: 1, channel: .email, OutcomeFacts(.accepted)),
      .attempt(touch: touches[1], try: 1, channel: .email),
    ])
    journal.close()
    let verified = try site.program.run("journal", "verify")
    #expect(verified.code == 0, "the chain is whole")
    #expect(verified.errors.contains("outcome accepted does not follow unknown (T0001/birthday"))
    #expect(verified.errors.contains("attempt does not follow unknown (T0002/birthday/2026/1)"))
    let ended = try site.program.run("run", "--once", "--now", "2026-11-24T19:00:00+08:00")
    #expect(ended.code == 0 && ended.errors.contains("illegal record"), "\(ended.errors)")
    let intents = try site.journal().filter { $0["kind"] as? String == "intent" }
      .compactMap { $0["touch"] as? String }.filter { $0.contains("/birthday/") }
    #expect(intents == ["T0002/birthday/2026/1"])
    #expect(
      try site.journal().contains { ($0["touch"] as? String)?.contains("illegal-records") == true })
  }
}

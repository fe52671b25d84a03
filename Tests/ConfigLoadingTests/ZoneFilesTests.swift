import CivilTime
import ConfigLoading
import Foundation
import Testing

@Suite struct ZoneFilesTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "CivilTimeTests/Golden/zones").path

  @Test func `a zone is read from the folder`() throws {
    let zone = try ZoneFiles(folder: Self.golden).rules(named: "Asia_Shanghai.tzif")
    let local = try #require(LocalTime("2026-01-29T09:30"))
    #expect(zone.instant(of: local).utcText == "2026-01-29T01:30:00Z")
  }

  @Test(arguments: [
    "", "/etc/passwd", "../zones/Asia_Shanghai.tzif", "a/../Asia_Shanghai.tzif", ".", "Asia//Tokyo",
    "Asia/Shanghai/", "Asia/北京", "Asia/Nowhere", "A\u{0}B",
  ])
  func `a name that is no zone is refused`(name: String) {
    #expect(throws: ZoneFileFailure.unknownZone(name)) {
      try ZoneFiles(folder: Self.golden).rules(named: name)
    }
  }

  @Test func `a file that is no zone is told apart from a missing one`() {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().path
    #expect(throws: ZoneFileFailure.unusable("ZoneFilesTests.swift", .notTZif)) {
      try ZoneFiles(folder: folder).rules(named: "ZoneFilesTests.swift")
    }
  }

  @Test func `UTC needs no file`() throws {
    let zone = try ZoneFiles(folder: Self.golden).rules(named: "UTC")
    #expect(zone.utcOffset(at: Instant(seconds: 0)) == 0)
  }
}

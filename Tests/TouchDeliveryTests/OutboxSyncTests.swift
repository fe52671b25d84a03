import CadenceModel
import FifthcallTestSupport
import Foundation
import Synchronization
import Testing
import TouchDelivery

/// What the outbox has taken, or given up, survives a power cut: each sync by itself, and in its place.
@Suite struct OutboxSyncTests {
  /// What was synced, with what stood in the folders at that moment.
  private final class Syncs: Sendable {
    let seen = Mutex<[String]>([])
    let code = Mutex<Int32>(0)
    let root: String

    init(_ root: String) { self.root = root }

    func note(_ file: Int32) -> Int32 {
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(file)")
      let path = link.map { $0.hasPrefix(root) ? String($0.dropFirst(root.utf8.count)) : $0 } ?? "?"
      var isFolder: ObjCBool = false
      unsafe _ = FileManager.default.fileExists(atPath: root + path, isDirectory: &isFolder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root + path)) ?? []
      let what = isFolder.boolValue ? "\(path)/ \(names.sorted().joined(separator: " "))" : path
      seen.withLock { $0.append(what) }
      return code.withLock { $0 }
    }

    var all: [String] {
      seen.withLock { all in
        defer { all = [] }
        return all
      }
    }
  }

  private let folder = TemporaryFolder()
  private let syncs: Syncs
  private var path: String { syncs.root + "/outbox" }

  init() {
    let root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
    syncs = Syncs(root)
  }

  private func outbox() -> OutboxFolder {
    OutboxFolder(folder: path) { [syncs] in syncs.note($0) }
  }

  private func message(_ touch: String, _ channel: Channel) -> OutgoingMessage {
    OutgoingMessage(
      touch: touch, channel: channel, recipient: "+8615400000000",
      bytes: Array("Subject: x\r\n\r\nhello\r\n".utf8), text: "x", segments: 1,
      at: "2026-01-29T09:30:00+08:00")
  }

  @Test func `a mail is synced before it has its name, and its name before it counts as sent`()
    throws
  {
    var outbox = outbox()
    _ = try outbox.write(message("K/a/2026/1", .email), day: "2026-01-29")
    #expect(
      syncs.all == [
        "/ outbox", "/outbox/ 2026-01-29", "/outbox/2026-01-29/.000001.eml.part",
        "/outbox/2026-01-29/ 000001.eml",
      ])
    _ = try outbox.write(message("K/a/2026/2", .email), day: "2026-01-29")
    #expect(
      syncs.all == [
        "/outbox/2026-01-29/.000002.eml.part", "/outbox/2026-01-29/ 000001.eml 000002.eml",
      ])
  }

  @Test func `folders that a killed process made are named on the disk by the next one`() throws {
    try FileManager.default.createDirectory(
      atPath: path + "/2026-01-29", withIntermediateDirectories: true)
    var outbox = outbox()
    _ = try outbox.write(message("K/a/2026/1", .email), day: "2026-01-29")
    #expect(syncs.all.prefix(2) == ["/ outbox", "/outbox/ 2026-01-29"])
  }

  @Test func `a line and the name of its file are synced before it counts as sent`() throws {
    for again in [false, true] {
      var outbox = outbox()
      _ = try outbox.write(message("K/a/2026/1", .sms), day: "2026-01-29")
      #expect(syncs.all == ["/ outbox", "/outbox/ sms.jsonl", "/outbox/sms.jsonl"], "\(again)")
      _ = try outbox.write(message("K/a/2026/2", .sms), day: "2026-01-29")
      #expect(syncs.all == ["/outbox/sms.jsonl"])
    }
  }

  @Test func `what could not be synced was not sent, and leaves no line`() throws {
    var outbox = outbox()
    _ = try outbox.write(message("K/a/2026/1", .sms), day: "2026-01-29")
    let before = try folder.text("outbox/sms.jsonl")
    syncs.code.withLock { $0 = 5 }
    for channel in [Channel.sms, .email] {
      #expect(throws: OutboxFailure.self) {
        try outbox.write(message("K/a/2026/2", channel), day: "2026-01-29")
      }
    }
    #expect(try folder.text("outbox/sms.jsonl") == before)
    #expect(!FileManager.default.fileExists(atPath: path + "/2026-01-29/000001.eml"))
  }

  @Test func `what is erased does not come back with a power cut`() throws {
    var outbox = OutboxFolder(folder: path, isDurable: false)
    for customer in ["K1", "K2"] {
      for channel in [Channel.email, .sms] {
        _ = try outbox.write(message("\(customer)/a/2026/1", channel), day: "2026-01-29")
      }
    }
    #expect(syncs.all == [])
    let left = OutboxEraser(folder: path, sync: { [syncs] in syncs.note($0) }).erase("K1")
    #expect(left == [])
    #expect(syncs.all.sorted() == ["/outbox/2026-01-29/ 000002.eml", "/outbox/sms.jsonl"])
    let lines = try folder.text("outbox/sms.jsonl").split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("{\"erased\":true"))
  }
}

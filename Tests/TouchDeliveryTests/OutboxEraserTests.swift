import CadenceModel
import FifthcallTestSupport
import Foundation
import Glibc
import Synchronization
import Testing
import TouchDelivery

/// What is left of an erased person in the outbox is said, file by file, and all else is gone.
@Suite struct OutboxEraserTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/outbox" }
  private let day = "2026-01-29"

  /// An outbox with two messages a channel and customer.
  init() throws {
    var outbox = OutboxFolder(folder: path, isDurable: false)
    for customer in ["K1", "K2"] {
      for number in 1...2 {
        for channel in [Channel.email, .sms, .chat] {
          let message = OutgoingMessage(
            touch: "\(customer)/a/2026/\(number)", channel: channel, recipient: "+8615400000000",
            bytes: Array("Subject: x\r\n\r\nhello\r\n".utf8), text: "x", segments: 1,
            at: "2026-01-29T09:30:00+08:00")
          _ = try outbox.write(message, day: day)
        }
      }
    }
  }

  /// How many messages of a customer are left, in mails and lines.
  private func count(_ customer: String) throws -> Int {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    return try names.filter {
      $0.hasSuffix(".eml") || $0.hasSuffix(".jsonl") || $0.hasSuffix(".part")
    }
    .reduce(0) { count, name in
      var isFolder: ObjCBool = false
      unsafe _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
      guard !isFolder.boolValue else { return count }
      return count
        + (try folder.text("outbox/\(name)").components(separatedBy: "\(customer)/a").count - 1)
    }
  }

  @Test func `with nothing in the way nothing is left, and nothing is said`() throws {
    #expect(try count("K1") == 6)
    #expect(OutboxEraser(folder: path).erase("K1") == [])
    #expect(try count("K1") == 0)
    #expect(try count("K2") == 6)
    #expect(OutboxEraser(folder: path).erase("K1") == [], "a second time")
    #expect(OutboxEraser(folder: folder.path + "/none").erase("K1") == [], "without an outbox")
  }

  @Test func `a mail that cannot be removed is named, and the others go`() throws {
    let stuck = "\(path)/\(day)/000001.eml"
    let left = OutboxEraser(
      folder: path,
      remove: {
        if $0 == stuck { throw POSIXError(.EPERM) }
        try FileManager.default.removeItem(atPath: $0)
      }
    ).erase("K1")
    #expect(left.count == 1 && left[0].hasPrefix("\(stuck) cannot be removed: "), "\(left)")
    #expect(try count("K1") == 1)
    #expect(OutboxEraser(folder: path).erase("K1") == [], "tried again")
    #expect(try count("K1") == 0)
  }

  @Test(arguments: ["sms.jsonl", "chat.jsonl", "2026-01-29/000001.eml"])
  func `what is no file cannot be vouched for`(_ name: String) throws {
    let inTheWay = "\(path)/\(name)"
    try FileManager.default.removeItem(atPath: inTheWay)
    try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: false)
    let left = OutboxEraser(folder: path).erase("K1")
    #expect(left == ["\(inTheWay) cannot be read: it is no plain file"])
    #expect(try count("K1") == 0)
  }

  @Test func `a link is not followed, nor taken for what it leads to`() throws {
    let name = "\(path)/\(day)/000001.eml"
    try FileManager.default.moveItem(atPath: name, toPath: folder.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: name, withDestinationPath: folder.path + "/elsewhere")
    let left = OutboxEraser(folder: path).erase("K1")
    #expect(left == ["\(name) cannot be read: it is no plain file"])
  }

  @Test func `a removal that no sync confirmed is no removal`() throws {
    let left = OutboxEraser(folder: path, sync: { _ in EIO }).erase("K1")
    #expect(
      left
        == ["2026-01-29", "chat.jsonl", "sms.jsonl"].map {
          "\(path)/\($0) cannot be synced: error 5"
        })
  }

  @Test func `half a line and half a mail of a killed process go, too`() throws {
    let lines = "\(path)/sms.jsonl"
    let file = try #require(FileHandle(forWritingAtPath: lines))
    try file.seekToEnd()
    try file.write(contentsOf: Data(#"{"touch":"K1/a/2026/3","to":"+86154000"#.utf8))
    try file.close()
    try Data("X-Fifthcall-Touch: K1/a/2026/3\r\nSubject: x\r\n".utf8)
      .write(to: URL(fileURLWithPath: "\(path)/\(day)/.000005.eml.part"))
    #expect(try count("K1") == 8)
    #expect(OutboxEraser(folder: path).erase("K1") == [])
    #expect(try count("K1") == 0)
    #expect(try count("K2") == 6)
  }
}

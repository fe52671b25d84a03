internal import CadenceModel
internal import Foundation
internal import Glibc

/// The folder that stands in for every channel of a site without servers: contract section 8.
///
/// Mails are files of their own, `YYYY-MM-DD/NNNNNN.eml`, numbered on from what the day's folder
/// holds; SMS and chat messages are lines of `sms.jsonl` and `chat.jsonl`.
package struct OutboxFolder {
  private let folder: String
  private let sync: (@Sendable (Int32) -> Int32)?
  private var day = ""
  private var number = 0
  private var lines: [Channel: FileHandle] = [:]

  /// An outbox in a folder that need not exist yet; a durable one returns only when a message would
  /// survive a power cut.
  ///
  /// `sync` makes an open file or folder durable: the system's call, or a test's; it answers an error
  /// number, 0 for success.
  package init(
    folder: String, isDurable: Bool = true,
    sync: @escaping @Sendable (Int32) -> Int32 = { fsync($0) == 0 ? 0 : errno }
  ) {
    self.folder = folder
    self.sync = isDurable ? sync : nil
  }

  /// Writes a message and says where, relative to the folder.
  ///
  /// `day` is the local day, `YYYY-MM-DD`.
  package mutating func write(
    _ message: OutgoingMessage, day: String
  ) throws(OutboxFailure) -> String {
    do {
      return message.channel == .email
        ? try writeMail(message, day: day) : try writeLine(message)
    } catch let failure as OutboxFailure {
      throw failure
    } catch {
      throw .notWritable("\(folder): \(error.localizedDescription)")
    }
  }

  private mutating func writeMail(_ message: OutgoingMessage, day: String) throws -> String {
    let dayFolder = "\(folder)/\(day)"
    if day != self.day {
      try makeFolder(dayFolder)
      number = try Self.highestNumber(in: dayFolder)
      self.day = day
    }
    number += 1
    let digits = String(number)
    let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".eml"
    let path = "\(dayFolder)/\(name)"
    let data = Data(Self.headed(message))
    guard sync != nil else {
      try data.write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      return "\(day)/\(name)"
    }
    // Written under another name first: a reader never sees half a mail.
    let draft = "\(dayFolder)/.\(name).part"
    try data.write(to: URL(fileURLWithPath: draft))
    try synchronize(draft)
    try FileManager.default.moveItem(atPath: draft, toPath: path)
    try synchronize(dayFolder)
    return "\(day)/\(name)"
  }

  private mutating func writeLine(_ message: OutgoingMessage) throws -> String {
    let name = message.channel == .chat ? "chat.jsonl" : "sms.jsonl"
    let handle = try lines[message.channel] ?? open(name)
    lines[message.channel] = handle
    let line =
      "{\"touch\":\(JSONText.quoted(message.touch)),\"to\":\(JSONText.quoted(message.recipient)),"
      + "\"text\":\(JSONText.quoted(message.text)),\"segments\":\(message.segments),"
      + "\"at\":\(JSONText.quoted(message.at))}\n"
    let end = try handle.seekToEnd()
    do {
      try handle.write(contentsOf: Data(line.utf8))
      try synchronize(handle, name)
    } catch {
      // Half a line must not swallow the next one.
      try? handle.truncate(atOffset: end)
      throw error
    }
    return name
  }

  private func open(_ name: String) throws -> FileHandle {
    try makeFolder(folder)
    let path = "\(folder)/\(name)"
    if !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw OutboxFailure.notWritable(path)
      }
    }
    // Whoever made it may have been killed before its name was on the disk.
    try synchronize(folder)
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      throw OutboxFailure.notWritable(path)
    }
    let end = try handle.seekToEnd()
    if end > 0 {
      try handle.seek(toOffset: end - 1)
      // A line torn by a crash is closed, so that what follows stays readable.
      if try handle.read(upToCount: 1) != Data([0x0A]) {
        try handle.write(contentsOf: Data([0x0A]))
      }
    }
    return handle
  }

  /// Makes the outbox or a day's folder in it, with their names on the disk, also where an earlier
  /// process made them and was killed before it saw to that.
  private func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for made in path == folder ? [folder] : [folder, path] {
      let parent = made[..<(made.lastIndex(of: "/") ?? made.startIndex)]
      try synchronize(parent.isEmpty ? made.hasPrefix("/") ? "/" : "." : String(parent))
    }
  }

  private func synchronize(_ path: String) throws {
    guard sync != nil else { return }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw OutboxFailure.notWritable(path)
    }
    try synchronize(handle, path)
    try handle.close()
  }

  private func synchronize(_ handle: FileHandle, _ name: String) throws {
    guard let sync else { return }
    let code = sync(handle.fileDescriptor)
    guard code == 0 else { throw OutboxFailure.notWritable("\(name): error \(code)") }
  }

  private static func highestNumber(in folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .compactMap { $0.hasSuffix(".eml") ? Int($0.dropLast(4)) : nil }.max() ?? 0
  }

  /// The mail with the header that says which touch it is, unless it says so itself.
  private static func headed(_ message: OutgoingMessage) -> [UInt8] {
    let name = Array("x-fifthcall-touch:".utf8)
    var lineStart = message.bytes.startIndex
    while lineStart < message.bytes.endIndex, message.bytes[lineStart] != 0x0D {
      let line = message.bytes[lineStart...].prefix { $0 != 0x0A }
      if line.prefix(name.count).map({ $0 | 0x20 }).elementsEqual(name.map { $0 | 0x20 }) {
        return message.bytes
      }
      lineStart = line.endIndex + 1
    }
    // A touch id is percent-encoded, so it cannot break out of the line.
    return Array("X-Fifthcall-Touch: \(message.touch)\r\n".utf8) + message.bytes
  }
}

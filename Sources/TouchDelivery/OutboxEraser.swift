package import CadenceModel
internal import Foundation
internal import Glibc

/// Takes a person's messages out of an outbox folder, also while the service writes to it.
package struct OutboxEraser {
  private let folder: String
  private let sync: @Sendable (Int32) -> Int32
  private let remove: @Sendable (String) throws -> Void

  /// An eraser of a folder that need not exist.
  ///
  /// `sync` makes an open file or folder durable and answers an error number, 0 for success; `remove`
  /// takes a file away: the system's calls, or a test's.
  package init(
    folder: String,
    sync: @escaping @Sendable (Int32) -> Int32 = { fsync($0) == 0 ? 0 : errno },
    remove: @escaping @Sendable (String) throws -> Void = {
      try FileManager.default.removeItem(atPath: $0)
    }
  ) {
    self.folder = folder
    self.sync = sync
    self.remove = remove
  }

  /// Removes the person's mails and blanks their lines of SMS and chat messages.
  ///
  /// Lines keep their length, so that the service may append meanwhile. Answers what went wrong, a
  /// sentence for each file that holds, or may hold, something of the person still; all others are
  /// done with.
  package func erase(_ customer: CustomerID) -> [String] {
    var problems: [String] = []
    for name in names(in: folder, &problems) {
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".jsonl") {
        noting(&problems) { () throws(Trouble) in try blankLines(of: customer, in: path) }
      } else if Self.kind(of: path) == .typeDirectory {
        removeMails(of: customer, in: path, &problems)
      }
    }
    return problems
  }

  /// What could not be done with a file, and why.
  private struct Trouble: Error {
    var text: String

    init(_ path: String, _ what: String, _ why: String) { text = "\(path) \(what): \(why)" }

    init(_ path: String, _ what: String, _ error: any Error) {
      self.init(path, what, error.localizedDescription)
    }
  }

  private func noting(_ problems: inout [String], _ body: () throws(Trouble) -> Void) {
    do throws(Trouble) {
      try body()
    } catch {
      problems.append(error.text)
    }
  }

  private func names(in path: String, _ problems: inout [String]) -> [String] {
    var names: [String] = []
    noting(&problems) { () throws(Trouble) in
      guard try isThere(path, .typeDirectory) else { return }
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      } catch {
        throw Trouble(path, "cannot be read", error)
      }
    }
    return names
  }

  /// Mails, and those that a killed process was still writing under another name.
  private func removeMails(of customer: CustomerID, in path: String, _ problems: inout [String]) {
    for name in names(in: path, &problems)
    where name.hasSuffix(".eml") || name.hasSuffix(".eml.part") {
      let mail = "\(path)/\(name)"
      noting(&problems) { () throws(Trouble) in
        guard try isMail(mail, of: customer) else { return }
        do {
          try remove(mail)
        } catch {
          if try isThere(mail, .typeRegular) { throw Trouble(mail, "cannot be removed", error) }
        }
      }
    }
    // Or a power cut would bring them back; also without any: an earlier try may not have synced.
    noting(&problems) { () throws(Trouble) in
      guard let folder = try open(path, { try FileHandle(forReadingFrom: $0) }) else { return }
      try sync(folder, path)
    }
  }

  private func sync(_ file: FileHandle, _ path: String) throws(Trouble) {
    let code = sync(file.fileDescriptor)
    if code != 0 { throw Trouble(path, "cannot be synced", "error \(code)") }
  }

  private func isMail(_ path: String, of customer: CustomerID) throws(Trouble) -> Bool {
    guard let head = try read(path, most: 16 << 10) else { return false }
    let marker = "x-fifthcall-touch:"
    for line in head.split(separator: UInt8(ascii: "\n")) {
      guard line.count > 1 else { return false }
      let text = String(decoding: line, as: UTF8.self)
      guard text.lowercased().hasPrefix(marker) else { continue }
      return isTouch(text.dropFirst(marker.count), of: customer)
    }
    return false
  }

  /// What a file begins with; nil where it is gone.
  private func read(_ path: String, most: Int) throws(Trouble) -> Data? {
    guard try isThere(path, .typeRegular),
      let file = try open(path, { try FileHandle(forReadingFrom: $0) })
    else { return nil }
    do {
      return try file.read(upToCount: most) ?? Data()
    } catch {
      throw Trouble(path, "cannot be read", error)
    }
  }

  /// Opens a file or folder; nil where it is gone.
  private func open(
    _ path: String, _ body: (URL) throws -> FileHandle
  ) throws(Trouble) -> FileHandle? {
    do {
      return try body(URL(fileURLWithPath: path))
    } catch {
      if Self.kind(of: path) == nil { return nil }
      throw Trouble(path, "cannot be opened", error)
    }
  }

  /// Whether something is there; what is of another kind, such as a link or a pipe, was not put there
  /// by the service, and nobody knows what it leads to.
  private func isThere(_ path: String, _ wanted: FileAttributeType) throws(Trouble) -> Bool {
    guard let kind = Self.kind(of: path) else { return false }
    guard kind == wanted else {
      throw Trouble(
        path, "cannot be read", wanted == .typeRegular ? "it is no plain file" : "it is no folder")
    }
    return true
  }

  /// Of what kind something is, links not followed; nil where nothing is.
  private static func kind(of path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType
  }

  private func isTouch(_ text: some StringProtocol, of customer: CustomerID) -> Bool {
    TouchID(text: text.trimmingCharacters(in: .whitespacesAndNewlines))?.customer == customer
  }

  private struct Line: Decodable { var touch: String }

  /// Whether a line is about the person; a line torn by a crash is known by its beginning.
  private func isLine(_ line: Data, of customer: CustomerID) -> Bool {
    if let read = try? JSONDecoder().decode(Line.self, from: line) {
      return isTouch(read.touch, of: customer)
    }
    let beginning = Data("{\"touch\":\"".utf8)
    guard line.starts(with: beginning) else { return false }
    let touch = line.dropFirst(beginning.count).prefix { $0 != UInt8(ascii: "\"") }
    return isTouch(String(decoding: touch, as: UTF8.self), of: customer)
  }

  private func blankLines(of customer: CustomerID, in path: String) throws(Trouble) {
    guard let bytes = try read(path, most: .max) else { return }
    let blank = Data("{\"erased\":true".utf8)
    var blanks: [(start: Int, line: Data)] = []
    var start = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.count > blank.count, isLine(line, of: customer) {
        let spaces = Data(repeating: UInt8(ascii: " "), count: line.count - blank.count - 1)
        blanks.append((start, blank + spaces + Data("}".utf8)))
      }
      start += line.count + 1
    }
    // Also without any: an earlier try may have blanked them and not synced.
    guard let file = try open(path, { try FileHandle(forUpdating: $0) }) else { return }
    do {
      for blank in blanks {
        try file.seek(toOffset: UInt64(blank.start))
        try file.write(contentsOf: blank.line)
      }
    } catch {
      throw Trouble(path, "cannot be written", error)
    }
    try sync(file, path)
  }
}

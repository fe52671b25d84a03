package import CadenceModel
internal import Foundation
internal import Glibc

/// Takes a person's messages out of an outbox folder, also while the service writes to it.
package struct OutboxEraser {
  private let folder: String
  private let sync: @Sendable (Int32) -> Int32

  /// An eraser of a folder that need not exist.
  ///
  /// `sync` makes an open file or folder durable: the system's call, or a test's.
  package init(
    folder: String, sync: @escaping @Sendable (Int32) -> Int32 = { fsync($0) == 0 ? 0 : errno }
  ) {
    self.folder = folder
    self.sync = sync
  }

  /// Removes the person's mails and blanks their lines of SMS and chat messages.
  ///
  /// Lines keep their length, so that the service may append meanwhile.
  package func erase(_ customer: CustomerID) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names {
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".jsonl") {
        blankLines(of: customer, in: path)
      } else {
        removeMails(of: customer, in: path)
      }
    }
  }

  private func removeMails(of customer: CustomerID, in path: String) {
    let mails = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      $0.hasSuffix(".eml") && isMail("\(path)/\($0)", of: customer)
    }
    guard !mails.isEmpty else { return }
    for mail in mails { try? FileManager.default.removeItem(atPath: "\(path)/\(mail)") }
    // Or a power cut would bring them back.
    guard let folder = FileHandle(forReadingAtPath: path) else { return }
    _ = sync(folder.fileDescriptor)
    try? folder.close()
  }

  private func isMail(_ path: String, of customer: CustomerID) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path),
      let head = try? file.read(upToCount: 16 << 10)
    else { return false }
    let marker = "x-fifthcall-touch:"
    for line in head.split(separator: UInt8(ascii: "\n")) {
      guard line.count > 1 else { return false }
      let text = String(decoding: line, as: UTF8.self)
      guard text.lowercased().hasPrefix(marker) else { continue }
      return isTouch(text.dropFirst(marker.count), of: customer)
    }
    return false
  }

  private func isTouch(_ text: some StringProtocol, of customer: CustomerID) -> Bool {
    TouchID(text: text.trimmingCharacters(in: .whitespacesAndNewlines))?.customer == customer
  }

  private struct Line: Decodable { var touch: String }

  private func blankLines(of customer: CustomerID, in path: String) {
    guard let file = FileHandle(forUpdatingAtPath: path), let bytes = try? file.readToEnd()
    else { return }
    defer { try? file.close() }
    var start = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      guard let read = try? JSONDecoder().decode(Line.self, from: line),
        isTouch(read.touch, of: customer), line.count >= 20
      else { continue }
      let blank = Data("{\"erased\":true".utf8)
      let spaces = Data(repeating: UInt8(ascii: " "), count: line.count - blank.count - 1)
      try? file.seek(toOffset: UInt64(start))
      try? file.write(contentsOf: blank + spaces + Data("}".utf8))
    }
    _ = sync(file.fileDescriptor)
  }
}

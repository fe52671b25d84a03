package import CadenceModel
import Crypto
import Foundation
import Glibc
package import TouchJournal

/// Personal data under a key of their customer: `sealed/keys` and `sealed/pack-000001.bin`.
///
/// Sealed data lie one behind the other in pack files; the reference says where. Sealing only
/// writes; ``sync()`` makes everything durable at once, and the journal calls it before it writes
/// lines, so that no line can name data that are not there.
///
/// `@unchecked Sendable`: every variable is read and written under `lock`.
package final class SealedStore: @unchecked Sendable {
  /// Whose key data of no customer go under, such as an operator's words.
  package static let site = CustomerID("-")
  /// A pack that has grown to this many bytes is followed by a new one.
  package static let packSize: Int64 = 64 << 20

  private let folder: StateFolder
  private let calls: FileCalls
  private let lock = NSLock()
  private var keys: SealedKeys?
  private var pack = 0
  private var packFile: Int32 = -1
  private var packLength: Int64 = 0
  private var readers: [Int: Int32] = [:]
  private var isUnsynced = false
  private var hasNewPack = false
  private var failure: JournalProblem?
  private var erased: Set<String> = []

  /// The store of a state folder.
  ///
  /// Reading needs no right; sealing needs the ``StateLock``.
  package init(_ folder: StateFolder, calls: FileCalls = .system) {
    self.folder = folder
    self.calls = calls
  }

  deinit {
    if packFile >= 0 { close(packFile) }
    for file in readers.values { close(file) }
  }

  /// Seals data of a customer and answers where they are.
  ///
  /// `purpose` is bound to them: they open only with the same one. They are durable once ``sync()``
  /// has returned.
  package func seal(
    _ bytes: [UInt8], of customer: CustomerID, purpose: String
  ) throws(JournalProblem) -> SealedReference {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    guard !erased.contains(customer.text) else { throw .erased }
    try loadKeys()
    guard let key = keys?.makeKey(of: customer.text),
      let box = try? ChaChaPoly.seal(
        bytes, using: key, authenticating: Self.label(customer, purpose))
    else { throw .cannotWrite(file: folder.sealed, call: "seal", code: EINVAL) }
    return try append(Array(box.combined))
  }

  /// Opens sealed data; nil where the key was erased, or data or purpose are not the same.
  package func open(
    _ reference: SealedReference, of customer: CustomerID, purpose: String
  ) -> [UInt8]? {
    lock.lock()
    defer { lock.unlock() }
    try? loadKeys()
    guard let key = keys?.key(of: customer.text),
      let file = reader(of: reference.pack), reference.length < 1 << 30,
      let bytes = SystemCall.read(file, at: reference.offset, count: reference.length),
      bytes.count == reference.length, let box = try? ChaChaPoly.SealedBox(combined: bytes),
      let plain = try? ChaChaPoly.open(
        box, using: key, authenticating: Self.label(customer, purpose))
    else { return nil }
    return Array(plain)
  }

  /// Destroys the keys of persons who were erased, so that nothing sealed for them opens again, and
  /// seals nothing more for them.
  ///
  /// `dropping` are owners whose data are not needed any more but who may seal again, such as reps
  /// whose old digests name an erased person. The table is written to a new file that takes the
  /// place of the old one; on return no line of theirs is left.
  package func erase(
    _ customers: Set<CustomerID>, dropping: Set<CustomerID> = []
  ) throws(JournalProblem) {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    erased.formUnion(customers.map(\.text))
    try loadKeys()
    let owners = Set((customers.union(dropping)).map(\.text))
    guard let table = keys?.remove(owners) else { return }
    do throws(JournalProblem) {
      try FileBytes.replace("keys", in: folder.sealed, with: table, folder, calls)
    } catch {
      // What is on the disk is not what is in memory: read again before anything is sealed.
      keys = nil
      if case .syncFailed = error { failure = error }
      throw error
    }
    keys?.written()
  }

  /// Makes all keys and data sealed so far durable.
  package func sync() throws(JournalProblem) {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    guard isUnsynced else { return }
    do throws(JournalProblem) {
      try writeKeys()
      let code = calls.sync(packFile)
      guard code == 0 else { throw .syncFailed(file: path(of: pack), code: code) }
      if hasNewPack { try SystemCall.syncFolder(folder.sealed) }
    } catch {
      // After a failed sync nobody knows what is on the disk: this store seals nothing more.
      if case .syncFailed = error { failure = error }
      throw error
    }
    hasNewPack = false
    isUnsynced = false
  }
}

extension SealedStore {
  private static func label(_ customer: CustomerID, _ purpose: String) -> [UInt8] {
    Array("\(customer.text)\u{0}\(purpose)".utf8)
  }

  private func path(of pack: Int) -> String {
    let digits = String(pack)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return "\(folder.sealed)/pack-\(zeros)\(digits).bin"
  }

  private func loadKeys() throws(JournalProblem) {
    if keys == nil { keys = SealedKeys(try Self.contents(of: folder.sealed + "/keys")) }
  }

  private static func contents(of path: String) throws(JournalProblem) -> [UInt8] {
    let file = SystemCall.open(path, O_RDONLY)
    guard file >= 0 else {
      if errno == ENOENT { return [] }
      throw .cannotWrite(file: path, call: "open", code: errno)
    }
    defer { close(file) }
    guard let bytes = SystemCall.read(file, at: 0, count: Int(SystemCall.length(file))) else {
      throw .cannotWrite(file: path, call: "read", code: errno)
    }
    return bytes
  }

  /// Appends keys that are not yet in the table and makes them durable.
  private func writeKeys() throws(JournalProblem) {
    guard let bytes = keys?.unwritten, !bytes.isEmpty else { return }
    let path = folder.sealed + "/keys"
    let file = try folder.openForAppending(path)
    defer { close(file) }
    let length = SystemCall.length(file)
    try write(bytes, to: file, path, length: length)
    let code = calls.sync(file)
    guard code == 0 else { throw .syncFailed(file: path, code: code) }
    if length == 0 { try SystemCall.syncFolder(folder.sealed) }
    keys?.written()
  }

  /// Appends sealed bytes to the present pack.
  private func append(_ bytes: [UInt8]) throws(JournalProblem) -> SealedReference {
    try openPack()
    try write(bytes, to: packFile, path(of: pack), length: packLength)
    let reference = SealedReference(pack: pack, offset: packLength, length: bytes.count)
    packLength += Int64(bytes.count)
    isUnsynced = true
    return reference
  }

  /// Writes all of the bytes, or cuts the file back to its length and throws.
  private func write(
    _ bytes: [UInt8], to file: Int32, _ path: String, length: Int64
  ) throws(JournalProblem) {
    var written = 0
    while written < bytes.count {
      let count = calls.write(file, bytes, written)
      guard count > 0 else {
        _ = calls.truncate(file, length)
        throw .cannotWrite(file: path, call: "write", code: count < 0 ? Int32(-count) : ENOSPC)
      }
      written += count
    }
  }

  /// Makes the pack to write to the open one: the newest, or the next where that is full.
  private func openPack() throws(JournalProblem) {
    guard packFile < 0 || packLength >= Self.packSize else { return }
    if packFile >= 0 {
      let code = calls.sync(packFile)
      guard code == 0 else { throw .syncFailed(file: path(of: pack), code: code) }
      close(packFile)
      packFile = -1
      pack += 1
    } else {
      pack = max(1, newestPack())
    }
    packFile = try folder.openForAppending(path(of: pack))
    packLength = SystemCall.length(packFile)
    hasNewPack = hasNewPack || packLength == 0
    if packLength >= Self.packSize { try openPack() }
  }

  private func newestPack() -> Int {
    (SystemCall.names(in: folder.sealed) ?? []).compactMap { name in
      guard name.hasPrefix("pack-"), name.hasSuffix(".bin") else { return nil }
      return Int(name.dropFirst(5).dropLast(4))
    }.max() ?? 0
  }

  private func reader(of number: Int) -> Int32? {
    if let file = readers[number] { return file }
    let file = SystemCall.open(path(of: number), O_RDONLY)
    guard file >= 0 else { return nil }
    readers[number] = file
    return file
  }
}

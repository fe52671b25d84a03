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

  let folder: StateFolder
  private let calls: FileCalls
  private let lock = NSLock()
  private var keys: SealedKeys?
  private var pack = 0
  private var packFile: Int32 = -1
  private var packLength: Int64 = 0
  private var readers: [Int: Int32] = [:]
  private var isUnsynced = false
  private var hasNewNames = false
  private var isSettled = false
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
    let before = keys
    do throws(JournalProblem) {
      guard let table = keys?.remove(owners) else { return }
      try FileBytes.replace("keys", in: folder.sealed, with: table, folder, calls)
    } catch {
      if case .syncFailed = error { failure = error }
      try rereadKeys(before)
      throw error
    }
    keys?.written()
  }

  /// What is on the disk may not be what is in memory: takes the disk's table, and goes on to owe it
  /// the keys that sealed data wait for.
  private func rereadKeys(_ before: SealedKeys?) throws(JournalProblem) {
    do throws(JournalProblem) {
      var table = SealedKeys(try Self.contents(of: folder.sealed + "/keys"))
      if let before { table.adopt(before, without: erased) }
      keys = table
    } catch {
      failure = failure ?? error
      throw error
    }
  }

  /// Makes durable what an earlier process left, before a line relies on it: killed, or after a failed
  /// sync, it left keys and names that perhaps only the system's memory has.
  ///
  /// The first ``sync()`` does it, whatever the journal says of the end before: a command that is killed
  /// while it seals leaves no line that would tell of it.
  private func settle() throws(JournalProblem) {
    let table = try Self.contents(of: folder.sealed + "/keys")
    // The first line of a table brings a sync of all names with it.
    if !table.isEmpty {
      let whole = table + (keys?.unwritten ?? [])
      try FileBytes.replace("keys", in: folder.sealed, with: whole, folder, calls)
      keys?.written()
    }
    isSettled = true
  }

  /// Makes all keys and data sealed so far durable.
  package func sync() throws(JournalProblem) {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    guard isUnsynced else { return }
    do throws(JournalProblem) {
      if !isSettled { try settle() }
      try writeKeys()
      // Without a pack the full one was synced before it was closed, and the next could not be made.
      if packFile >= 0 { try calls.syncBytes(of: packFile, path(of: pack)) }
      if hasNewNames { try calls.syncFolder(folder.sealed) }
    } catch {
      // After a failed sync nobody knows what is on the disk: this store seals nothing more.
      if case .syncFailed = error { failure = error }
      throw error
    }
    hasNewNames = false
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
    guard SystemCall.isPlainFile(file) else {
      throw .unsuitable(folder: path, why: "it is no plain file; look who put it there")
    }
    guard let bytes = SystemCall.read(file, at: 0, count: Int(SystemCall.length(file))) else {
      throw .cannotWrite(file: path, call: "read", code: errno)
    }
    return bytes
  }

  /// Appends keys that are not yet in the table and makes them durable.
  private func writeKeys() throws(JournalProblem) {
    guard let bytes = keys?.unwritten, !bytes.isEmpty else { return }
    let path = folder.sealed + "/keys"
    let file = try folder.openForAppending(path, calls)
    defer { close(file) }
    let length = SystemCall.length(file)
    try calls.writeAll(bytes, to: file, path, length: length)
    try calls.syncBytes(of: file, path)
    hasNewNames = hasNewNames || length == 0
    keys?.written()
  }

  /// Appends sealed bytes to the present pack.
  private func append(_ bytes: [UInt8]) throws(JournalProblem) -> SealedReference {
    try openPack()
    do throws(JournalProblem) {
      try calls.writeAll(bytes, to: packFile, path(of: pack), length: packLength)
    } catch {
      if case .syncFailed = error { failure = error }
      throw error
    }
    let reference = SealedReference(pack: pack, offset: packLength, length: bytes.count)
    packLength += Int64(bytes.count)
    isUnsynced = true
    return reference
  }

  /// Makes the pack to write to the open one: the newest, or the next where that is full.
  private func openPack() throws(JournalProblem) {
    guard packFile < 0 || packLength >= Self.packSize else { return }
    if packFile >= 0 {
      do throws(JournalProblem) {
        try calls.syncBytes(of: packFile, path(of: pack))
      } catch {
        failure = error
        throw error
      }
      close(packFile)
      packFile = -1
      pack += 1
    } else {
      pack = max(1, newestPack())
    }
    packFile = try folder.openForAppending(path(of: pack), calls)
    packLength = SystemCall.length(packFile)
    hasNewNames = hasNewNames || packLength == 0
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

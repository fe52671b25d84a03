import Crypto
import Glibc

/// Keyed hashes of addresses, by which an erased person is known again under another id.
///
/// The key, `sealed/pepper`, never stands in the journal: without it a mark tells nothing, and
/// numbers cannot be tried out against it.
package struct AddressMarks: Sendable {
  private static let name = "pepper"
  private let pepper: SymmetricKey

  /// The marks of a state folder; nil where nobody was ever erased.
  package init?(reading folder: StateFolder) {
    let path = folder.sealed + "/" + Self.name
    guard let bytes = try? FileBytes.read(path, count: 32) else { return nil }
    pepper = SymmetricKey(data: bytes)
  }

  /// The marks of a state folder, with the key made and durable; needs the ``StateLock``.
  package init(making folder: StateFolder, calls: FileCalls = .system) throws(JournalProblem) {
    if let known = AddressMarks(reading: folder) {
      // Whoever made it may have been killed before its name was on the disk.
      try calls.syncFolder(folder.sealed)
      self = known
      return
    }
    let path = folder.sealed + "/" + Self.name
    guard SystemCall.isMissing(path) else {
      throw .cannotWrite(file: path, call: "read", code: EIO)
    }
    let key = SymmetricKey(size: .bits256)
    let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
    try FileBytes.replace(Self.name, in: folder.sealed, with: bytes, folder, calls)
    pepper = key
  }

  /// The word that simulations make their key of, so that they give the same bytes each time.
  package static let simulation = "simulation"

  /// Puts a key that everybody knows into a state folder that has none yet.
  package static func lay(
    known word: String, in folder: StateFolder, calls: FileCalls = .system
  ) throws(JournalProblem) {
    guard SystemCall.isMissing(folder.sealed + "/" + name) else { return }
    let bytes = Array(SHA256.hash(data: Array(word.utf8)))
    try FileBytes.replace(name, in: folder.sealed, with: bytes, folder, calls)
  }

  /// The mark of a normalised address: 32 hexadecimal digits.
  package func mark(_ address: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(address.utf8), using: pepper)
    var digits: [UInt8] = []
    for byte in code.prefix(16) {
      for digit in [byte >> 4, byte & 15] { digits.append(digit < 10 ? 48 + digit : 87 + digit) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

import Crypto
import Glibc

/// The key table: one random 256-bit key a customer, in `sealed/keys`, appended to.
///
/// A line is `v1 OWNER KEY CHECK`: the owner's id percent-encoded, the key in hexadecimal, and the
/// first 8 hexadecimal digits of the SHA-256 over what stands before the check, so that a line cut
/// by a crash is not taken for a key. Erasing a person writes the table anew without their line.
struct SealedKeys {
  private var keys: [String: SymmetricKey] = [:]
  /// Lines not yet written, in order.
  private(set) var unwritten: [UInt8] = []

  /// The table of a file's bytes; lines that are no whole key are left out.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard parts.count == 4, parts[0].elementsEqual("v1".utf8),
        Self.check(line.prefix(line.count - 9)) == String(decoding: parts[3], as: UTF8.self),
        let owner = Self.decode(parts[1]), let key = Self.key(parts[2])
      else { continue }
      keys[owner] = key
    }
    // What a crash cut off must not become the beginning of the next line.
    if let last = bytes.last, last != UInt8(ascii: "\n") { unwritten = [UInt8(ascii: "\n")] }
  }

  /// An owner's key; nil when there is none, or it was erased.
  func key(of owner: String) -> SymmetricKey? { keys[owner] }

  /// An owner's key, made where it is missing.
  mutating func makeKey(of owner: String) -> SymmetricKey {
    if let key = keys[owner] { return key }
    let key = SymmetricKey(size: .bits256)
    keys[owner] = key
    unwritten += Self.line(owner, key)
    return key
  }

  /// The whole table without some owners' lines; nil where none of them has a key.
  mutating func remove(_ owners: Set<String>) -> [UInt8]? {
    guard owners.contains(where: { keys[$0] != nil }) else { return nil }
    for owner in owners { keys[owner] = nil }
    return keys.sorted { $0.key < $1.key }.flatMap { Self.line($0.key, $0.value) }
  }

  /// Takes over what another table has and this one lacks, to be written; not for some owners.
  mutating func adopt(_ other: SealedKeys, without owners: Set<String>) {
    for (owner, key) in other.keys.sorted(by: { $0.key < $1.key })
    where keys[owner] == nil && !owners.contains(owner) {
      keys[owner] = key
      unwritten += Self.line(owner, key)
    }
  }

  /// Says that what was unwritten is now in the file.
  mutating func written() { unwritten = [] }

  private static func line(_ owner: String, _ key: SymmetricKey) -> [UInt8] {
    var line = Array("v1 ".utf8) + encode(owner) + [UInt8(ascii: " ")]
    unsafe key.withUnsafeBytes { bytes in
      for index in bytes.indices { line += hex(unsafe bytes[index]) }
    }
    return line + Array(" \(check(line[...]))\n".utf8)
  }

  private static func check(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: SHA256.hash(data: line).prefix(4).flatMap(hex), as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> [UInt8] {
    [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 }
  }

  private static func key(_ digits: ArraySlice<UInt8>) -> SymmetricKey? {
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
      let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    return SymmetricKey(data: bytes)
  }

  private static func encode(_ owner: String) -> [UInt8] {
    owner.utf8.flatMap { byte -> [UInt8] in
      let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "%")
      return isPlain ? [byte] : [UInt8(ascii: "%")] + hex(byte)
    }
  }

  private static func decode(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let pair = rest.prefix(2)
      guard pair.count == 2, let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

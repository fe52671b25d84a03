/// A hash over all files of a site, so that a reload knows whether anything changed.
///
/// Each file has a digest of its own; the digests are put together in the order of the names, so
/// that the order of reading changes nothing. FNV-1a, 64 bit:
/// <http://www.isthe.com/chongo/tech/comp/fnv/>.
package struct GenerationHash: Sendable, Equatable {
  private var files: [String: UInt64] = [:]

  /// The hash of nothing.
  package init() {}

  /// Takes a file in: its name within the site and its bytes.
  package mutating func add(_ name: String, _ bytes: [UInt8]) {
    var digest = FileDigest()
    digest.add(bytes)
    add(name, digest)
  }

  /// Takes in a file whose bytes were read piece by piece.
  package mutating func add(_ name: String, _ digest: FileDigest) { files[name] = digest.value }

  /// Takes in the files of another hash.
  package mutating func add(_ other: GenerationHash) {
    files.merge(other.files) { $1 }
  }

  /// 16 hex digits.
  package var text: String {
    var digest = FileDigest()
    for (name, value) in files.sorted(by: { $0.key < $1.key }) {
      // Neither of the two bytes stands in a name.
      digest.add(Array(name.utf8) + [0xFF])
      digest.add((0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } + [0xFE])
    }
    let digits = String(digest.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The digest of one file's bytes, whatever the pieces they come in.
///
/// FNV-1a over words of eight bytes instead of single ones, with a shift that carries high bits
/// down: a customer file may have gigabytes.
package struct FileDigest: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  private var word: UInt64 = 0
  private var count: UInt64 = 0

  /// The digest of nothing.
  package init() {}

  /// Takes in the next bytes.
  package mutating func add(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { buffer in
      var index = 0
      while index < buffer.count, count % 8 != 0 {
        unsafe step(buffer[index])
        index += 1
      }
      while index + 8 <= buffer.count {
        unsafe mix(
          UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
        count += 8
        index += 8
      }
      while index < buffer.count {
        unsafe step(buffer[index])
        index += 1
      }
    }
  }

  /// The bytes so far as one number.
  package var value: UInt64 {
    var end = self
    if count % 8 != 0 { end.mix(word) }
    end.mix(count)
    return end.state
  }

  private mutating func step(_ byte: UInt8) {
    word |= UInt64(byte) << (8 * (count % 8))
    count += 1
    if count % 8 == 0 {
      mix(word)
      word = 0
    }
  }

  private mutating func mix(_ next: UInt64) {
    state = (state ^ next) &* 0x0100_0000_01b3
    state ^= state >> 32
  }
}

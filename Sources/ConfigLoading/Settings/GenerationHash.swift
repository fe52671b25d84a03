/// FNV-1a over all files of a config, so that a reload knows whether anything changed.
///
/// Constants: <http://www.isthe.com/chongo/tech/comp/fnv/>, 64 bit.
package struct GenerationHash: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of nothing.
  package init() {}

  /// Takes a file in: its name and bytes, each ended by a byte that neither can hold.
  package mutating func add(_ name: String, _ bytes: some Sequence<UInt8>) {
    for byte in name.utf8 { step(byte) }
    step(0xFF)
    for byte in bytes { step(byte) }
    step(0xFE)
  }

  private mutating func step(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0100_0000_01b3
  }

  /// 16 hex digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

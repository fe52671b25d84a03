/// Where sealed personal data lie, as a journal line names them.
package struct SealedReference: Hashable, Sendable, CustomStringConvertible {
  /// The pack file's number, from 1.
  package let pack: Int
  /// The first byte in the pack.
  package let offset: Int64
  /// Bytes in the pack.
  package let length: Int

  /// A place in a pack.
  package init(pack: Int, offset: Int64, length: Int) {
    self.pack = pack
    self.offset = offset
    self.length = length
  }

  /// Reads `PACK:OFFSET:LENGTH`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let pack = Int(parts[0]), pack > 0, let offset = Int64(parts[1]),
      offset >= 0, let length = Int(parts[2]), length > 0
    else { return nil }
    self.init(pack: pack, offset: offset, length: length)
  }

  /// `PACK:OFFSET:LENGTH`.
  package var description: String { "\(pack):\(offset):\(length)" }
}

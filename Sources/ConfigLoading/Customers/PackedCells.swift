/// The cells of a record in one block of bytes: a file of a million records has ten million cells, and
/// each text of its own would take five times its bytes.
package struct PackedCells: Hashable, Sendable {
  let bytes: [UInt8]

  /// Never part of UTF-8, so that no cell can hold it.
  private static let separator: UInt8 = 0xFF

  /// Packs texts.
  package init(_ texts: [String]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.reduce(texts.count) { $0 + $1.utf8.count })
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      bytes.append(Self.separator)
    }
    self.bytes = bytes
  }

  /// Cells as they were packed.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The texts.
  package var texts: [String] {
    bytes.split(separator: Self.separator, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

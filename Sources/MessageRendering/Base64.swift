/// Base64 (RFC 4648) without Foundation.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// One unbroken line.
  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    append(bytes[...], to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Lines of 76 ended by CRLF (RFC 2045, 6.8).
  static func appendLines(_ bytes: [UInt8], to result: inout [UInt8]) {
    result.reserveCapacity(result.count + bytes.count / 57 * 78 + 80)
    var start = 0
    while start < bytes.count {
      let end = min(start + 57, bytes.count)
      append(bytes[start..<end], to: &result)
      result += [13, 10]
      start = end
    }
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let count = min(3, bytes.endIndex - index)
      let first = bytes[index]
      let second = count > 1 ? bytes[index + 1] : 0
      let third = count > 2 ? bytes[index + 2] : 0
      result.append(alphabet[Int(first >> 2)])
      result.append(alphabet[Int((first & 3) << 4 | second >> 4)])
      result.append(count > 1 ? alphabet[Int((second & 15) << 2 | third >> 6)] : 0x3D)
      result.append(count > 2 ? alphabet[Int(third & 63)] : 0x3D)
      index += count
    }
  }
}

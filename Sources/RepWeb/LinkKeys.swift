package import CadenceModel
internal import Crypto

/// Signs links and return paths, with the present key and, for reading, the one before it.
package struct LinkKeys: Sendable {
  private struct Key: Sendable {
    let id: UInt8
    let key: SymmetricKey
  }

  private let keys: [Key]
  /// Days for which a link is good: two years, of which RFC 8058 and the law want weeks.
  package static let days = 730
  private static let version: UInt8 = 1
  private static let macLength = 16

  /// What a link is for.
  package enum Purpose: UInt8, Sendable {
    /// Ends the mails to a customer.
    case mailOptOut = 1
  }

  /// The first secret signs; nil without any.
  package init?(secrets: [String]) {
    guard !secrets.isEmpty else { return nil }
    keys = secrets.map { secret in
      let digest = Array(SHA256.hash(data: Array(secret.utf8)))
      return Key(id: digest[0], key: SymmetricKey(data: digest))
    }
  }

  /// A link's token, signed on a day (days since 1970), at most 120 characters; nil for an id too long.
  package func token(_ purpose: Purpose, of customer: CustomerID, on day: Int) -> String? {
    let name = Array(customer.text.utf8)
    let ends = UInt16(clamping: day + Self.days)
    let payload =
      [Self.version, keys[0].id, UInt8(ends >> 8), UInt8(ends & 255), purpose.rawValue] + name
    guard payload.count + Self.macLength <= 90 else { return nil }
    let token = payload + mac(payload, keys[0], "link")
    return String(decoding: MessageReference.encode(token), as: UTF8.self)
  }

  /// Whom a token lets do what on a day; nil for every other text, without telling why.
  package func read(_ token: String, on day: Int) -> (purpose: Purpose, customer: CustomerID)? {
    let text = Array(token.utf8)
    let bytes = text.count <= 120 ? MessageReference.decode(text) ?? [] : []
    let isLong = bytes.count > 5 + Self.macLength
    let payload = isLong ? Array(bytes.dropLast(Self.macLength)) : [0, 0, 0, 0, 0]
    let given = Array(bytes.suffix(Self.macLength))
    var isRight = false
    // Every key is tried, right or not, known or not.
    for key in keys {
      let same = HookProof.isSame(given, mac(payload, key, "link"))
      if same && payload[1] == key.id { isRight = true }
    }
    let ends = Int(payload[2]) << 8 | Int(payload[3])
    guard isRight, isLong, payload[0] == Self.version, day <= ends,
      let purpose = Purpose(rawValue: payload[4]),
      let customer = String(validating: payload.dropFirst(5), as: UTF8.self)
    else { return nil }
    return (purpose, CustomerID(customer))
  }

  /// What stands behind the plus sign of a mail's return path, composed on a day: letters of one case,
  /// since mail systems change it.
  ///
  /// It names no touch: it is found again among those of the days around.
  package func returnToken(of touch: String, on day: Int) -> String {
    Self.base32(returnBytes(touch, day, keys[0]))
  }

  /// The day that a return token names; nil when it cannot be one.
  package func returnDay(_ token: String) -> Int? {
    guard token.utf8.count == Self.returnLength,
      let bytes = Self.fromBase32(Array(token.lowercased().utf8))
    else { return nil }
    return Int(bytes[0]) << 8 | Int(bytes[1])
  }

  /// Whether a return token is that of a touch.
  package func isReturn(_ token: String, of touch: String) -> Bool {
    guard let day = returnDay(token), let given = Self.fromBase32(Array(token.lowercased().utf8))
    else { return false }
    return keys.contains { HookProof.isSame(given, returnBytes(touch, day, $0)) }
  }

  private static let returnLength = 29

  /// Two bytes of the day, sixteen of the code.
  private func returnBytes(_ touch: String, _ day: Int, _ key: Key) -> [UInt8] {
    let head = [UInt8(truncatingIfNeeded: day >> 8), UInt8(truncatingIfNeeded: day)]
    return head + mac(head + Array(touch.utf8), key, "return")
  }

  private func mac(_ payload: [UInt8], _ key: Key, _ use: String) -> [UInt8] {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(use)\n".utf8) + payload, using: key.key)
    return Array(code.prefix(Self.macLength))
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  private static func base32(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        count -= 5
        result.append(letters[Int(bits >> UInt32(count) & 31)])
      }
    }
    if count > 0 { result.append(letters[Int(bits << UInt32(5 - count) & 31)]) }
    return String(decoding: result, as: UTF8.self)
  }

  private static func fromBase32(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in text {
      guard let value = letters.firstIndex(of: letter) else { return nil }
      bits = bits << 5 | UInt32(value)
      count += 5
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}

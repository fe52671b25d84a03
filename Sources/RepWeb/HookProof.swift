import CadenceModel
internal import Crypto
import FoundationEssentials

/// Whether a call was made by whom it should.
struct HookProof {
  let hook: GatewayHook
  let secret: String
  /// Seconds of the wall clock.
  let now: Int64

  /// Seconds by which a signed call may be early or late (Standard Webhooks, "Verifying").
  static let tolerance: Int64 = 300

  /// What is known of a proven call.
  struct Proven {
    /// The call's id where it is signed; nil: none.
    var id: String?
  }

  /// A token in constant time; nil unless it is the secret.
  func token(_ given: String) -> Proven? {
    let sum = { (text: String) in Array(SHA256.hash(data: Array(text.utf8))) }
    return Self.isSame(sum(given), sum(secret)) ? Proven() : nil
  }

  /// The token of `Authorization: Bearer`.
  static func bearer(_ field: String?) -> String? {
    guard let field, field.lowercased().hasPrefix("bearer ") else { return nil }
    return String(field.dropFirst(7))
  }

  /// A signature over `id.timestamp.body`, several of which may stand there while keys change.
  func signature(id: String?, timestamp: String?, signatures: String?, body: [UInt8]) -> Proven? {
    guard let id, let timestamp, let signatures, (1...256).contains(id.utf8.count),
      id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }),
      let time = Int64(timestamp), "\(time)" == timestamp,
      (now - Self.tolerance...now + Self.tolerance).contains(time)
    else { return nil }
    let plain = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
    guard let key = Data(base64Encoded: plain), key.count >= 16 else { return nil }
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(id).\(timestamp).".utf8) + body, using: SymmetricKey(data: key))
    let expected = Array(code)
    var isProven = false
    for entry in signatures.split(separator: " ").prefix(20) where entry.hasPrefix("v1,") {
      let given = Data(base64Encoded: String(entry.dropFirst(3))).map { Array($0) } ?? []
      if Self.isSame(given, expected) { isProven = true }
    }
    return isProven ? Proven(id: id) : nil
  }

  /// Compares in a time that does not tell where the difference is.
  static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (one, other) in zip(left, right) { difference |= one ^ other }
    return difference == 0
  }
}

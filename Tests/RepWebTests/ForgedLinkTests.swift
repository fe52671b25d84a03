import CadenceModel
import Crypto
import RepWeb
import Testing

/// Row 104 with the key in hand: a token that is signed rightly must be right in every other part.
///
/// Each of these could come from a later version or from another use of the same key.
@Suite struct ForgedLinkTests {
  private static let secret = "a secret of sixteen or more"
  private static let today = 20_785

  /// A token made outside the program, with the parts given.
  private struct Forgery {
    var version: UInt8 = 1
    var key: UInt8 = Array(SHA256.hash(data: Array(secret.utf8)))[0]
    var ends = UInt16(today + 10)
    var purpose: UInt8 = 1
    var name = Array("K1".utf8)
    var use = "link"

    var token: String {
      let payload = [version, key, UInt8(ends >> 8), UInt8(ends & 255), purpose] + name
      let code = HMAC<SHA256>.authenticationCode(
        for: Array("\(use)\n".utf8) + payload,
        using: SymmetricKey(data: SHA256.hash(data: Array(secret.utf8))))
      return String(decoding: MessageReference.encode(payload + code.prefix(16)), as: UTF8.self)
    }
  }

  private func customer(_ change: (inout Forgery) -> Void) throws -> CustomerID? {
    var forgery = Forgery()
    change(&forgery)
    let keys = try #require(LinkKeys(secrets: [Self.secret]))
    return keys.read(forgery.token, on: Self.today)?.customer
  }

  @Test("with all parts right it is good, to its last day")
  func right() throws {
    #expect(try customer { _ in } == "K1")
    #expect(try customer { $0.ends = UInt16(Self.today) } == "K1")
  }

  @Test("with one part wrong it is none")
  func wrong() throws {
    #expect(try customer { $0.ends = UInt16(Self.today - 1) } == nil, "expired")
    #expect(try customer { $0.version = 2 } == nil, "another version")
    #expect(try customer { $0.key ^= 1 } == nil, "another key's name")
    #expect(try customer { $0.purpose = 2 } == nil, "an unknown purpose")
    #expect(try customer { $0.use = "return" } == nil, "signed as a return path")
    #expect(try customer { $0.name = [] } == nil, "nobody")
    #expect(try customer { $0.name = [0xFF, 0xFE] } == nil, "not a text")
  }
}

import CadenceModel
import RepWeb
import Testing

/// Row 104: only what was signed is good, and it says nothing why not.
@Suite struct LinkKeysTests {
  private let keys = LinkKeys(secrets: ["a secret of sixteen or more"])
  private let today = 20_785

  @Test("a link lets its customer opt out for at least 400 days")
  func good() throws {
    let keys = try #require(keys)
    let token = try #require(keys.token(.mailOptOut, of: CustomerID("KH0000003"), on: today))
    #expect(token.utf8.count <= 120)
    let read = keys.read(token, on: today + 400)
    #expect(read?.customer == CustomerID("KH0000003"))
    #expect(read?.purpose == .mailOptOut)
    #expect(keys.read(token, on: today + LinkKeys.days + 1) == nil)
  }

  @Test("a token with any bit turned, cut, padded or in another case is none")
  func damaged() throws {
    let keys = try #require(keys)
    let token = try #require(keys.token(.mailOptOut, of: CustomerID("KH0000003"), on: today))
    let bytes = Array(token.utf8)
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        #expect(keys.read(String(decoding: damaged, as: UTF8.self), on: today) == nil)
      }
      #expect(keys.read(String(token.prefix(index)), on: today) == nil)
    }
    for other in [
      token + "=", token + "A", token.uppercased(), token.lowercased(), "\(token).", "", "=",
      String(repeating: "A", count: 10_240), "eyJhbGciOiJub25lIn0.e30.", "\u{FFFD}",
    ] { #expect(keys.read(other, on: today) == nil, "\(other.prefix(40))") }
  }

  @Test("the key before is read, another one is not")
  func rotation() throws {
    let old = try #require(keys)
    let token = try #require(old.token(.mailOptOut, of: CustomerID("K1"), on: today))
    let both = try #require(
      LinkKeys(secrets: ["the new one, long enough", "a secret of sixteen or more"]))
    #expect(both.read(token, on: today) != nil)
    let new = try #require(LinkKeys(secrets: ["the new one, long enough"]))
    #expect(new.read(token, on: today) == nil)
    #expect(both.token(.mailOptOut, of: CustomerID("K1"), on: today) != token)
  }

  @Test("an id that is too long gets no link")
  func long() throws {
    let keys = try #require(keys)
    #expect(
      keys.token(.mailOptOut, of: CustomerID(String(repeating: "x", count: 69)), on: today)?.utf8
        .count == 120)
    #expect(
      keys.token(.mailOptOut, of: CustomerID(String(repeating: "x", count: 70)), on: today) == nil)
  }

  @Test("a return token is its touch's alone, in whatever case it comes back")
  func returns() throws {
    let keys = try #require(keys)
    let token = keys.returnToken(of: "K1/birthday/2026/1", on: today)
    #expect(keys.returnDay(token) == today)
    #expect(keys.isReturn(token.uppercased(), of: "K1/birthday/2026/1"))
    #expect(!keys.isReturn(token, of: "K2/birthday/2026/1"))
    #expect(!keys.isReturn("a" + token.dropFirst(), of: "K1/birthday/2026/1"))
    #expect(keys.returnDay(String(token.dropLast())) == nil)
    #expect(keys.returnDay("") == nil)
  }
}

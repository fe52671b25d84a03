import RepWeb
import Testing

/// Rows 106 and 107 of the bad-input catalogue: what no two programs may read differently.
@Suite struct RequestHeadTests {
  private func head(_ text: String) -> Result<RequestHead, RequestFault> {
    do throws(RequestFault) { return .success(try RequestHead(Array(text.utf8))) } catch {
      return .failure(error)
    }
  }

  private func fault(_ lines: String...) -> RequestFault? {
    if case .failure(let fault) = head(lines.joined(separator: "\r\n") + "\r\n\r\n") {
      return fault
    }
    return nil
  }

  @Test("a plain request is read")
  func plain() throws {
    let read = try head(
      "POST /u/x?a=1 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 26\r\nX: y \r\n\r\n"
    ).get()
    #expect(read.method == "POST")
    #expect(read.target == "/u/x?a=1")
    #expect(read.length == 26)
    #expect(read["x"] == "y")
  }

  @Test(
    "what smuggling lives on is refused",
    arguments: [
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 4",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +4",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x4",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 4",
      "POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\nContent-Length: 4",
      "POST / HTTP/1.1\r\n Host: a\r\nContent-Length: 4",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: a b",
      "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue",
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c", "GET http://a/ HTTP/1.1\r\nHost: a",
      "GET //../x HTTP/1.1\r\nHost: a", "GET /a/..%2fb HTTP/1.1\r\nHost: a",
      "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a", "GET /%00 HTTP/1.1\r\nHost: a",
      "GET /%zz HTTP/1.1\r\nHost: a", "GET /a\\b HTTP/1.1\r\nHost: a", "GET * HTTP/1.1\r\nHost: a",
      "CONNECT a:1 HTTP/1.1\r\nHost: a", "GET  / HTTP/1.1\r\nHost: a", "GET / HTTP/2.0\r\nHost: a",
      "GET /\r\nHost: a", "get / HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\nHost: a\r\n: x",
      "GET / HTTP/1.1\r\nHost: a\r\nno colon", "GET / HTTP/1.1\r\nHost: a\r\nX\u{7F}: y",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4", "GET / HTTP/1.1\nHost: a",
      "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz", "GET / HTTP/1.1\r\nHost: a\r\nX: y\u{01}z",
      "GET / HTTP/1.1\r\nHost: a\r\nX: y\u{7F}z",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Type: a/c\r\nContent-Length: 0",
      "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: y",
      "GET / HTTP/1.1\r\nHost: a\r\nWebhook-Signature: x\r\nWebhook-Signature: y",
      "GET /#x HTTP/1.1\r\nHost: a", "GET /<a> HTTP/1.1\r\nHost: a",
      "GET /a%2fb HTTP/1.1\r\nHost: a",
      "GET /a\rb HTTP/1.1\r\nHost: a", "GE\rT / HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\r\nHost: a",
      "GET / HTTP/1.1\r\nHo\rst: a", "GET / HTTP/1.1\r\nHost: a\rb",
      "GET /a%5Cb HTTP/1.1\r\nHost: a",
      "GET /a%1Fb HTTP/1.1\r\nHost: a",
      "GET /a%7Fb HTTP/1.1\r\nHost: a", "GET /?%zz HTTP/1.1\r\nHost: a",
      "GET /./a HTTP/1.1\r\nHost: a", "ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\nHost: a",
      "GET / HTTP/1.1\r\nHost: " + String(repeating: "a", count: 256),
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 000000000000000000004",
    ])
  func smuggling(_ text: String) { #expect(fault(text) == .malformed) }

  @Test("sizes and encodings have their own answers")
  func sizes() {
    let many = (0...100).map { "X-\($0): y" }
    #expect(
      fault((["GET / HTTP/1.1", "Host: a"] + many).joined(separator: "\r\n")) == .headTooLarge)
    #expect(
      fault("GET / HTTP/1.1", "Host: a", "X: " + String(repeating: "y", count: 17_000))
        == .headTooLarge)
    #expect(fault("POST / HTTP/1.1", "Host: a") == .lengthRequired)
    #expect(fault("POST / HTTP/1.1", "Host: a", "Content-Length: 262145") == .bodyTooLarge)
    #expect(
      fault("POST / HTTP/1.1", "Host: a", "Content-Length: 99999999999999999999") == .bodyTooLarge)
    #expect(fault("POST / HTTP/1.1", "Host: a", "Content-Length: 262144") == nil)
    #expect(
      fault("POST / HTTP/1.1", "Host: a", "Content-Length: 9", "Content-Encoding: gzip") == .encoded
    )
  }

  @Test("every damaged head is an answer, not a crash")
  func damaged() {
    let good = Array("POST /u/abc HTTP/1.1\r\nHost: a.test\r\nContent-Length: 26\r\n\r\n".utf8)
    for index in good.indices {
      for byte: UInt8 in [0, 9, 10, 13, 32, 37, 58, 127, 128, 255] {
        var bytes = good
        bytes[index] = byte
        _ = try? RequestHead(bytes)
        bytes.remove(at: index)
        _ = try? RequestHead(bytes)
        _ = try? RequestHead(Array(bytes[..<index]) + [13, 10, 13, 10])
      }
    }
  }
}

import CadenceModel
import Testing

@Suite struct OutgoingURLTests {
  @Test(arguments: [
    ("https://api.example.com/send", "api.example.com", "/send", ""),
    ("https://API.Example.com:8443/a?b=c", "api.example.com", "/a", "b=c"),
    ("https://example.com", "example.com", "/", ""),
    ("https://example.com?x=1", "example.com", "/", "x=1"),
    ("http://127.0.0.1:13013/cgi-bin/sendsms", "127.0.0.1", "/cgi-bin/sendsms", ""),
    ("http://localhost/", "localhost", "/", ""), ("http://[::1]:80/x", "::1", "/x", ""),
  ])
  func `plain addresses are taken apart`(
    _ text: String, _ host: String, _ path: String, _ query: String
  ) throws {
    let url = try OutgoingURL(text)
    #expect(url.host == host && url.path == path && url.query == query && url.text == text)
  }

  @Test(arguments: [
    "http://example.com/", "ftp://example.com/", "HTTPS://example.com/", "//example.com",
    "https://", "https:///x", "https://user@example.com/", "https://a:b@example.com/",
    "http://127.0.0.1@example.com/", "http://localhost.example.com/", "http://127.1/",
    "http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.0.0.256/",
    "http://127.0.0.01/", "https://exam ple.com/", "https://example.com/\r\nX: y",
    "https://example.com/ü", "https://例.com/", "https://example.com/#x",
    "https://example.com:0/", "https://example.com:65536/", "https://example.com:8a/",
    "https://example.com:/", "https://-a.com/", "https://a..b/", "https://a%2eb/",
    "https://[::1/", "https://[fe80::1%25eth0]/", "https://example.com\\@127.0.0.1/",
    "http://localhost:80:90/", "https://{{to}}/",
  ])
  func `everything that two readers could read differently is refused`(_ text: String) {
    #expect(throws: OutgoingURL.Problem.self) { try OutgoingURL(text) }
  }

  @Test(arguments: [
    (SMTPEndpoint(host: "127.0.0.1"), 0), (SMTPEndpoint(host: "localhost", port: 2525), 0),
    (SMTPEndpoint(host: "mail.example.com"), 1),
    (SMTPEndpoint(host: "mail.example.com", allowPlain: true), 0),
    (SMTPEndpoint(host: "mail.example.com", security: .starttls), 0),
    (SMTPEndpoint(host: "mail.example.com", security: .smtps, user: "a"), 1),
    (SMTPEndpoint(host: "mail.example.com", security: .smtps, user: "a", credential: "b"), 0),
    (SMTPEndpoint(host: "a b", security: .smtps), 1),
    (SMTPEndpoint(host: "127.0.0.1", port: 70_000), 1),
    (SMTPEndpoint(host: "127.0.0.1", ehloName: "a/b"), 1),
    (SMTPEndpoint(host: "127.0.0.1", connections: 0), 1),
  ])
  func `a relay that would send in the clear, or makes no sense, is told`(
    _ endpoint: SMTPEndpoint, _ count: Int
  ) {
    #expect(endpoint.problems.count == count)
  }
}

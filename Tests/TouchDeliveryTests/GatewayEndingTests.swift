import CadenceModel
import FifthcallTestSupport
import Foundation
import Synchronization
import Testing
import TouchDelivery

/// Every ending of a request to a gateway that answers 200 with a code of its own inside (row 116 of
/// the catalogue of bad inputs, reliability notes 2.4).
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct GatewayEndingTests {
  /// A gateway whose success is a code `0` or `OK` in the body and a message id.
  private func definition(_ port: Int, _ path: String) -> GatewayDefinition {
    var definition = GatewayDefinition(name: "own", url: "http://127.0.0.1:\(port)\(path)")
    definition.body = .json(#"{"touch":"{{touch}}"}"#)
    definition.success = [.value(path: "code", among: ["0", "OK"])]
    definition.messageIDPath = "id"
    definition.codePaths = ["code"]
    definition.reasonPaths = ["msg"]
    definition.codes = [
      .init("isv.MOBILE*", .address), .init("isv.LIMIT", .deferred), .init("40001", .fault),
    ]
    definition.timeout = 2
    definition.connectTimeout = 2
    return definition
  }

  private static func json(_ text: String, _ charset: String = "") -> String {
    let plain = CharacterSet.alphanumerics
    let encoded = text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    return "/json\(charset.isEmpty ? "" : "/" + charset)?\(encoded)"
  }

  static let endings: [(path: String, expected: String)] = [
    (json(#"{"code":0,"id":7}"#), "accepted"), (json(#"{"code":"0","id":"7"}"#), "accepted"),
    (json(#"{"code":"OK"}"#), "accepted"),
    (json(#"{"code":0,"msg":"成功"}"#, "gbk"), "accepted"),
    (json(#"{"code":"isv.MOBILE_ILLEGAL","msg":"手机号错误"}"#, "gbk"), "rejected address"),
    (json(#"{"msg":"誠乗","code":"isv.LIMIT"}"#, "gbk"), "deferred"),
    (json(#"{"msg":"㐂","code":0}"#, "gb18030"), "accepted"),
    (json(#"{"code":40001}"#), "unsent fault now"), (json(#"{"code":"new.thing"}"#), "rejected"),
    (json(#"{"code":null}"#), "uncertain"), (json(#"{"code":[0]}"#), "uncertain"),
    (json("[]"), "uncertain"), (json("0"), "uncertain"), (json(#"{"code":0"#), "uncertain"),
    (json(""), "uncertain"), (json("<html><body>OK 0</body></html>"), "uncertain"),
    (json("OK"), "uncertain"), (json(#"{"code":0}"#, "utf-16"), "uncertain"),
    ("/status/204", "uncertain"), ("/status/202", "uncertain"),
    ("/login", "unsent fault now"), ("/redirect", "unsent fault now"),
    ("/status/401", "unsent fault now"), ("/status/403", "unsent fault now"),
    ("/status/407", "unsent fault now"), ("/status/400", "rejected"), ("/status/404", "rejected"),
    ("/status/410", "rejected"), ("/status/422", "rejected"), ("/retry", "deferred 7"),
    ("/later", "deferred"), ("/odd", "deferred"), ("/status/500", "uncertain"),
    ("/status/502", "uncertain"), ("/status/503", "uncertain"), ("/status/504", "uncertain"),
    ("/drop", "uncertain"), ("/hang", "uncertain"), ("/trickle", "uncertain"),
    ("/reset", "uncertain"), ("/reset-mid", "uncertain"), ("/short", "uncertain"),
    ("/garbage", "uncertain"), ("/chunks", "uncertain"), ("/big", "uncertain"),
  ]

  @Test func `every ending of a request has its class, and none is asked twice`() async throws {
    let server = try RigServer("gateway")
    for (number, (path, expected)) in Self.endings.enumerated() {
      let deliverer = HTTPGatewayDeliverer(
        definition: definition(server.port, path), credentials: []
      ) { GatewaySample.now }
      let asked = Atomic(0)
      let hooks = DeliveryHooks(
        attempt: { true },
        cross: {
          asked.add(1, ordering: .relaxed)
          return true
        })
      let report = await deliverer.report(of: GatewaySample.message(), hooks: hooks)
      #expect(report.summary == expected, "\(path): \(report.result.reason)")
      #expect(asked.load(ordering: .relaxed) == 1)
      #expect(try server.requests().count == number + 1, "\(path)")
      #expect(deliverer.close(within: 5))
    }
  }

  @Test func `what never reached the gateway is unsent`() async throws {
    for url in ["http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://gone.invalid/"] {
      var definition = definition(1, "/")
      definition.url = url
      let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
        GatewaySample.now
      }
      let report = await deliverer.report(of: GatewaySample.message())
      #expect(report.summary == "unsent fault", "\(url): \(report.result.reason)")
      #expect(deliverer.close(within: 5))
    }
  }

  @Test func `a gateway that documents repeats is asked again after silence, no other`()
    async throws
  {
    let server = try RigServer("gateway")
    for path in ["/reset", "/status/503", "/short", "/html"] {
      var definition = definition(server.port, path)
      definition.isIdempotent = true
      let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
        GatewaySample.now
      }
      let report = await deliverer.report(of: GatewaySample.message())
      #expect(report.summary == "deferred", "\(path)")
      #expect(deliverer.close(within: 5))
    }
  }
}

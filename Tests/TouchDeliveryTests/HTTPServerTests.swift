import CadenceModel
import CurlTransport
import FifthcallTestSupport
import Foundation
import Testing
import TouchDelivery

/// ``HTTPGatewayDeliverer`` and ``HTTPLoop`` against a server whose path says how it behaves.
@Suite(.fewAtATime, .enabled(if: RigServer.isWanted)) struct HTTPServerTests {
  private func definition(_ server: RigServer, _ path: String) -> GatewayDefinition {
    var definition = GatewayDefinition(
      name: "own", url: "http://127.0.0.1:\(server.port)\(path)")
    definition.body = .json(#"{"touch":"{{touch}}","to":"{{to}}","text":"{{text}}"}"#)
    definition.messageIDPath = "id"
    definition.timeout = 2
    return definition
  }

  private func deliverer(_ server: RigServer, _ path: String) -> HTTPGatewayDeliverer {
    HTTPGatewayDeliverer(definition: definition(server, path), credentials: []) {
      GatewaySample.now
    }
  }

  @Test func `a request arrives as it was described`() async throws {
    let server = try RigServer("gateway")
    let deliverer = deliverer(server, "/ok")
    let report = await deliverer.report(of: GatewaySample.message())
    #expect(report.result == .accepted(reference: "m-1"))
    let request = try #require(server.requests().first)
    #expect(request.method == "POST" && request.path == "/ok")
    #expect(request.headers["Content-Type"] == "application/json; charset=utf-8")
    #expect(
      request.body
        == #"{"touch":"KH0000003/birthday/2026/1","to":"+8615400000000","text":"林慧，生日快乐！\"♥\""}"#)
    #expect(deliverer.close(within: 5))
  }

  @Test(arguments: [
    ("/ok", "accepted"), ("/status/204", "accepted"), ("/status/400", "rejected"),
    ("/status/401", "unsent fault now"), ("/status/500", "uncertain"), ("/retry", "deferred 7"),
    ("/redirect", "unsent fault now"), ("/drop", "uncertain"), ("/hang", "uncertain"),
    ("/big", "accepted"), ("/endless", "accepted"),
  ])
  func `every kind of answer has its class`(_ path: String, _ expected: String) async throws {
    let server = try RigServer("gateway")
    let deliverer = deliverer(server, path)
    let report = await deliverer.report(of: GatewaySample.message())
    #expect(report.summary == expected, "\(report.result.reason)")
    #expect(try server.requests().count == 1)
    #expect(deliverer.close(within: 5))
  }

  @Test(arguments: [GatewayDefinition.Method.get, .post, .put])
  func `a request on a kept connection that breaks is not sent a second time`(
    _ method: GatewayDefinition.Method
  ) async throws {
    let server = try RigServer("gateway")
    var definition = definition(server, "/drop-second")
    definition.method = method
    if method == .get { definition.body = .none }
    let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
      GatewaySample.now
    }
    // On a busy machine the connection may be too old to be kept; then it is tried once more.
    var results: [String] = []
    while results.last != "uncertain" && results.count < 6 {
      results.append(await deliverer.report(of: GatewaySample.message()).summary)
    }
    #expect(results.first == "accepted" && results.last == "uncertain")
    #expect(try server.requests().count == results.count)
    #expect(deliverer.close(within: 5))
  }

  @Test func `an answer is kept up to its limit`() async throws {
    let server = try RigServer("gateway")
    let loop = HTTPLoop()
    let url = try OutgoingURL("http://127.0.0.1:\(server.port)/big")
    let result = await withCheckedContinuation { continuation in
      loop.submit(HTTPRequest(method: "GET", url: url)) { continuation.resume(returning: $0) }
    }
    #expect(result.isTruncated && result.body.count == HTTPResult.bodyLimit)
    #expect(loop.close(within: 5))
  }

  @Test func `nobody listening leaves the message unsent`() async throws {
    var definition = GatewayDefinition(name: "own", url: "http://127.0.0.1:1/")
    definition.connectTimeout = 5
    let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
      GatewaySample.now
    }
    let report = await deliverer.report(of: GatewaySample.message())
    #expect(report.summary == "unsent fault")
    #expect(deliverer.close(within: 5))
  }

  @Test func `closing breaks off a request that hangs, and says that it may have arrived`()
    async throws
  {
    let server = try RigServer("gateway")
    var definition = definition(server, "/hang")
    definition.timeout = 60
    let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
      GatewaySample.now
    }
    async let report = deliverer.report(of: GatewaySample.message())
    _ = try await server.await { try server.requests().first }
    #expect(deliverer.close(within: 0.2))
    #expect(await report.summary == "uncertain")
    #expect(await deliverer.report(of: GatewaySample.message()).summary == "unsent")
  }

  @Test func `many requests at once all arrive once`() async throws {
    let server = try RigServer("gateway")
    var definition = definition(server, "/ok")
    definition.concurrency = 8
    let deliverer = HTTPGatewayDeliverer(definition: definition, credentials: []) {
      GatewaySample.now
    }
    let accepted = await withTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          let message = GatewaySample.message("n\(number)")
          return await deliverer.report(of: message).summary == "accepted" ? 1 : 0
        }
      }
      return await group.reduce(0, +)
    }
    #expect(accepted == 200)
    #expect(try Set(server.requests().map(\.body)).count == 200)
    #expect(deliverer.close(within: 5))
  }
}

/// A request as the test server logged it.
struct LoggedRequest: Decodable {
  var method: String
  var path: String
  var body: String
  var headers: [String: String]
}

extension RigServer {
  /// What the gateway was asked so far.
  func requests() throws -> [LoggedRequest] {
    try folder.text("requests.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(LoggedRequest.self, from: Data($0.utf8))
    }
  }
}

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// One connection: the guard, then Hummingbird's HTTP/1.1.
struct GuardedChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  private let http: HTTP1Channel
  private let router: WebRouter

  init(router: WebRouter) {
    self.router = router
    http = HTTP1Channel(
      responder: { request, writer, channel in
        try await Self.respond(request, writer, channel, router)
      },
      configuration: HTTP1Channel.Configuration())
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let router = router
    let added = channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(RequestGuard { router.count($0) })
    }
    return added.flatMap { [http] in http.setup(channel: channel, logger: logger) }
  }

  func handle(value: Value, logger: Logger) async {
    await http.handle(value: value, logger: logger)
  }

  @concurrent private static func respond(
    _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel,
    _ router: WebRouter
  ) async throws {
    var bytes: [UInt8] = []
    for try await part in request.body { bytes += part.readableBytesView }
    let headers = request.headers
    let answer = await router.answer(
      WebRouter.Call(
        method: request.method.rawValue, target: request.head.path ?? "/", body: bytes,
        client: channel.remoteAddress?.ipAddress ?? "?",
        field: { name in HTTPField.Name(name).flatMap { headers[$0] } }))
    var fields = HTTPFields()
    for field in WebAnswer.security + answer.fields {
      if let name = HTTPField.Name(field.name) { fields[name] = field.value }
    }
    let isText = answer.type.hasPrefix("text/")
    fields[.contentType] = answer.type + (isText ? "; charset=utf-8" : "")
    fields[.contentLength] = "\(answer.body.utf8.count)"
    fields[.connection] = "close"
    let isBare = request.method == .head || answer.body.isEmpty
    try await writer.write(
      response: HTTPResponse(status: .init(code: answer.status), headerFields: fields),
      body: isBare ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
  }
}

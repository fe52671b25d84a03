import NIOCore

/// Stands before the HTTP decoder: lets exactly one well-formed request of bounded size through, in
/// bounded time, and closes the connection behind its answer.
///
/// `@unchecked Sendable`: NIO calls a channel's handlers on that channel's own event loop only.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Stage {
    case head(HeadScanner)
    case body(missing: Int)
    /// The request is complete, or was refused; what else comes is thrown away.
    case done
  }

  private var stage = Stage.head(HeadScanner())
  private var deadline: Scheduled<Void>?
  private let refused: @Sendable (RequestFault) -> Void

  /// `refused` is told of each request that is not let in.
  init(refused: @escaping @Sendable (RequestFault) -> Void) { self.refused = refused }

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: .seconds(WebLimits.readSeconds)) {
      self.refuse(.tooSlow, bound.value)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data).readableBytesView
    do throws(RequestFault) {
      try take(bytes[...], context)
    } catch {
      refuse(error, context)
    }
  }

  private func take(_ bytes: ByteBufferView, _ context: ChannelHandlerContext)
    throws(RequestFault)
  {
    var rest = bytes
    while let byte = rest.first {
      switch stage {
      case .head(var scanner):
        rest = rest.dropFirst()
        // Given back first, so that the scanner's array is not copied with every byte.
        stage = .done
        let isComplete = try scanner.take(byte)
        stage = .head(scanner)
        if isComplete { try begin(RequestHead(scanner.bytes), context) }
      case .body(let missing):
        let part = rest.prefix(missing)
        rest = rest.dropFirst(part.count)
        context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: part)))
        stage = .body(missing: missing - part.count)
        if part.count == missing { complete(context) }
      case .done: return
      }
    }
  }

  private func begin(_ head: RequestHead, _ context: ChannelHandlerContext) {
    context.fireChannelRead(wrapInboundOut(ByteBuffer(string: head.forwarded)))
    stage = .body(missing: head.length)
    if head.length == 0 { complete(context) }
  }

  private func complete(_ context: ChannelHandlerContext) {
    stage = .done
    close(in: WebLimits.answerSeconds, context)
  }

  private func refuse(_ fault: RequestFault, _ context: ChannelHandlerContext) {
    stage = .done
    refused(fault)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: fault.response)), promise: nil)
    context.close(mode: .output, promise: nil)
    // What is still coming is read and dropped for a moment: a reset could overtake the answer.
    close(in: 1, context)
  }

  private func close(in seconds: Int64, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: .seconds(seconds)) {
      bound.value.close(mode: .all, promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      guard case .done = stage else { return context.close(mode: .all, promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// The answer is out: the other side has a second to hang up.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    context.close(mode: mode, promise: promise)
    if mode == .output { close(in: 1, context) }
  }
}

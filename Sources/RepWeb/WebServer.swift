package import CadenceModel
internal import Dispatch
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Listens, on one event loop of its own, from ``start(at:router:log:)`` until ``stop()``.
package final class WebServer: Sendable {
  /// Why it cannot listen.
  package struct Failure: Error, CustomStringConvertible {
    /// A sentence.
    package var description: String
  }

  private let group: MultiThreadedEventLoopGroup
  private let server: Server<GuardedChannel>
  private let ended: DispatchSemaphore

  /// Listens there; returns once connections are accepted.
  package static func start(at settings: WebSettings, router: WebRouter, log: Logger)
    throws(Failure)
    -> WebServer
  {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let began = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    let problem = Mutex<String?>(nil)
    var quiet = Logger(label: "fifthcall.http")
    quiet.logLevel = .critical
    let server = Server(
      childChannelSetup: GuardedChannel(router: router),
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 128,
        availableConnectionsDelegate: MaximumAvailableConnections(
          WebLimits.connections, logger: quiet)),
      onServerRunning: { _ in began.signal() }, eventLoopGroup: group, logger: quiet)
    let failure = Box(problem)
    Task.detached {
      do { try await server.run() } catch {
        failure.value.withLock { $0 = "\(error)" }
        began.signal()
      }
      ended.signal()
    }
    began.wait()
    if let text = failure.value.withLock({ $0 }) {
      group.shutdownGracefully { _ in }
      throw Failure(description: "cannot listen at \(settings.authority): \(text)")
    }
    log.notice("listening", metadata: ["web": "\(settings.authority)"])
    return WebServer(group: group, server: server, ended: ended)
  }

  private init(
    group: MultiThreadedEventLoopGroup, server: Server<GuardedChannel>, ended: DispatchSemaphore
  ) {
    self.group = group
    self.server = server
    self.ended = ended
  }

  /// Answers from the event loop's own thread, for the watchdog.
  package func challenge(_ answer: @escaping @Sendable () -> Void) {
    group.next().execute(answer)
  }

  /// Takes no more connections and waits up to five seconds for those that are open.
  package func stop() {
    let server = server
    Task.detached { try? await server.shutdownGracefully() }
    _ = ended.wait(timeout: .now() + 5)
    group.shutdownGracefully { _ in }
  }
}

/// Shares a lock with a task.
private final class Box: Sendable {
  let value: Mutex<String?>
  init(_ value: consuming Mutex<String?>) { self.value = value }
}

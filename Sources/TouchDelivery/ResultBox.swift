internal import CurlTransport
internal import Dispatch
internal import Synchronization

/// Carries an answer from the HTTP loop's thread to the one that waits for it.
final class ResultBox: Sendable {
  private let result = Mutex<HTTPResult?>(nil)
  private let arrival = DispatchSemaphore(value: 0)

  /// Puts the answer in; once.
  func put(_ answer: HTTPResult) {
    result.withLock { $0 = answer }
    arrival.signal()
  }

  /// Waits for the answer.
  func take() -> HTTPResult {
    arrival.wait()
    return result.withLock { $0 } ?? HTTPResult(curlCode: CurlCode.abortedByCallback)
  }
}

internal import CCurlShims

/// libcurl's multi handle.
///
/// `@unchecked Sendable`: the pointer never changes, everything but ``wake()`` runs on the one
/// thread of ``HTTPLoop``, and libcurl documents `curl_multi_wakeup` as safe from any thread; the
/// handle is freed with its last reference, when nobody can call it any more.
@safe
final class MultiHandle: @unchecked Sendable {
  private let raw: UnsafeMutableRawPointer

  /// A fresh handle; nil when libcurl cannot be used.
  init?() {
    guard CurlLibrary.isReady, let raw = unsafe curl_multi_init() else { return nil }
    unsafe self.raw = raw
  }

  deinit { unsafe curl_multi_cleanup(raw) }

  /// Ends a ``wait(seconds:)``, also one that is about to begin.
  func wake() { _ = unsafe curl_multi_wakeup(raw) }

  /// Lets libcurl work on a transfer; false when it refuses.
  func add(_ easy: borrowing EasyHandle) -> Bool {
    unsafe curl_multi_add_handle(raw, easy.raw) == CURLM_OK
  }

  /// Takes a transfer back, finished or not.
  func remove(_ easy: borrowing EasyHandle) {
    _ = unsafe curl_multi_remove_handle(raw, easy.raw)
  }

  /// Does what can be done without waiting.
  func perform() {
    var running: CInt = 0
    _ = unsafe curl_multi_perform(raw, &running)
  }

  /// Waits until there is something to do, woken up or not.
  func wait(seconds: Int) {
    _ = unsafe curl_multi_poll(raw, nil, 0, CInt(seconds * 1_000), nil)
  }

  /// The next finished transfer's ``EasyHandle/identity`` and result; nil when there is none.
  func finished() -> (identity: UInt, code: CURLcode)? {
    var code = CURLE_OK
    guard let easy = unsafe fifthcall_multi_finished(raw, &code) else { return nil }
    return (UInt(bitPattern: easy), code)
  }
}

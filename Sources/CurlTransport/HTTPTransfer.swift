internal import CCurlShims
internal import CadenceModel

/// One request under way: the handle, what it sends and what it receives.
///
/// Lives on the thread of ``HTTPLoop``, which keeps it until libcurl has let go of the handle.
@safe
final class HTTPTransfer {
  private(set) var easy: EasyHandle
  private var headers: StringList?
  private var upload: [UInt8] = []
  private var uploaded = 0
  private var received: [UInt8] = []
  private var isTruncated = false
  private var wasSent = false
  private var retryAfter: Int?
  private(set) var completion: @Sendable (HTTPResult) -> Void = { _ in }

  /// A transfer that can be prepared again and again; nil when libcurl cannot be used.
  init?() {
    guard let easy = EasyHandle() else { return nil }
    self.easy = easy
  }

  /// Makes it ready for a request.
  func prepare(_ request: HTTPRequest, completion: @escaping @Sendable (HTTPResult) -> Void) {
    self.completion = completion
    upload = request.body ?? []
    uploaded = 0
    received.removeAll(keepingCapacity: true)
    isTruncated = false
    wasSent = false
    retryAfter = nil
    easy.reset()
    easy.setSafeDefaults(caFile: request.caFile)
    easy.set(CURLOPT_URL, request.url.text)
    easy.set(CURLOPT_PROTOCOLS_STR, request.url.isSecure ? "https" : "http")
    easy.set(CURLOPT_CONNECTTIMEOUT, request.connectTimeout)
    easy.set(CURLOPT_TIMEOUT, request.timeout)
    // Gateways drop idle connections early; a request on a dead one counts as uncertain.
    easy.set(CURLOPT_MAXAGE_CONN, 4)
    easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    setBody(request)
    setHeaders(request)
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe easy.setBodySink(collectHTTPBody, context)
    unsafe easy.setHeaderSink(collectHTTPHeader, context)
    unsafe easy.setPrerequest(noteHTTPRequest, context)
  }

  /// The result, once libcurl is done with the handle.
  func result(code: CURLcode) -> HTTPResult {
    HTTPResult(
      curlCode: Int(code.rawValue), status: easy.responseCode, retryAfter: retryAfter,
      body: received, isTruncated: isTruncated, wasSent: wasSent,
      errorText: easy.errorDescription, stop: easy.refusal == nil ? nil : .unusable)
  }

  /// A result for a request that is broken off.
  func result(stop: HTTPResult.Stop) -> HTTPResult {
    HTTPResult(curlCode: CurlCode.abortedByCallback, wasSent: wasSent, stop: stop)
  }

  private func setBody(_ request: HTTPRequest) {
    switch request.method {
    case "GET": easy.set(CURLOPT_HTTPGET, 1)
    default:
      easy.set(CURLOPT_POST, 1)
      easy.set(CURLOPT_POSTFIELDSIZE_LARGE, bytes: upload.count)
      let context = unsafe Unmanaged.passUnretained(self).toOpaque()
      unsafe easy.setReader(readHTTPBody, context)
      if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
    }
  }

  private func setHeaders(_ request: HTTPRequest) {
    // Expect: 100-continue would cost a round trip, and libcurl adds it to longer bodies.
    let lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    guard let list = StringList(lines + ["Expect:"]) else { return }
    easy.set(CURLOPT_HTTPHEADER, list)
    headers = consume list
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, upload.count - uploaded)
    unsafe upload.withUnsafeBytes { source in
      let chunk = unsafe UnsafeRawBufferPointer(rebasing: source[uploaded..<uploaded + count])
      unsafe buffer.copyMemory(from: chunk)
    }
    uploaded += count
    return count
  }

  fileprivate func collectBody(_ chunk: UnsafeRawBufferPointer) -> Int {
    let room = HTTPResult.bodyLimit - received.count
    unsafe received.append(contentsOf: chunk.prefix(room))
    isTruncated = isTruncated || chunk.count > room
    return chunk.count > room ? 0 : chunk.count
  }

  fileprivate func collectHeader(_ line: UnsafeRawBufferPointer) {
    let text = unsafe String(decoding: line.prefix(200), as: UTF8.self)
    guard text.lowercased().hasPrefix("retry-after:") else { return }
    let value = text.dropFirst("retry-after:".count)
    let digits = value.unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init)
    retryAfter = Int(String(digits)).map { min(max($0, 0), 86_400) }
  }

  /// Whether the request may leave, asked once for each time it would.
  ///
  /// libcurl repeats a request by itself when a kept connection breaks before an answer came; the
  /// second time could be a second message.
  fileprivate func mayLeave() -> Bool {
    guard !wasSent else { return false }
    wasSent = true
    return true
  }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
}

private func readHTTPBody(
  buffer: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = unsafe transfer(context), let buffer = unsafe buffer else {
    return Int(CURL_READFUNC_ABORT)
  }
  return unsafe transfer.read(
    into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

private func collectHTTPBody(
  chunk: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = unsafe transfer(context) else { return 0 }
  return unsafe transfer.collectBody(UnsafeRawBufferPointer(start: chunk, count: size * count))
}

private func collectHTTPHeader(
  line: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  if let transfer = unsafe transfer(context) {
    unsafe transfer.collectHeader(UnsafeRawBufferPointer(start: line, count: size * count))
  }
  return size * count
}

private func noteHTTPRequest(
  context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: CInt, _: CInt
) -> CInt {
  (unsafe transfer(context))?.mayLeave() ?? false
    ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

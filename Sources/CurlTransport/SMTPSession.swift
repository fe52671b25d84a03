internal import CCurlShims
internal import CadenceModel

/// One kept connection to a relay: an easy handle and the message it is sending.
///
/// Made and used on one thread of ``SMTPPool``; libcurl's callbacks run on it too, inside
/// ``send(_:isClosing:)``.
@safe
final class SMTPSession {
  private var easy: EasyHandle
  private var bytes: [UInt8] = []
  private var sent = 0
  private var crossed = false
  private var stop: SMTPResult.Stop?
  private var reply = ReplyText()
  /// Whether the relay must know who we are, and whether on this connection it said that it does.
  private let needsLogin: Bool
  private var isLoggedIn = false
  private var beforeFinalDot: () -> Bool = { false }
  private var isClosing: () -> Bool = { false }
  /// The longest that the relay may refuse to take in bytes, and the wait for its reply after them.
  private let patience: (block: Duration, reply: Duration)
  private var moved: (bytes: Int, at: SuspendingClock.Instant) = (0, .now)

  /// A session for an endpoint; nil when libcurl cannot be used.
  init?(endpoint: SMTPEndpoint, password: String?) {
    guard let easy = EasyHandle() else { return nil }
    self.easy = easy
    needsLogin = endpoint.user != nil
    // RFC 5321 section 4.5.3.2.5: three minutes for a block of data.
    patience = (
      .seconds(min(180, endpoint.replyTimeout)), .seconds(endpoint.replyTimeout + 30)
    )
    configure(endpoint, password: password)
  }

  /// Hands one message over and waits for the end.
  ///
  /// A connection that turns out to be dead before the message crossed is replaced once: servers
  /// drop idle clients at any moment, and nothing can have been delivered.
  func send(_ submission: SMTPSubmission, isClosing: @escaping () -> Bool) -> SMTPResult {
    self.isClosing = isClosing
    beforeFinalDot = submission.beforeFinalDot
    bytes = submission.bytes
    let result = transfer(submission)
    guard !result.crossed, result.stop == nil, easy.connectionsOpened == 0,
      [CurlCode.sendFailed, CurlCode.receiveFailed].contains(result.curlCode),
      result.responseCode < 400 || result.responseCode == 421
    else { return result }
    return transfer(submission)
  }

  private func transfer(_ submission: SMTPSubmission) -> SMTPResult {
    sent = 0
    crossed = false
    stop = nil
    moved = (0, .now)
    reply.clear()
    guard let recipients = StringList(["<\(submission.recipient)>"]) else {
      return SMTPResult(stop: .unusable)
    }
    easy.set(CURLOPT_MAIL_FROM, "<\(submission.envelopeFrom)>")
    easy.set(CURLOPT_MAIL_RCPT, recipients)
    let code = withExtendedLifetime(self) { easy.perform() }
    let result = SMTPResult(
      curlCode: Int(code.rawValue), responseCode: easy.responseCode, reply: reply.text,
      errorText: easy.errorDescription, crossed: crossed,
      stop: stop ?? (easy.refusal == nil ? nil : .unusable))
    easy.clearList(CURLOPT_MAIL_RCPT)
    _ = consume recipients
    return result
  }

  private func configure(_ endpoint: SMTPEndpoint, password: String?) {
    let scheme = endpoint.security == .smtps ? "smtps" : "smtp"
    let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
    easy.set(CURLOPT_URL, "\(scheme)://\(host):\(endpoint.port)/\(endpoint.ehloName)")
    easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    let tls = endpoint.security == .starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE
    easy.set(CURLOPT_USE_SSL, Int(tls.rawValue))
    easy.setSafeDefaults(caFile: endpoint.caFile)
    if let user = endpoint.user {
      easy.set(CURLOPT_USERNAME, user)
      easy.set(CURLOPT_PASSWORD, password ?? "")
    }
    easy.set(CURLOPT_CONNECTTIMEOUT, endpoint.connectTimeout)
    easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, endpoint.replyTimeout)
    easy.set(CURLOPT_MAXAGE_CONN, endpoint.idleTimeout)
    easy.set(CURLOPT_UPLOAD, 1)
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    // No CURLOPT_INFILESIZE: libcurl counts stuffed dots against it, and then the dot leaves
    // without the reader having been asked for the end.
    unsafe easy.setReader(readSMTPChunk, context)
    unsafe easy.setHeaderSink(collectSMTPReply, context)
    unsafe easy.setBodySink(collectSMTPReply, context)
    unsafe easy.setProgress(watchSMTPTransfer, context)
  }

  /// Copies the next bytes of the message; asks for the crossing before the last of them.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    // libcurl goes on without a login where none is offered (lib/smtp.c, 7.88.1).
    guard isLoggedIn || !needsLogin else { return abort(.loginNotOffered) }
    let count = min(buffer.count, bytes.count - sent)
    let isLast = sent + count == bytes.count
    if isLast && !crossed {
      guard !isClosing() else { return abort(.closing) }
      guard beforeFinalDot() else { return abort(.crossRefused) }
      crossed = true
    }
    unsafe bytes.withUnsafeBytes { source in
      let chunk = unsafe UnsafeRawBufferPointer(rebasing: source[sent..<sent + count])
      unsafe buffer.copyMemory(from: chunk)
    }
    sent += count
    return count
  }

  fileprivate func collect(_ line: UnsafeRawBufferPointer) {
    // RFC 4954 section 6: 235 says that the login succeeded; a connection begins with 220.
    if unsafe line.starts(with: "235".utf8) { isLoggedIn = true }
    if unsafe line.starts(with: "220".utf8) { isLoggedIn = false }
    unsafe reply.add(line: line)
  }

  /// Whether the transfer must go on: not once the pool closes, unless the message crossed, and not
  /// when the relay has stopped taking in the message.
  ///
  /// libcurl knows a timeout for replies only: a relay that stays connected and reads no more would
  /// keep it waiting for ever.
  fileprivate func mustGoOn(sent: Int) -> Bool {
    if isClosing() && !crossed {
      stop = .closing
      return false
    }
    guard sent > 0, sent == moved.bytes else {
      moved = (sent, .now)
      return true
    }
    return moved.at.duration(to: .now) < (crossed ? patience.reply : patience.block)
  }

  private func abort(_ reason: SMTPResult.Stop) -> Int {
    stop = reason
    return Int(CURL_READFUNC_ABORT)
  }
}

private func session(_ context: UnsafeMutableRawPointer?) -> SMTPSession? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<SMTPSession>.fromOpaque(context).takeUnretainedValue()
}

private func readSMTPChunk(
  buffer: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  guard let session = unsafe session(context), let buffer = unsafe buffer else {
    return Int(CURL_READFUNC_ABORT)
  }
  return unsafe session.read(
    into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

private func collectSMTPReply(
  line: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  if let session = unsafe session(context) {
    unsafe session.collect(UnsafeRawBufferPointer(start: line, count: size * count))
  }
  return size * count
}

private func watchSMTPTransfer(
  context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, sent: curl_off_t
) -> CInt {
  (unsafe session(context))?.mustGoOn(sent: Int(sent)) ?? false ? 0 : 1
}

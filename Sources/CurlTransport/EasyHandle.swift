internal import CCurlShims

/// One libcurl easy handle with its error text; belongs to one thread at a time.
///
/// The first option that libcurl refuses is remembered and becomes the result of ``perform()``, so
/// that a caller sets options without a check at every line.
@safe
struct EasyHandle: ~Copyable {
  /// libcurl's own handle.
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private(set) var refusal: CURLcode?

  /// A fresh handle; nil when libcurl has no memory or could not be set up.
  init?() {
    guard CurlLibrary.isReady, let raw = unsafe curl_easy_init() else { return nil }
    unsafe self.raw = raw
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    keepErrorText()
  }

  deinit {
    unsafe curl_easy_cleanup(raw)
    unsafe errorText.deallocate()
  }

  /// Where libcurl keeps this handle in tables.
  var identity: UInt { unsafe UInt(bitPattern: raw) }

  /// What went wrong in the last transfer, in libcurl's words; empty when nothing did.
  var errorDescription: String { unsafe String(cString: errorText) }

  /// Forgets all options; kept connections stay.
  mutating func reset() {
    unsafe curl_easy_reset(raw)
    refusal = nil
    keepErrorText()
  }

  /// Empties the error text before a transfer.
  func clearErrorText() { unsafe errorText.pointee = 0 }

  mutating func set(_ option: CURLoption, _ value: Int) {
    note(unsafe fifthcall_set_long(raw, option, value))
  }

  mutating func set(_ option: CURLoption, bytes value: Int) {
    note(unsafe fifthcall_set_offset(raw, option, curl_off_t(value)))
  }

  mutating func set(_ option: CURLoption, _ value: String?) {
    note(unsafe fifthcall_set_string(raw, option, value))
  }

  mutating func set(_ option: CURLoption, _ list: borrowing StringList) {
    note(unsafe fifthcall_set_list(raw, option, list.head))
  }

  mutating func setReader(_ chunk: curl_read_callback, _ context: UnsafeMutableRawPointer) {
    note(unsafe fifthcall_set_reader(raw, chunk, context))
  }

  mutating func setBodySink(_ sink: curl_write_callback, _ context: UnsafeMutableRawPointer) {
    note(
      unsafe fifthcall_set_writer(raw, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, sink, context))
  }

  mutating func setHeaderSink(_ sink: curl_write_callback, _ context: UnsafeMutableRawPointer) {
    note(
      unsafe fifthcall_set_writer(raw, CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, sink, context))
  }

  mutating func setProgress(
    _ progress: curl_xferinfo_callback, _ context: UnsafeMutableRawPointer
  ) {
    note(unsafe fifthcall_set_progress(raw, progress, context))
  }

  mutating func setPrerequest(
    _ prerequest: curl_prereq_callback, _ context: UnsafeMutableRawPointer
  ) {
    note(unsafe fifthcall_set_prerequest(raw, prerequest, context))
  }

  /// Runs the transfer on this thread and waits for its end.
  func perform() -> CURLcode {
    clearErrorText()
    if let refusal { return refusal }
    return unsafe curl_easy_perform(raw)
  }

  /// The server's last reply code; 0 when there was none.
  var responseCode: Int { number(CURLINFO_RESPONSE_CODE) }

  /// How many connections the last transfer had to open; 0: it used a kept one.
  var connectionsOpened: Int { number(CURLINFO_NUM_CONNECTS) }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe fifthcall_get_long(raw, info, &value)
    return value
  }

  fileprivate mutating func note(_ code: CURLcode) {
    if code != CURLE_OK && refusal == nil { refusal = code }
  }

  private func keepErrorText() {
    _ = unsafe fifthcall_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
  }
}

extension EasyHandle {
  /// Detaches a list from the handle before the list is freed.
  mutating func clearList(_ option: CURLoption) {
    note(unsafe fifthcall_set_list(raw, option, nil))
  }

  /// What every transfer of ours has: verified certificates of TLS 1.2 or later, no signals,
  /// nothing taken over from the environment or from files of the user, and no connection to where
  /// no relay or gateway can be.
  mutating func setSafeDefaults(caFile: String?) {
    note(unsafe fifthcall_vet_addresses(raw))
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let caFile { set(CURLOPT_CAINFO, caFile) }
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOPROXY, "*")
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_FOLLOWLOCATION, 0)
  }
}

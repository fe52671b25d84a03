internal import CCurlShims

/// libcurl, set up once for the process.
package enum CurlLibrary {
  /// Whether connections to a numeric address are made: not to link-local, multicast, reserved and
  /// unspecified ones (RFC 6890), whatever a name resolves to; nil when it is no address.
  package static func mayConnect(to address: String) -> Bool? {
    let answer = unsafe fifthcall_may_connect(address)
    return answer < 0 ? nil : answer == 1
  }

  /// Whether libcurl can be used at all; initialised at the first use, by whichever thread.
  static let isReady = fifthcall_curl_start() == CURLE_OK
}

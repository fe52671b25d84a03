internal import CCurlShims

/// libcurl, set up once for the process.
enum CurlLibrary {
  /// Whether libcurl can be used at all; initialised at the first use, by whichever thread.
  static let isReady = fifthcall_curl_start() == CURLE_OK
}

internal import CCurlShims

/// A list of texts as libcurl wants them; it must outlive the transfer that uses it.
@safe
struct StringList: ~Copyable {
  private(set) var head: UnsafeMutablePointer<curl_slist>?

  /// A list of these texts; nil when libcurl has no memory.
  init?(_ texts: [String]) {
    unsafe head = nil
    for text in texts {
      guard let longer = unsafe curl_slist_append(head, text) else {
        unsafe curl_slist_free_all(head)
        return nil
      }
      unsafe head = longer
    }
  }

  deinit { unsafe curl_slist_free_all(head) }
}

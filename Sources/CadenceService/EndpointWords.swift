import CadenceModel

/// What may be told, in log and alert, of the words with which an endpoint refuses us.
///
/// Who has the message before the answer may repeat it: names, numbers, text. Of a gateway's answer
/// only the status and a code that our own settings name are told, of a relay's only its codes; all of
/// it is kept sealed. What libcurl says, and a relay of our login, comes before anybody is named.
enum EndpointWords {
  /// `HTTP 403 Forbidden: 王小明 …` gives `HTTP 403`.
  static func plain(_ said: String, _ channel: Channel, _ settings: Settings) -> String {
    let words = said.split(separator: " ", maxSplits: 3)
    guard channel != .email else { return plain(reply: said, words) }
    guard words.count >= 2, words[0] == "HTTP" else { return said }
    let status = words[0...1].joined(separator: " ")
    let gateway = channel == .chat ? settings.channels.chat : settings.channels.sms
    guard words.count > 2, let gateway, gateway.codes.contains(where: { $0.code == words[2] })
    else { return status }
    return "\(status) \(words[2])"
  }

  /// `550 5.7.1 your mail about 王小明 …` gives `550 5.7.1`; `535 5.7.8 authentication failed` stays.
  private static func plain(reply said: String, _ words: [Substring]) -> String {
    guard let code = words.first, code.count == 3, code.allSatisfy({ $0.isASCII && $0.isNumber }),
      !["530", "534", "535"].contains(code)
    else { return said }
    let isStatus =
      words.count > 1 && words[1].allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    return isStatus ? "\(code) \(words[1])" : String(code)
  }
}

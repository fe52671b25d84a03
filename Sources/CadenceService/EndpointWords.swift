import CadenceModel

/// What may be told, in log and alert, of the words with which an endpoint refuses us.
///
/// A gateway has the whole message before it answers, and some repeat it: names, numbers, text. Of its
/// answer only the status and a code that our own settings name are told; all of it is kept sealed.
/// A relay is asked for its login, and libcurl speaks, before anybody is named.
enum EndpointWords {
  /// `HTTP 403 Forbidden: 王小明 …` gives `HTTP 403`.
  static func plain(_ said: String, _ channel: Channel, _ settings: Settings) -> String {
    let words = said.split(separator: " ", maxSplits: 3)
    guard channel != .email, words.count >= 2, words[0] == "HTTP" else { return said }
    let status = words[0...1].joined(separator: " ")
    let gateway = channel == .chat ? settings.channels.chat : settings.channels.sms
    guard words.count > 2, let gateway, gateway.codes.contains(where: { $0.code == words[2] })
    else { return status }
    return "\(status) \(words[2])"
  }
}

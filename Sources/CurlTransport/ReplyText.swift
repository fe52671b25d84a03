/// Collects the last reply of a mail server from the lines that libcurl passes on.
struct ReplyText {
  private static let limit = 2_000
  private var lines = ""
  private var isComplete = false

  /// The last reply, or what there is of it.
  var text: String { lines }

  /// Forgets everything.
  mutating func clear() {
    lines = ""
    isComplete = false
  }

  /// Adds a line such as `250-SIZE 1000` or `250 2.0.0 Ok`; after a last line a new reply begins.
  ///
  /// The answer to QUIT, which libcurl sends before it reports a refusal, is left out.
  mutating func add(line: some Sequence<UInt8>) {
    if line.starts(with: "221".utf8) { return }
    if isComplete { clear() }
    var text = ""
    // UTF-8 is decoded first, so that no half character survives.
    for scalar in String(decoding: Array(line), as: UTF8.self).unicodeScalars {
      let isPrintable = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      if isPrintable { text.unicodeScalars.append(scalar) }
    }
    let fourth = text.utf8.dropFirst(3).first
    isComplete = fourth != UInt8(ascii: "-")
    guard lines.utf8.count + text.utf8.count < Self.limit else { return }
    if !lines.isEmpty { lines += " " }
    lines += text
  }
}

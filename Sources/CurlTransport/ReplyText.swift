/// Collects the last reply of a mail server from the lines that libcurl passes on.
struct ReplyText {
  private static let limit = 2_000
  /// The lines as they came, each ended by a line feed.
  private var lines: [UInt8] = []
  private var isComplete = false

  /// The last reply, or what there is of it, its lines joined by blanks.
  var text: String {
    var joined = ""
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      var text = ""
      // UTF-8 is decoded first, so that no half character survives.
      for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
        let isPrintable = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        if isPrintable { text.unicodeScalars.append(scalar) }
      }
      guard joined.utf8.count + text.utf8.count < Self.limit else { continue }
      if !joined.isEmpty { joined += " " }
      joined += text
    }
    return joined
  }

  /// Forgets everything.
  mutating func clear() {
    lines.removeAll(keepingCapacity: true)
    isComplete = false
  }

  /// Adds a line such as `250-SIZE 1000` or `250 2.0.0 Ok`; after a last line a new reply begins.
  ///
  /// The answer to QUIT, which libcurl sends before it reports a refusal, is left out.
  mutating func add(line: some Collection<UInt8>) {
    if line.starts(with: "221".utf8) { return }
    if isComplete { clear() }
    isComplete = line.dropFirst(3).first != UInt8(ascii: "-")
    // Kept as bytes: most replies are never read. Those that are may be decoded to a little more.
    guard lines.count + line.count < 2 * Self.limit else { return }
    lines.append(contentsOf: line)
    if lines.last != UInt8(ascii: "\n") { lines.append(UInt8(ascii: "\n")) }
  }
}

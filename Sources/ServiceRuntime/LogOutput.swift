import Glibc
package import Logging

/// The diagnostic log: one line an event on standard error.
///
/// Lines carry systemd's priority prefix when the journal listens. They never carry names, numbers
/// or addresses of customers; callers pass ids and counts.
package struct LogOutput: LogHandler {
  /// Values added to every line.
  package var metadata: Logger.Metadata = [:]
  /// The lowest level written.
  package var logLevel: Logger.Level = .info
  private let label: String
  private let hasJournal: Bool

  /// A handler for one label; `hasJournal` chooses the `<N>` prefix of sd-daemon(3).
  package init(label: String, hasJournal: Bool) {
    self.label = label
    self.hasJournal = hasJournal
  }

  /// Reads or writes one metadata value.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one event as one line; control characters are replaced.
  package func log(event: LogEvent) {
    var line = hasJournal ? "<\(Self.priority(event.level))>" : "\(event.level.rawValue): "
    line += event.message.description
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
      .sorted(by: { $0.key < $1.key })
    {
      line += " \(key)=\(value)"
    }
    var bytes = line.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }
    bytes.append(UInt8(ascii: "\n"))
    // A closed standard error must not end the service: the result is not looked at.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}

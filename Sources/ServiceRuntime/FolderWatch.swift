package import Dispatch
import Glibc

/// Tells of changes in folders by inotify(7).
///
/// Watches folders, not files: editors put a new file in the place of the old one. Use it on its own
/// queue only.
package final class FolderWatch {
  /// A folder to be watched.
  package struct Place: Hashable, Sendable {
    /// Its path.
    package var folder: String
    /// Only entries of these names count; nil: all.
    package var names: Set<String>?

    /// A folder, with the names in it that count.
    package init(_ folder: String, names: Set<String>? = nil) {
      self.folder = folder
      self.names = names
    }
  }

  /// What happened.
  package enum Event: Hashable, Sendable {
    /// Somebody wrote to a file and may go on.
    case written(String)
    /// A file was closed after writing, made, renamed, removed, or got other rights.
    case changed(String)
    /// More happened than the system kept: anything may have.
    case overflowed
  }

  private static let events =
    IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
    | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR

  private let descriptor: Int32
  private let source: any DispatchSourceRead
  private var places: [Int32: Place] = [:]
  private let handler: @Sendable ([Event]) -> Void

  /// A watch over nothing yet; nil when the system has none left.
  ///
  /// `handler` runs on `queue`.
  package init?(queue: DispatchQueue, handler: @escaping @Sendable ([Event]) -> Void) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    self.handler = handler
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    let box = WeakWatch()
    source.setEventHandler(handler: { @Sendable in box.drain() })
    source.setCancelHandler(handler: { @Sendable in close(descriptor) })
    box.watch = self
    source.resume()
  }

  deinit { source.cancel() }

  /// Whether a path is a folder, links followed.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Watches these places and no others; answers whether all could be watched.
  package func watch(_ wanted: [Place]) -> Bool {
    var fresh: [Int32: Place] = [:]
    var isComplete = true
    for place in wanted {
      let number = unsafe inotify_add_watch(descriptor, place.folder, UInt32(Self.events))
      guard number >= 0 else {
        isComplete = false
        continue
      }
      // One folder may be wanted twice, under two paths: whatever either wants counts.
      if let other = fresh[number] {
        fresh[number]?.names = other.names.flatMap { first in place.names.map { first.union($0) } }
      } else {
        fresh[number] = place
      }
    }
    for number in places.keys where fresh[number] == nil { inotify_rm_watch(descriptor, number) }
    places = fresh
    return isComplete
  }

  /// Reads what has happened and tells it.
  fileprivate func drain() {
    var events: [Event] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      events += Self.records(buffer[..<count]).compactMap { event(of: $0) }
    }
    if !events.isEmpty { handler(events) }
  }

  private func event(of record: Record) -> Event? {
    if record.mask & UInt32(IN_Q_OVERFLOW) != 0 { return .overflowed }
    guard let place = places[record.watch] else { return nil }
    if let names = place.names, !names.contains(record.name) { return nil }
    let path = record.name.isEmpty ? place.folder : "\(place.folder)/\(record.name)"
    return record.mask & UInt32(IN_MODIFY) != 0 ? .written(path) : .changed(path)
  }

  private struct Record {
    var watch: Int32
    var mask: UInt32
    var name: String
  }

  /// Takes `struct inotify_event` apart: watch, mask, cookie, length of the name, name with zeros.
  private static func records(_ bytes: ArraySlice<UInt8>) -> [Record] {
    var found: [Record] = []
    var rest = bytes
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(rest[rest.startIndex + offset + $1]) << (8 * $1) }
    }
    while rest.count >= 16 {
      let length = Int(word(12))
      guard rest.count >= 16 + length else { break }
      let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      found.append(
        Record(
          watch: Int32(bitPattern: word(0)), mask: word(4),
          name: String(decoding: name, as: UTF8.self)))
      rest = rest.dropFirst(16 + length)
    }
    return found
  }
}

/// Lets the source's handler reach the watch without keeping it.
///
/// `@unchecked Sendable`: set once before the source is resumed, read on the watch's queue only.
private final class WeakWatch: @unchecked Sendable {
  weak var watch: FolderWatch?

  func drain() { watch?.drain() }
}

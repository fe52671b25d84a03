import Glibc

/// How the journal changes files: the system's calls, or a test's that fail on purpose.
package struct FileCalls: Sendable {
  /// Writes bytes from a place on: how many were taken, or a negated errno.
  package var write: @Sendable (_ file: Int32, _ bytes: [UInt8], _ from: Int) -> Int
  /// Makes written bytes durable: 0, or errno.
  package var sync: @Sendable (_ file: Int32) -> Int32
  /// Cuts a file: 0, or errno.
  package var truncate: @Sendable (_ file: Int32, _ length: Int64) -> Int32

  /// The system's own.
  package static let system = FileCalls(
    write: { SystemCall.write($0, $1, from: $2) },
    sync: { fdatasync($0) == 0 ? 0 : errno },
    truncate: { ftruncate($0, Int($1)) == 0 ? 0 : errno })

  /// Calls of these parts.
  package init(
    write: @escaping @Sendable (Int32, [UInt8], Int) -> Int,
    sync: @escaping @Sendable (Int32) -> Int32,
    truncate: @escaping @Sendable (Int32, Int64) -> Int32
  ) {
    self.write = write
    self.sync = sync
    self.truncate = truncate
  }
}

/// Why a message could not be put into the outbox.
package enum OutboxFailure: Error, Hashable, Sendable {
  /// A file or folder could not be written; the text says which and why.
  case notWritable(String)
}

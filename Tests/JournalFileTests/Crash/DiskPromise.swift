import CadenceModel
import JournalFile
import TouchJournal

/// Something that somebody relies on once it was said, whatever happens to the machine.
enum DiskPromise {
  /// An entry is durable.
  case entry(JournalEntry)
  /// A person's sealed data can never be opened again.
  case erased(CustomerID)
  /// An address has this mark.
  case mark(String)
}

/// Sealed data and their plain text.
struct SealedSample {
  let owner: CustomerID
  let plain: [UInt8]
}

/// Notes what a script was promised, and what it wrote without a promise.
///
/// `@unchecked Sendable`: written by one writer at a time, read when all is over.
final class PromiseBook: @unchecked Sendable {
  /// Every entry that was ever queued, by its chain head.
  var written: [ChainHead: JournalEntry] = [:]
  /// What was sealed, by its place.
  var sealed: [String: SealedSample] = [:]
  /// Owners whose keys were dropped or are being dropped.
  var dropped: Set<CustomerID> = []
  /// The bytes of a torn file that must never vanish without a copy.
  var torn: [UInt8]?
}

import Glibc

/// What stops the journal, named for what the operator must do.
package enum JournalProblem: Error, Sendable {
  /// There is no state folder here (exit 69).
  case noStateFolder(path: String)
  /// Another process writes to this state folder (exit 75).
  case locked(process: String)
  /// Settled entries are damaged; nothing may be written (exit 74).
  case damaged(JournalReport)
  /// A call to the system failed; `code` is errno (exit 73 or 74).
  case cannotWrite(file: String, call: String, code: Int32)
  /// A sync failed, so nobody knows what is on the disk: leave and start again (exit 74).
  case syncFailed(file: String, code: Int32)
  /// A line would be longer than the format allows (a fault of the caller).
  case entryTooLong(kind: String, bytes: Int)
  /// The person was erased on request: nothing is kept of them any more (exit 65).
  case erased
  /// The journal cannot live in this folder (exit 78).
  case unsuitable(folder: String, why: String)
  /// Another folder stands in the place of the one that was opened (exit 75).
  case folderReplaced(path: String)
  /// The journal's last file was removed, replaced or cut by somebody else while it was written
  /// (exit 74).
  case fileReplaced(path: String)
  /// The journal was closed.
  case closed

  /// The exit code of the contract's section 1.
  package var exitCode: Int32 {
    switch self {
    case .noStateFolder: 69
    case .locked, .folderReplaced: 75
    case .unsuitable: 78
    case .erased: 65
    case .damaged, .syncFailed, .entryTooLong, .fileReplaced, .closed: 74
    case .cannotWrite(_, let call, _): call == "create" ? 73 : 74
    }
  }

  /// Whether there was no room, or the user's share of it was used up.
  package var isFullDisk: Bool {
    guard case .cannotWrite(_, _, let code) = self else { return false }
    return code == ENOSPC || code == EDQUOT
  }

  /// A sentence for the operator.
  package var text: String {
    switch self {
    case .noStateFolder(let path):
      "there is no state folder at \(path); the service makes it (fifthcall run)"
    case .locked(let process):
      "another fifthcall (process \(process)) is writing to this state folder"
    case .damaged(let report): "the journal is damaged: \(report.summary)"
    case .unsuitable(let folder, let why): "\(folder) cannot be used: \(why)"
    case .folderReplaced(let path):
      "the state folder was replaced while the service ran (\(path) is another file than the one that "
        + "is locked); nothing more is written, the service stops"
    case .fileReplaced(let path):
      "\(path) was removed, replaced or changed by somebody else while the journal was written; what was "
        + "recorded last is missing; the service stops: put the file back from a backup and start again"
    case .cannotWrite(let file, let call, EPERM):
      "\(call) failed on \(file): not permitted; it may be immutable or append-only (lsattr shows, "
        + "chattr -ia ends it)"
    case .cannotWrite(let file, let call, let code):
      "\(call) failed on \(file): \(SystemCall.describe(code))"
    case .syncFailed(let file, let code):
      "the disk did not confirm what was written to \(file): \(SystemCall.describe(code))"
    case .entryTooLong(let kind, let bytes):
      "an entry of kind \(kind) would take \(bytes) bytes, more than a line may"
    case .erased: "the person was erased on request; nothing more is kept of them"
    case .closed: "the journal is closed"
    }
  }
}

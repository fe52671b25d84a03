/// What a journal file is worth (contract section 6, `journal verify`), from best to worst.
package enum JournalVerdict: String, Sendable, Comparable, CaseIterable {
  case clean
  /// The end was being written when the machine stopped; nothing acknowledged is missing.
  case torn
  /// Settled bytes changed or vanished.
  case corrupt
  /// Lines with right checksums stand where they do not belong.
  case tampered
  case rolledBack = "rolled-back"

  private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The better verdict is the smaller.
  package static func < (left: Self, right: Self) -> Bool { left.weight < right.weight }
}

/// Why a line is bad.
package enum LineProblem: Hashable, Sendable {
  case unterminated, checksum, zeros
  case wrongNumber(expected: Int64, found: Int64)
  case wrongChain, wrongDurable, wrongTime
  case otherVersion(Int64)
  case carriageReturns, byteOrderMark, notUTF8, reformatted
  case missingSegment(expected: Int64)
  case notAFile
  case notTheWitness(ChainHead)
  case tooShort(lastNumber: Int64, witness: Int64)

  /// Whether somebody must have done this on purpose, or with a tool that knows the format.
  var isTampering: Bool {
    switch self {
    case .wrongNumber, .wrongChain, .wrongDurable, .wrongTime, .notTheWitness: true
    default: false
    }
  }

  /// Whether an interrupted write can have left this behind.
  var canBeTorn: Bool {
    switch self {
    case .unterminated, .checksum, .zeros: true
    default: false
    }
  }

  /// A sentence for the admin.
  package var text: String {
    switch self {
    case .unterminated: "the last line has no end"
    case .checksum: "the line's bytes do not fit its checksum"
    case .zeros: "zero bytes instead of lines"
    case .wrongNumber(let expected, let found): "number \(found) stands where \(expected) belongs"
    case .wrongChain: "the line does not fit the lines before it"
    case .wrongDurable: "d is not below n, or lower than before"
    case .wrongTime: "at is earlier than in the line before"
    case .otherVersion(let version):
      "written in format version \(version); this program knows version 1 and changes nothing"
    case .carriageReturns: "the line ends were converted (CR or CRLF) by some program"
    case .byteOrderMark: "a byte order mark was put before the first line by some program"
    case .notUTF8: "the file was converted to another encoding"
    case .reformatted: "the JSON was laid out anew by some program"
    case .missingSegment(let expected):
      "the file that begins with number \(expected) is missing before this one"
    case .notAFile: "not a plain file but a link or something else"
    case .notTheWitness(let witness): "number \(witness.number) has another h than the witness"
    case .tooShort(let last, let witness):
      "the journal ends with number \(last), but the witness saw number \(witness)"
    }
  }
}

/// The first bad line of a file.
package struct BadLine: Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  /// The number that the line should have.
  package var number: Int64
  /// Where the line begins in the file.
  package var offset: Int
  /// What is wrong.
  package var problem: LineProblem

  /// A bad line of these parts.
  package init(line: Int, number: Int64, offset: Int, problem: LineProblem) {
    self.line = line
    self.number = number
    self.offset = offset
    self.problem = problem
  }
}

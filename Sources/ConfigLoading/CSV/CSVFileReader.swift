import Foundation

/// Why a CSV file cannot be read at all.
enum CSVFileFailure: Error, Hashable, Sendable {
  case cannotOpen(String)
  case cannotRead(String)
  case tooLarge
  case empty
  case fullWidthSeparator
  case foreignEncoding

  /// One sentence for a finding.
  var text: String {
    switch self {
    case .cannotOpen(let why): "the file cannot be opened: \(why)"
    case .cannotRead(let why): "the file cannot be read: \(why)"
    case .tooLarge: "the file is larger than 2 GiB"
    case .empty: "the file is empty"
    case .fullWidthSeparator:
      "the columns are separated by full-width commas (，); save the file with ordinary commas"
    case .foreignEncoding:
      "it is neither UTF-8 nor UTF-16, and read as GB18030 its characters would be ones that nobody "
        + "writes: probably it is Big5, Shift-JIS or another encoding; save it as UTF-8"
    }
  }
}

/// Reads a CSV file piece by piece, whatever its encoding, separator and line ends; memory does
/// not grow with the file.
struct CSVFileReader {
  /// The detected encoding.
  private(set) var encoding = TextEncoding.utf8
  /// The detected separator.
  private(set) var separator = UInt8(ascii: ",")
  /// The header's cells.
  private(set) var header: [String] = []
  /// The digest of what was read so far.
  private(set) var digest = FileDigest()

  private let source: any CSVSource
  private var transcoder = TextTranscoder(encoding: .utf8)
  private var tokeniser = CSVTokeniser(separator: UInt8(ascii: ","))
  /// Bytes in the file's encoding that are no whole line yet.
  private var raw: [UInt8] = []
  /// UTF-8 that is no whole record yet.
  private var pending: [UInt8] = []
  /// Lines with foreign bytes that have not been met yet, from 1.
  private var badLines: [Int] = []
  /// Lines transcoded so far, counted by LF.
  private var transcodedLines = 0
  private var isSkippingLine = false
  private var isAtEnd = false
  private var isDone = false
  /// Records of the first piece behind the header.
  private var first: CSVBatch?

  /// Opens a file and reads its header.
  init(path: String, followsLinks: Bool = true) throws(CSVFileFailure) {
    try self.init(source: CSVFileSource(path: path, followsLinks: followsLinks))
  }

  /// Reads bytes in memory.
  init(bytes: [UInt8]) throws(CSVFileFailure) {
    try self.init(source: CSVMemorySource(bytes: bytes))
  }

  private init(source: any CSVSource) throws(CSVFileFailure) {
    self.source = source
    try readHeader()
  }

  /// Bytes of the whole file.
  var size: Int { source.size }

  /// The next records; nil at the end of the file.
  mutating func next() throws(CSVFileFailure) -> CSVBatch? {
    if let batch = first {
      first = nil
      if !batch.records.isEmpty { return batch }
    }
    while !isDone {
      let batch = try readPiece()
      if !batch.records.isEmpty { return batch }
    }
    return nil
  }

  /// Detects encoding and separator and takes the header off the first records.
  private mutating func readHeader() throws(CSVFileFailure) {
    raw = try source.read(CSVLimits.chunk)
    digest.add(raw)
    guard !raw.isEmpty else { throw .empty }
    encoding = TextEncoding.detect(raw)
    if encoding == .gb18030, ForeignEncoding.isLikely(raw) { throw .foreignEncoding }
    transcoder = TextTranscoder(encoding: encoding)
    raw.removeFirst(encoding.markLength(raw))
    try transcode()
    guard let start = pending.firstIndex(where: { $0 > 0x20 }) else { throw .empty }
    let line = pending[start...].prefix { $0 != 0x0A && $0 != 0x0D }
    switch CSVSeparator.sniff(header: line) {
    case .fullWidthComma: throw .fullWidthSeparator
    case .separator(let byte): separator = byte
    }
    tokeniser = CSVTokeniser(separator: separator)
    var batch = cutPending()
    while batch.records.isEmpty, !isDone { batch = try readPiece() }
    guard let head = batch.records.first else { throw .empty }
    header = batch.texts(head)
    batch.records.removeFirst()
    first = batch
  }

  /// Reads on and cuts what is there.
  private mutating func readPiece() throws(CSVFileFailure) -> CSVBatch {
    if !isAtEnd {
      let more = try source.read(CSVLimits.chunk)
      if more.isEmpty { isAtEnd = true }
      digest.add(more)
      raw.append(contentsOf: more)
      try transcode()
    }
    return cutPending()
  }

  /// Moves whole lines of the raw bytes to the UTF-8 side.
  private mutating func transcode() throws(CSVFileFailure) {
    let whole = transcoder.wholeLines(raw, isLast: isAtEnd || raw.count > 4 * CSVLimits.chunk)
    guard whole > 0 else { return }
    let piece = transcoder.utf8(whole == raw.count ? raw : Array(raw[..<whole]))
    raw.removeFirst(whole)
    badLines += piece.badLines.map { transcodedLines + $0 + 1 }
    if encoding != .utf8, encoding != .utf8WithBOM {
      transcodedLines += piece.bytes.count { $0 == 0x0A }
    }
    if pending.isEmpty { pending = piece.bytes } else { pending.append(contentsOf: piece.bytes) }
  }

  /// Cuts records off the UTF-8 side.
  private mutating func cutPending() -> CSVBatch {
    var huge: CSVRecord?
    if isSkippingLine { skipLine() }
    if isSkippingLine { return CSVBatch(bytes: []) }
    var (batch, used) = tokeniser.read(pending, isLast: isAtEnd)
    if used == 0, pending.count >= 2 * CSVLimits.record, !isAtEnd {
      huge = tokeniser.hugeRecord()
      isSkippingLine = true
      skipLine()
    } else {
      pending.removeFirst(used)
    }
    if let huge { batch.records.append(huge) }
    if isAtEnd, pending.isEmpty || used == 0 { isDone = true }
    markBadLines(&batch)
    return batch
  }

  private mutating func skipLine() {
    let (used, ended) = tokeniser.skipLine(pending)
    pending.removeFirst(used)
    if ended { isSkippingLine = false }
    if !ended, isAtEnd { isDone = true }
  }

  /// Marks the records that hold lines with foreign bytes.
  private mutating func markBadLines(_ batch: inout CSVBatch) {
    guard !badLines.isEmpty else { return }
    for index in batch.records.indices {
      let line = Int(batch.records[index].line)
      let next =
        index + 1 < batch.records.count ? Int(batch.records[index + 1].line) : tokeniser.line
      while let bad = badLines.first, bad < max(next, line + 1) {
        badLines.removeFirst()
        if bad >= line { batch.records[index].problem = .badEncoding(line: bad) }
      }
    }
  }
}

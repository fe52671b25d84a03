/// The parts of a TZif file (RFC 9636) that a wall clock needs.
struct TZifFile {
  /// Seconds since 1970 at which an offset begins, ascending.
  private(set) var starts: [Int64] = []
  /// Seconds east of UTC from each start on.
  private(set) var offsets: [Int32] = []
  /// Seconds east of UTC before the first start: local time type 0 (RFC 9636 section 3.2).
  private(set) var firstOffset: Int32 = 0
  /// The rule after the last start.
  private(set) var footer: PosixZoneRule?

  /// Reads the version 2+ block; the version 1 block before it is skipped.
  init(_ bytes: [UInt8]) throws(ZoneFailure) {
    var reader = BigEndianReader(bytes: bytes)
    let old = try Header(&reader)
    guard old.version >= UInt8(ascii: "2") else { throw .oldVersion }
    try reader.skip(old.blockLength(timeSize: 4))
    let header = try Header(&reader)
    guard header.leaps == 0 else { throw .leapSeconds }
    guard header.types > 0 else { throw .inconsistent }
    // A count that the file cannot hold is refused before anything is allocated for it.
    guard header.blockLength(timeSize: 8) <= reader.left else { throw .notTZif }
    starts.reserveCapacity(header.times)
    for _ in 0..<header.times {
      let start = try reader.int64()
      // Older zic wrote -2^59 for the big bang; beyond that adding an offset might overflow.
      guard start.magnitude <= 1 << 59 else { throw .inconsistent }
      starts.append(start)
    }
    var indices: [Int] = []
    for _ in 0..<header.times { indices.append(Int(try reader.byte())) }
    var types: [Int32] = []
    for _ in 0..<header.types {
      types.append(try reader.int32())
      try reader.skip(2)
    }
    guard indices.allSatisfy(types.indices.contains), zip(starts, starts.dropFirst()).allSatisfy(<),
      types.allSatisfy({ abs(Int($0)) < 93_600 })
    else { throw .inconsistent }
    offsets = indices.map { types[$0] }
    firstOffset = types[0]
    try reader.skip(header.abbreviationBytes + header.standards + header.universals)
    footer = try Self.footer(&reader)
  }

  /// The text between the two newlines after the data block; nil when it is empty.
  private static func footer(_ reader: inout BigEndianReader) throws(ZoneFailure)
    -> PosixZoneRule?
  {
    guard try reader.byte() == UInt8(ascii: "\n") else { throw .notTZif }
    var text: [UInt8] = []
    while true {
      let byte = try reader.byte()
      if byte == UInt8(ascii: "\n") { break }
      text.append(byte)
    }
    guard !text.isEmpty else { return nil }
    guard let rule = PosixZoneRule(text) else {
      throw .footer(String(decoding: text, as: UTF8.self))
    }
    return rule
  }

  /// The 44 bytes before each block.
  private struct Header {
    let version: UInt8
    let universals: Int
    let standards: Int
    let leaps: Int
    let times: Int
    let types: Int
    let abbreviationBytes: Int

    init(_ reader: inout BigEndianReader) throws(ZoneFailure) {
      for expected in "TZif".utf8 {
        guard try reader.byte() == expected else { throw .notTZif }
      }
      version = try reader.byte()
      try reader.skip(15)
      universals = try reader.count()
      standards = try reader.count()
      leaps = try reader.count()
      times = try reader.count()
      types = try reader.count()
      abbreviationBytes = try reader.count()
    }

    func blockLength(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + abbreviationBytes + leaps * (timeSize + 4) + standards
        + universals
    }
  }
}

/// Reads big-endian integers; the end of the bytes is an error, never a crash.
private struct BigEndianReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes not read yet.
  var left: Int { bytes.count - position }

  mutating func byte() throws(ZoneFailure) -> UInt8 {
    guard position < bytes.count else { throw .notTZif }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func skip(_ count: Int) throws(ZoneFailure) {
    guard count >= 0, count <= left else { throw .notTZif }
    position += count
  }

  mutating func int32() throws(ZoneFailure) -> Int32 {
    var value: UInt32 = 0
    for _ in 0..<4 { value = value << 8 | UInt32(try byte()) }
    return Int32(bitPattern: value)
  }

  mutating func int64() throws(ZoneFailure) -> Int64 {
    var value: UInt64 = 0
    for _ in 0..<8 { value = value << 8 | UInt64(try byte()) }
    return Int64(bitPattern: value)
  }

  mutating func count() throws(ZoneFailure) -> Int {
    let value = try int32()
    guard value >= 0 else { throw .inconsistent }
    return Int(value)
  }
}

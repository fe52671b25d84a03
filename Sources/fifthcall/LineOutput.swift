import ArgumentParser
import Foundation

/// The format of commands that answer each line by one JSON object: there is no other.
enum LineFormat: String, ExpressibleByArgument, CaseIterable {
  case json
}

/// Collects lines for standard output and hands them over in large pieces, so that a hundred
/// thousand short lines cost a few system calls.
struct LineOutput: ~Copyable {
  /// The line being written and those not handed over yet.
  var bytes: [UInt8] = []

  private static let pieceSize = 1 << 16

  init() { bytes.reserveCapacity(Self.pieceSize + 4096) }

  /// Appends ASCII or UTF-8 as it is.
  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a JSON string with its quotation marks, escaped as RFC 8259 demands.
  mutating func writeJSON(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): write("\\\"")
      case UInt8(ascii: "\\"): write("\\\\")
      case UInt8(ascii: "\n"): write("\\n")
      case UInt8(ascii: "\r"): write("\\r")
      case UInt8(ascii: "\t"): write("\\t")
      case 0..<0x20:
        write("\\u00")
        for digit in [byte >> 4, byte & 15] {
          bytes.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
        }
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a JSON array of strings.
  mutating func writeJSON(_ texts: [String]) {
    bytes.append(UInt8(ascii: "["))
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writeJSON(text)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Answers a bad line in its place: `{"error":…}`.
  mutating func writeError(_ text: String) throws {
    write("{\"error\":")
    writeJSON(text)
    write("}")
    try endLine()
  }

  /// Ends the line and hands over a piece when it is large enough.
  mutating func endLine() throws {
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= Self.pieceSize { try flush() }
  }

  /// Hands over what is left.
  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    try Self.handOver(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes one line at once.
  static func line(_ text: String) throws { try handOver(Array((text + "\n").utf8)) }

  /// Writes to standard output; a full disk is said in words and ends with status 73.
  static func handOver(_ bytes: [UInt8]) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      StandardError.write("cannot write to standard output: \(StandardError.words(of: error))")
      throw ExitCode.cannotWrite
    }
  }
}

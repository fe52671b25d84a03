/// Cuts a piece of UTF-8 into records and fields by RFC 4180, and recovers where it is broken.
///
/// Lines end by LF, CRLF or a lone CR, mixed as they come. A quotation mark inside an unquoted cell
/// is text (`5" door`). A quoted cell that is never closed, or goes on after its closing quote,
/// costs its record only: reading goes on at the line after the one the record began on. Empty
/// lines are no records.
struct CSVTokeniser {
  /// The byte between cells.
  let separator: UInt8
  /// The line that comes next, from 1.
  private(set) var line = 1
  /// The number of the record that comes next; the header is 0.
  private(set) var number = 0

  private static let quote = UInt8(ascii: "\"")
  private static let lf = UInt8(ascii: "\n")
  private static let cr = UInt8(ascii: "\r")

  init(separator: UInt8) { self.separator = separator }

  /// How reading a record ended.
  private enum Ending {
    /// The record is complete; reading goes on at this offset.
    case complete(next: Int)
    /// The piece ends before the record does.
    case incomplete
    /// The record is broken.
    case broken(CSVProblem)
  }

  /// The state of the batch being made.
  private struct Output {
    var starts: [UInt32] = []
    var ends: [UInt32] = []
    var records: [CSVRecord] = []
    /// Unescaped cells, which stand behind the piece.
    var extra: [UInt8] = []
  }

  /// Reads all complete records of a piece; `isLast` says that no more will come.
  ///
  /// Answers the batch and how many bytes were used; the rest must lead the next piece. Nothing
  /// used means that the record is longer than the piece.
  mutating func read(_ bytes: [UInt8], isLast: Bool) -> (batch: CSVBatch, used: Int) {
    var output = Output()
    output.starts.reserveCapacity(bytes.count / 8)
    output.ends.reserveCapacity(bytes.count / 8)
    let span = bytes.span
    var position = 0
    while position < span.count {
      if let next = endOfLine(span, at: position) {
        guard next <= span.count, isLast || next < span.count else { break }
        position = next
        line += 1
        continue
      }
      let firstField = output.starts.count
      var lines = 0
      var ending = readRecord(span, from: position, isLast: isLast, &output, &lines)
      if case .complete(let next) = ending, next - position > CSVLimits.record {
        ending = .broken(.hugeRecord)
      }
      if case .broken = ending, !isLast, lineEnd(span, from: position) + 1 >= span.count {
        ending = .incomplete
      }
      if case .incomplete = ending {
        output.starts.removeSubrange(firstField...)
        output.ends.removeSubrange(firstField...)
        break
      }
      position = finish(ending, span, from: position, firstField, lines, &output)
    }
    var batch = CSVBatch(bytes: bytes, starts: output.starts, ends: output.ends)
    batch.records = output.records
    batch.used = position
    batch.bytes.append(contentsOf: output.extra)
    return (batch, position)
  }

  /// Gives up on a record that fills a whole piece: its first line is skipped.
  ///
  /// Answers the bytes used; all of them where the line goes on behind the piece.
  mutating func skipLine(_ bytes: [UInt8]) -> (used: Int, ended: Bool) {
    let span = bytes.span
    let end = lineEnd(span, from: 0)
    guard let next = endOfLine(span, at: end), next < span.count else { return (span.count, false) }
    line += 1
    return (next, true)
  }

  /// The record that stands for one given up on.
  mutating func hugeRecord() -> CSVRecord {
    defer { number += 1 }
    return CSVRecord(
      firstField: 0, fieldCount: 0, line: UInt32(clamping: line), number: UInt32(clamping: number),
      problem: .hugeRecord)
  }

  /// Files a record and tells where reading goes on.
  private mutating func finish(
    _ ending: Ending, _ span: borrowing Span<UInt8>, from position: Int, _ firstField: Int,
    _ lines: Int, _ output: inout Output
  ) -> Int {
    var record = CSVRecord(
      firstField: UInt32(firstField), fieldCount: 0, line: UInt32(clamping: line),
      number: UInt32(clamping: number))
    number += 1
    let next: Int
    if case .complete(let end) = ending {
      next = end
      line += lines
    } else {
      if case .broken(let problem) = ending { record.problem = problem }
      output.starts.removeSubrange(firstField...)
      output.ends.removeSubrange(firstField...)
      let end = lineEnd(span, from: position)
      cutPlainly(span, position..<end, &output)
      next = endOfLine(span, at: end) ?? end
      line += 1
    }
    record.fieldCount = UInt32(output.starts.count - firstField)
    output.records.append(record)
    return next
  }

  /// Reads one record; `lines` counts the line ends used.
  private func readRecord(
    _ span: borrowing Span<UInt8>, from start: Int, isLast: Bool, _ output: inout Output,
    _ lines: inout Int
  ) -> Ending {
    var position = start
    var column = 1
    while true {
      if position < span.count, span[position] == Self.quote {
        let opened = line + lines
        switch readQuoted(span, from: position + 1, &output, &lines) {
        case .closed(let after): position = after
        case .open where isLast || span.count - position > CSVLimits.field:
          return .broken(.unterminatedQuote(line: opened, column: column))
        case .open: return .incomplete
        case .huge: return .broken(.overlongQuote(line: opened, column: column))
        }
        // Blanks behind the closing quote are forgiven; anything else is not.
        while position < span.count, span[position] == 0x20 { position += 1 }
        guard position == span.count || isEnd(span[position]) else {
          return .broken(.textAfterQuote(line: opened, column: column))
        }
      } else {
        let first = position
        while position < span.count, !isEnd(span[position]) { position += 1 }
        guard position - first <= CSVLimits.field else {
          return .broken(.hugeField(column: column))
        }
        output.starts.append(UInt32(first))
        output.ends.append(UInt32(position))
      }
      guard position < span.count else {
        lines += 1
        return isLast ? .complete(next: position) : .incomplete
      }
      if span[position] == separator {
        position += 1
        column += 1
        guard column <= CSVLimits.columns else { return .broken(.tooManyColumns) }
        continue
      }
      guard let next = endOfLine(span, at: position), isLast || next < span.count
      else { return .incomplete }
      lines += 1
      return .complete(next: next)
    }
  }

  /// How reading a quoted cell ended.
  private enum QuotedEnding {
    case closed(after: Int)
    case open
    case huge
  }

  /// Reads a quoted cell from behind its opening quote.
  private func readQuoted(
    _ span: borrowing Span<UInt8>, from first: Int, _ output: inout Output, _ lines: inout Int
  ) -> QuotedEnding {
    var position = first
    var escapes = 0
    let limit = min(span.count, first + CSVLimits.field + 2)
    while position < limit {
      let byte = span[position]
      if byte == Self.quote {
        guard position + 1 < span.count, span[position + 1] == Self.quote else {
          append(span, first..<position, escapes > 0, &output)
          return .closed(after: position + 1)
        }
        escapes += 1
        position += 2
        continue
      }
      if byte == Self.lf { lines += 1 }
      if byte == Self.cr, position + 1 == span.count || span[position + 1] != Self.lf { lines += 1 }
      position += 1
    }
    return limit < span.count ? .huge : .open
  }

  /// Files a quoted cell, unescaped where it has doubled quotes.
  private func append(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, _ isEscaped: Bool, _ output: inout Output
  ) {
    guard isEscaped else {
      output.starts.append(UInt32(range.lowerBound))
      output.ends.append(UInt32(range.upperBound))
      return
    }
    output.starts.append(UInt32(span.count + output.extra.count))
    var position = range.lowerBound
    while position < range.upperBound {
      output.extra.append(span[position])
      position += span[position] == Self.quote ? 2 : 1
    }
    output.ends.append(UInt32(span.count + output.extra.count))
  }

  /// Cuts the first line of a broken record at its separators, for the list of rejects.
  private func cutPlainly(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, _ output: inout Output
  ) {
    var first = range.lowerBound
    var fields = 1
    for position in range where span[position] == separator {
      guard fields < CSVLimits.columns else { break }
      output.starts.append(UInt32(first))
      output.ends.append(UInt32(position))
      first = position + 1
      fields += 1
    }
    output.starts.append(UInt32(first))
    output.ends.append(UInt32(range.upperBound))
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == Self.lf || byte == Self.cr
  }

  /// The offset behind a line end; nil where there is none at the offset.
  private func endOfLine(_ span: borrowing Span<UInt8>, at position: Int) -> Int? {
    guard position < span.count else { return nil }
    if span[position] == Self.lf { return position + 1 }
    guard span[position] == Self.cr else { return nil }
    return position + 1 < span.count && span[position + 1] == Self.lf ? position + 2 : position + 1
  }

  /// Where the line ends that the offset lies in.
  private func lineEnd(_ span: borrowing Span<UInt8>, from position: Int) -> Int {
    var end = position
    while end < span.count, span[end] != Self.lf, span[end] != Self.cr { end += 1 }
    return end
  }
}

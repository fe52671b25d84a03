import CadenceModel
import CivilTime

/// Makes customers of the records of one batch; batches are converted side by side.
struct RecordConverter {
  let context: CustomerContext
  let layout: ColumnLayout
  let file: String
  let fileNumber: Int
  /// The batch being converted.
  let batch: CSVBatch
  /// How many findings of each severity may still be listed; the others are counted.
  var budget: FindingBudget
  /// What has been made so far.
  var result = BatchResult()
  /// The record being read.
  var record = CSVRecord(firstField: 0, fieldCount: 0, line: 0, number: 0)
  /// Why the record is set aside; empty: it is not.
  var rejections: [String] = []
  /// Cells that were understood before.
  var caches = CellCaches()

  init(
    context: CustomerContext, layout: ColumnLayout, file: String, fileNumber: Int, batch: CSVBatch,
    budget: FindingBudget
  ) {
    self.context = context
    self.layout = layout
    self.file = file
    self.fileNumber = fileNumber
    self.batch = batch
    self.budget = budget
  }

  /// Converts all records.
  consuming func convert() -> BatchResult {
    let bytes = batch.bytes
    let span = bytes.span
    result.customers.reserveCapacity(batch.records.count)
    result.origins.reserveCapacity(batch.records.count)
    result.profiles.reserveCapacity(batch.bytes.count / 2)
    let isClean = UTF8Check.firstInvalid(span, 0..<min(batch.used, span.count)) == nil
    for record in batch.records {
      self.record = record
      rejections.removeAll(keepingCapacity: true)
      let start = result.profiles.count
      let bought = result.purchases.count
      if !isClean { checkEncoding(span) }
      if let problem = record.problem { reject(problem.text) }
      if record.problem == nil, rejections.isEmpty, isSkipped(span) { continue }
      result.counts.records += 1
      if rejections.isEmpty { checkWidth(span) }
      guard rejections.isEmpty, let (customer, origin) = customer(span), rejections.isEmpty else {
        result.profiles.removeSubrange(start...)
        result.purchases.cut(to: bought)
        setAside()
        continue
      }
      result.customers.append(customer)
      result.origins.append(origin)
      keepCells(span)
    }
    return result
  }

  /// The trimmed range of a column's cell; nil where it is empty or missing.
  func cell(_ span: borrowing Span<UInt8>, _ column: CustomerColumn) -> Range<Int>? {
    let field = layout.fields[Int(column.rawValue)]
    guard field >= 0, field < Int(record.fieldCount) else { return nil }
    return trimmed(span, field)
  }

  /// The trimmed range of a field; nil where it is empty.
  func trimmed(_ span: borrowing Span<UInt8>, _ field: Int) -> Range<Int>? {
    let index = Int(record.firstField) + field
    var start = Int(batch.starts[index])
    var end = Int(batch.ends[index])
    while start < end, span[start] <= 0x20 { start += 1 }
    while start < end, span[end - 1] <= 0x20 { end -= 1 }
    return start < end ? start..<end : nil
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String {
    String(decoding: batch.bytes[range], as: UTF8.self)
  }

  /// Whether a record is a blank row or a total and no customer.
  private mutating func isSkipped(_ span: borrowing Span<UInt8>) -> Bool {
    guard let id = cell(span, .id) else {
      let isBlank = (0..<Int(record.fieldCount)).allSatisfy { trimmed(span, $0) == nil }
      if isBlank { result.counts.skippedRows += 1 }
      return isBlank
    }
    guard id.count <= 16, cell(span, .mobile) == nil, cell(span, .email) == nil else {
      return isRepeatedHeader(span, id)
    }
    let totals: Set<String> = [
      "合计", "总计", "小计", "汇总", "共计", "total", "totals", "subtotal", "sum", "grand total", "合计:",
      "total:", "合计：",
    ]
    guard totals.contains(CategoryNames.key(text(id))) else { return false }
    warn(.id, "a total under the table, no customer")
    result.counts.skippedRows += 1
    return true
  }

  /// Whether the header stands in the table a second time.
  private mutating func isRepeatedHeader(_ span: borrowing Span<UInt8>, _ id: Range<Int>) -> Bool {
    guard span[id.lowerBound] > 0x39, let field = layout.field(.id),
      text(id) == layout.header[field], let name = layout.field(.name) ?? layout.field(.lastName),
      batch.text(record, name) == layout.header[name]
    else { return false }
    warn(.id, "the header a second time, no customer")
    result.counts.skippedRows += 1
    return true
  }

  /// More cells than headers shift the columns; fewer are only missing.
  private mutating func checkWidth(_ span: borrowing Span<UInt8>) {
    let count = Int(record.fieldCount)
    let expected = layout.header.count
    if count > expected, (expected..<count).contains(where: { trimmed(span, $0) != nil }) {
      reject("too many cells: \(count) instead of \(expected)")
    } else if count < expected {
      add(.info, "", "\(count) cells instead of \(expected); the missing ones are empty")
    }
  }

  /// Names the first column that holds bytes foreign to the encoding.
  private mutating func checkEncoding(_ span: borrowing Span<UInt8>) {
    for field in 0..<Int(record.fieldCount) {
      let index = Int(record.firstField) + field
      let range = Int(batch.starts[index])..<Int(batch.ends[index])
      guard let offset = UTF8Check.firstInvalid(span, range) else { continue }
      let column = field < layout.header.count ? layout.header[field] : "\(field + 1)"
      add(
        .reject, column,
        "byte \(offset - range.lowerBound + 1) of the cell is no UTF-8: mixed encodings?")
      return
    }
  }

  /// Files a rejected record.
  private mutating func setAside() {
    result.counts.rejected += 1
    guard context.shelf != nil else { return }
    result.rejects.append(
      RejectedRecord(
        file: fileNumber, record: Int(record.number), cells: PackedCells(batch.texts(record)),
        reason: rejections.joined(separator: "; ")))
  }
}

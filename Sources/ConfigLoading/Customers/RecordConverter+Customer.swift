import CadenceModel
import CivilTime

extension RecordConverter {
  /// What is collected of a record before its texts are packed.
  struct Draft {
    var customer: Customer
    var country = ""
    var mobile: UInt64 = 0
    var secondMobile: UInt64 = 0
    var landline = ""
    var email = ""
    var emailRange: Range<Int>?
    var secondEmail = ""
    var purchases = ""
    var purchasesRange: Range<Int>?
    var position = ""
    var leftover = ""
  }

  /// Reads the present record; nil where its id or name is missing.
  mutating func customer(_ span: borrowing Span<UInt8>) -> (Customer, CustomerOrigin)? {
    guard let idRange = cell(span, .id) else {
      reject(.id, "no id")
      return nil
    }
    let id = isPlain(span, idRange) ? text(idRange) : CellText.cleaned(text(idRange))
    guard !id.isEmpty, id.utf8.count <= 100 else {
      reject(.id, id.isEmpty ? "no id" : "the id is longer than 100 bytes")
      return nil
    }
    if CSVWriter.isFormula(id) { warn(.id, "looks like a formula; kept as text", idRange) }
    var draft = Draft(customer: Customer(id: CustomerID(id)))
    draft.customer.isSample = context.isSample
    readPlace(span, &draft)
    readCategories(span, &draft)
    readPhones(span, &draft)
    readEmail(span, &draft)
    readDates(span, &draft)
    readFamily(span, &draft)
    readLeapDayRule(span, &draft)
    readConsents(span, &draft)
    readPurchases(span, &draft)
    readTags(span, &draft)
    let start = result.profiles.count
    guard writeProfile(span, &draft) else { return nil }
    draft.customer.profile = ProfileRange(
      start: UInt64(start), count: UInt32(result.profiles.count - start))
    setReachable(span, &draft)
    return (draft.customer, origin(span, draft))
  }

  /// Where the record came from, and its hashes.
  private func origin(_ span: borrowing Span<UInt8>, _ draft: Draft) -> CustomerOrigin {
    var content: UInt64 = 0xcbf2_9ce4_8422_2325
    for field in 0..<Int(record.fieldCount) {
      if let range = trimmed(span, field) {
        content = (content ^ CellCache<Void>.hash(span, range)) &* 0x100_0000_01b3
      }
      content = (content ^ UInt64(field)) &* 0x100_0000_01b3
    }
    var email: UInt64 = 0
    if let range = draft.emailRange {
      email = CellCache<Void>.hash(span, range)
    } else if !draft.email.isEmpty {
      let bytes = Array(draft.email.utf8)
      email = CellCache<Void>.hash(bytes.span, 0..<bytes.count)
    }
    return CustomerOrigin(
      file: UInt16(clamping: fileNumber), record: record.number, line: record.line,
      content: content, email: email, household: household(span))
  }

  /// Which channels have an address or number.
  private mutating func setReachable(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    var set = ChannelSet()
    if draft.mobile != 0 { set.formUnion([ChannelSet(.sms), ChannelSet(.call)]) }
    if !draft.landline.isEmpty { set.insert(ChannelSet(.call)) }
    if !draft.email.isEmpty || draft.emailRange != nil { set.insert(ChannelSet(.email)) }
    let hasChat =
      layout.chatIsWhatsApp && layout.field(.chat) == nil
      ? draft.mobile != 0 : cell(span, .chat) != nil
    if hasChat { set.insert(ChannelSet(.chat)) }
    if set.isEmpty, rejections.isEmpty {
      warn(
        layout.field(.mobile) == nil ? .phone : .mobile, "no phone, no e-mail: no channel")
    }
    let hasStreet = cell(span, .address) != nil
    if hasStreet || cell(span, .city) != nil || cell(span, .district) != nil {
      set.insert(ChannelSet(.visit))
    }
    if hasStreet {
      set.formUnion([ChannelSet(.gift), ChannelSet(.card), ChannelSet(.letter)])
    }
    draft.customer.reachable = set
  }

  /// Keeps the cells that the model has no place for.
  mutating func keepCells(_ span: borrowing Span<UInt8>) {
    guard context.shelf != nil else { return }
    var cells: [String] = []
    for column in KeptCells.columns {
      cells.append(cell(span, column).map { CellText.cleaned(text($0)) } ?? "")
    }
    result.keptCells.append(
      KeptCells(source: PackedCells(batch.texts(record)), cells: PackedCells(cells)))
  }
}

import CadenceModel
import CivilTime

extension RecordConverter {
  /// Purchases; what is not understood becomes a note.
  mutating func readPurchases(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    guard let range = cell(span, .purchases) else { return }
    let first = result.purchases.count
    if let last = readPlainPurchases(span, range), last <= context.today {
      draft.purchasesRange = range
      draft.customer.lastPurchase = last
    } else {
      result.purchases.cut(to: first)
      readOddPurchases(range, &draft)
    }
    if result.purchases.count - first > Int(UInt16.max) {
      result.purchases.cut(to: first + Int(UInt16.max))
      warn(.purchases, "more than 65535 purchases; the others are only shown", range)
    }
    draft.customer.purchaseStart = UInt32(clamping: first)
    draft.customer.purchaseCount = UInt16(result.purchases.count - first)
  }

  /// A cell that needs cleaning, or holds what is no purchase.
  private mutating func readOddPurchases(_ range: Range<Int>, _ draft: inout Draft) {
    let purchases = PurchaseCell.read(text(range), today: context.today)
    draft.purchases = purchases.text
    draft.customer.lastPurchase = purchases.last
    draft.leftover = purchases.leftover
    let bytes = Array(purchases.text.utf8)
    if !bytes.isEmpty { _ = readPlainPurchases(bytes.span, 0..<bytes.count) }
    if !purchases.leftover.isEmpty {
      warn(.purchases, "not in the form date|product|quantity|amount; kept as a note", range)
    }
  }

  /// Adds the purchases of a cell that needs no cleaning and answers the last day; nil where the
  /// cell does need it.
  private mutating func readPlainPurchases(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> Day? {
    var last: Day?
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, span[end] != UInt8(ascii: ";") { end += 1 }
      guard let purchase = plainPurchase(span, start..<end) else { return nil }
      result.purchases.append(purchase)
      last = max(last ?? purchase.day, purchase.day)
      start = end + 1
    }
    return last
  }

  /// `date|product|quantity|amount` and perhaps `|margin`, each as it is to be.
  private mutating func plainPurchase(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> Purchase? {
    let start = range.lowerBound
    guard range.count >= 16, span[start + 10] == UInt8(ascii: "|"),
      let (year, month, number) = Self.iso(span, start..<start + 10), year >= 1900,
      let day = Day(year: year, month: month, day: number)
    else { return nil }
    var bars: [Int] = []
    for position in (start + 11)..<range.upperBound where span[position] == UInt8(ascii: "|") {
      bars.append(position)
    }
    guard bars.count == 2 || bars.count == 3, bars[0] > start + 11,
      let product = product(span, start + 11..<bars[0]),
      let quantity = DecimalCell.hundredths(span, bars[0] + 1..<bars[1], mayBeNegative: false)
    else { return nil }
    let amountEnd = bars.count == 3 ? bars[2] : range.upperBound
    guard let amount = DecimalCell.hundredths(span, bars[1] + 1..<amountEnd) else { return nil }
    var purchase = Purchase(
      day: day, product: product, quantity: Int32(clamping: quantity), amount: amount)
    if bars.count == 3 {
      guard let margin = DecimalCell.hundredths(span, bars[2] + 1..<range.upperBound) else {
        return nil
      }
      purchase.margin = margin
    }
    return purchase
  }

  /// The product's number; nil where its name needs cleaning.
  private mutating func product(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> UInt32? {
    if let known = caches.product.value(span, range) { return known }
    var name: [UInt8] = []
    for position in range {
      let byte = span[position]
      if byte < 0x20 || byte == 0xE2 || byte == 0xC2 || byte == 0xEF { return nil }
      if byte == 0xE3, position + 1 < range.upperBound, span[position + 1] == 0x80 { return nil }
      name.append(byte)
    }
    let text = String(decoding: name, as: UTF8.self)
    let number = UInt32(clamping: result.tables.products.number(text))
    caches.product.remember(number, span, range)
    return number
  }

  /// The tags of a customer, as the number of their set.
  mutating func readTags(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    guard let range = cell(span, .tags) else { return }
    if let known = caches.tags.value(span, range) {
      draft.customer.tags = known
      return
    }
    let tags = parts(span, range).compactMap { part in part.map { CellText.cleaned(text($0)) } }
    let set = Set(tags.filter { !$0.isEmpty && !CellText.isPlaceholder($0) }).sorted()
    let number = result.tables.tagSets.number(set.joined(separator: ";"))
    draft.customer.tags = number > Int(UInt16.max) ? 0 : UInt16(number)
    caches.tags.remember(draft.customer.tags, span, range)
  }

  /// A number for what the household has in common; 0 for nothing.
  func household(_ span: borrowing Span<UInt8>) -> UInt64 {
    guard let range = cell(span, .household), !CellText.isPlaceholder(text(range)) else { return 0 }
    return CellCache<Void>.hash(span, range)
  }

  /// Where coordinates are given, the area is the cell of a grid of a twentieth of a degree.
  mutating func cellArea(_ span: borrowing Span<UInt8>, _ draft: inout Draft) -> UInt32? {
    guard let north = cell(span, .latitude), let east = cell(span, .longitude) else { return nil }
    guard let latitude = DecimalCell.millionths(span, north),
      let longitude = DecimalCell.millionths(span, east), abs(latitude) <= 90_000_000,
      abs(longitude) <= 180_000_000
    else {
      warn(.latitude, "latitude and longitude are no degrees such as 28.8951; left out", north)
      return nil
    }
    draft.position = "\(text(north)),\(text(east))"
    let name = GridCell.name(latitude: latitude, longitude: longitude)
    return UInt32(clamping: result.tables.areas.number(name))
  }
}

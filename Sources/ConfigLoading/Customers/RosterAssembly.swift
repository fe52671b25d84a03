import CadenceModel
import CivilTime

/// Puts the batches of all files together, finds duplicates and households, and sorts by id.
struct RosterAssembly {
  private let context: CustomerContext
  var loaded = LoadedRoster()
  var gathered = GatheredCustomers()
  private var tables = RosterTables()
  private var grouped: [String: BatchResult.GroupedFinding] = [:]
  /// What may still be listed, by file.
  private var budgets: [String: FindingBudget] = [:]
  /// Finds duplicates as they come; nil: only at the end.
  var sieve: DuplicateSieve?
  /// Duplicates that are listed, of those found as they came.
  var duplicates: [DuplicateRecord] = []
  /// The slots that they were left out for.
  var winners: Set<Int32> = []

  /// An assembly; `findsEarly`: whether duplicates are left out as they come.
  init(context: CustomerContext, findsEarly: Bool = true) {
    self.context = context
    sieve = findsEarly ? DuplicateSieve() : nil
    loaded.shelf = context.shelf
    // The site's own values exist even in an empty roster.
    _ = tables.zones.number(context.siteZone)
    _ = tables.countries.number(context.siteCountry)
    _ = tables.languages.number(context.siteLanguage)
  }

  /// Notes what a file was found to be.
  mutating func begin(_ summary: LoadedRoster.FileSummary) { loaded.files.append(summary) }

  /// Notes which bytes a file had.
  mutating func finish(_ file: String, _ digest: FileDigest) { loaded.digests[file] = digest }

  /// Number of the file that comes next.
  var fileCount: Int { loaded.files.count }

  /// Files a finding, within the limit of the context.
  mutating func add(_ finding: CustomerFinding) {
    // What is said of a whole file decides whether it is used at all.
    guard finding.record == 0 || takesPlace(in: finding.file, finding.severity) else {
      loaded.counts.unlisted += 1
      return
    }
    loaded.findings.append(finding)
  }

  /// Takes the place of one more finding of a file; false where all are taken.
  mutating func takesPlace(in file: String, _ severity: CustomerFinding.Severity) -> Bool {
    budgets[file, default: FindingBudget(context.findingLimit)].take(severity)
  }

  /// What may still be listed of a file: whoever converts its records need not make more.
  func budget(of file: String) -> FindingBudget {
    budgets[file] ?? FindingBudget(context.findingLimit)
  }

  /// Files a warning and counts it.
  mutating func addWarning(_ finding: CustomerFinding) {
    loaded.counts.warnings += 1
    add(finding)
  }

  /// Adds the first batch of a file, and makes room for the rest by what became of it.
  mutating func reserve(for size: Int, after used: Int, _ batch: consuming BatchResult) {
    let (before, rejects, namesakes) = (gathered.size, loaded.rejects.count, sieve?.count ?? 0)
    add(batch)
    let factor = Double(max(size - used, 0)) / Double(max(used, 1)) * 1.02
    func more(_ count: Int) -> Int { Int(Double(count) * factor) }
    gathered.reserve(since: before, times: factor)
    loaded.rejects.reserveCapacity(
      loaded.rejects.count + more(loaded.rejects.count - rejects))
    if let count = sieve?.count { sieve?.reserve(count + more(count - namesakes)) }
  }

  /// Adds the customers of a batch.
  mutating func add(_ batch: consuming BatchResult) {
    for finding in batch.findings { add(finding) }
    addGroups(batch.grouped)
    shelve(batch.rejects)
    loaded.counts.unlisted += batch.counts.unlisted
    loaded.counts.records += batch.counts.records
    loaded.counts.rejected += batch.counts.rejected
    loaded.counts.skippedRows += batch.counts.skippedRows
    loaded.counts.warnings += batch.counts.warnings
    let maps = TableMaps(batch.tables, into: &tables)
    for place in batch.customers.indices { take(newcomer(place, of: batch, maps)) }
  }

  /// One customer of a batch, with the numbers of all files' tables.
  private func newcomer(
    _ place: Int, of batch: borrowing BatchResult, _ maps: TableMaps
  ) -> GatheredCustomers.Newcomer {
    var customer = batch.customers[place]
    maps.renumber(&customer)
    let (start, count) = (Int(customer.profile.start), Int(customer.profile.count))
    let first = Int(customer.purchaseStart)
    let purchases = (first..<first + Int(customer.purchaseCount)).map { place in
      var purchase = batch.purchases[place]
      purchase.product = maps.products[Int(purchase.product)]
      return purchase
    }
    return GatheredCustomers.Newcomer(
      customer: customer, origin: batch.origins[place],
      profile: batch.profiles[start..<start + count], purchases: purchases,
      cells: batch.keptCells.isEmpty ? nil : shelve(batch.keptCells[place]))
  }

  private mutating func addGroups(_ groups: [String: BatchResult.GroupedFinding]) {
    for (key, group) in groups.sorted(by: { $0.key < $1.key }) {
      let fileKey = group.finding.file + "|" + key
      if grouped[fileKey] != nil {
        grouped[fileKey]?.records += group.records
      } else if grouped.count < BatchResult.mostGroups {
        grouped[fileKey] = group
      } else {
        addWarning(group.told)
      }
    }
  }

  private mutating func shelve(_ rejects: [RejectedRecord]) {
    guard let shelf = context.shelf else { return }
    for reject in rejects {
      loaded.setAside(
        file: reject.file, record: reject.record, cells: shelf.put(reject.cells), reject.reason)
    }
  }

  private func shelve(_ cells: KeptCells) -> CellShelf.Place? {
    guard let shelf = context.shelf else { return nil }
    let place = shelf.put(cells.source)
    _ = shelf.put(cells.cells)
    return place
  }

  /// Whether what was left out on the way is what all records together would leave out; if not, they have to
  /// be read again by an assembly that looks for duplicates only at the end.
  mutating func isCertain() -> Bool {
    defer { sieve = nil }
    return sieve?.isCertain(gathered.customers) ?? true
  }

  /// The roster and what was found.
  consuming func finish() -> LoadedRoster {
    fileGrouped()
    sieve = nil
    tellDuplicates()
    sort()
    apply(DuplicateSearch(gathered).run())
    dropPlaceholderBirthdays()
    loaded.counts.customers = gathered.count
    loaded.kept = gathered.cells
    loaded.rejects.sort { $0.precedes($1) }
    loaded.findings.sort { ($0.file, $0.record, $0.line) < ($1.file, $1.record, $1.line) }
    loaded.roster = Roster(
      customers: gathered.customers, profiles: ProfileArena(bytes: gathered.profiles),
      zones: tables.zones.texts,
      countries: tables.countries.texts, regions: tables.regions.texts,
      languages: tables.languages.texts, sources: tables.sources.texts,
      areas: tables.areas.texts)
    loaded.roster.purchases = gathered.purchases
    loaded.roster.products = tables.products.texts
    loaded.roster.tagSets = tables.tagSets.texts.map { set in
      set.split(separator: ";").map(String.init)
    }
    return loaded
  }

  /// Findings said once, with the number of records that share them.
  private mutating func fileGrouped() {
    for key in grouped.keys.sorted() {
      if let group = grouped[key] { addWarning(group.told) }
    }
  }

  /// Birthdays that a database wrote for "unknown": the same day on more than 1 % of the records.
  private mutating func dropPlaceholderBirthdays() {
    for year in [1900, 1970, 1980] {
      guard let placeholder = PersonDate.solar(year: year, month: 1, day: 1) else { continue }
      let count = gathered.customers.count { $0.birthday == placeholder }
      guard count >= 3, count * 100 > gathered.count else { continue }
      for index in gathered.customers.indices
      where gathered.customers[index].birthday == placeholder {
        gathered.customers[index].birthday = nil
      }
      loaded.counts.warnings += 1
      add(
        CustomerFinding(
          .warning, file: loaded.files.first?.file ?? "",
          "\(count) birthdays on \(placeholder) look like a database's word for unknown; left out"))
    }
  }

  /// Sorts by id; records of one id by content, so that the order of the rows decides nothing.
  private mutating func sort() {
    let indices = gathered.customers.indices
    let isSorted = zip(indices, indices.dropFirst()).allSatisfy {
      gathered.customers[$0].id < gathered.customers[$1].id
    }
    if isSorted { return }
    func record(_ slot: Int) -> DuplicateRecord {
      DuplicateRecord(
        id: gathered.customers[slot].id, origin: gathered.origins[slot], slot: slot)
    }
    gathered.keep(indices.sorted { record($0).comesBefore(record($1)) })
  }

  /// Drops duplicates, keeps their opt-outs, numbers households and tells of both.
  private mutating func apply(_ search: DuplicateSearch.Result) {
    for duplicate in search.duplicates {
      let (kept, dropped) = (duplicate.kept, duplicate.dropped)
      gathered.customers[kept].optedOut.formUnion(gathered.customers[dropped].optedOut)
      gathered.customers[kept].refused.formUnion(gathered.customers[dropped].refused)
      let winner = DuplicateWinner(id: gathered.customers[kept].id, origin: gathered.origins[kept])
      setAside(
        dropped,
        winner.reason(
          for: gathered.customers[dropped].id, content: gathered.origins[dropped].content))
    }
    for shared in search.shared {
      let origin = gathered.origins[shared.second]
      loaded.counts.warnings += 1
      add(
        CustomerFinding(
          .warning, file: fileName(origin), record: Int(origin.record), line: Int(origin.line),
          shared.isEmail
            ? "shared e-mail address: \(gathered.customers[shared.first].id) has the same"
            : "shared number: \(gathered.customers[shared.first].id) has the same; one household"))
    }
    guard !search.duplicates.isEmpty else {
      for index in gathered.customers.indices {
        gathered.customers[index].household = search.household[index]
      }
      return
    }
    compact(search)
  }

  private mutating func compact(_ search: DuplicateSearch.Result) {
    let dropped = Set(search.duplicates.map(\.dropped))
    let order = gathered.customers.indices.filter { !dropped.contains($0) }
    var numbers = [Int32](repeating: -1, count: gathered.count)
    for (number, slot) in order.enumerated() { numbers[slot] = Int32(number) }
    gathered.keep(order)
    for (number, slot) in order.enumerated() {
      gathered.customers[number].household = numbers[Int(search.household[slot])]
    }
  }

  private mutating func setAside(_ index: Int, _ reason: String) {
    let origin = gathered.origins[index]
    loaded.counts.duplicates += 1
    add(
      CustomerFinding(
        .reject, file: fileName(origin), record: Int(origin.record), line: Int(origin.line), reason)
    )
    guard context.shelf != nil else { return }
    loaded.setAside(
      file: Int(origin.file), record: Int(origin.record), cells: gathered.cells[index], reason)
  }

  /// The name of the file that a record stands in.
  func fileName(_ origin: CustomerOrigin) -> String {
    Int(origin.file) < loaded.files.count ? loaded.files[Int(origin.file)].file : ""
  }
}

/// Renumbers a batch's table indexes.
private struct TableMaps {
  private let zones: [UInt16]
  private let countries: [UInt16]
  private let regions: [UInt16]
  private let languages: [UInt16]
  private let sources: [UInt16]
  private let areas: [UInt32]
  let products: [UInt32]
  private let tagSets: [UInt16]

  init(_ batch: RosterTables, into tables: inout RosterTables) {
    zones = batch.zones.texts.map { UInt16(clamping: tables.zones.number($0)) }
    countries = batch.countries.texts.map { UInt16(clamping: tables.countries.number($0)) }
    regions = batch.regions.texts.map { UInt16(clamping: tables.regions.number($0)) }
    languages = batch.languages.texts.map { UInt16(clamping: tables.languages.number($0)) }
    sources = batch.sources.texts.map { UInt16(clamping: tables.sources.number($0)) }
    areas = batch.areas.texts.map { UInt32(clamping: tables.areas.number($0)) }
    products = batch.products.texts.map { UInt32(clamping: tables.products.number($0)) }
    // More sets of tags than numbers for them: the customer has no tags rather than others'.
    tagSets = batch.tagSets.texts.map { UInt16(exactly: tables.tagSets.number($0)) ?? 0 }
  }

  func renumber(_ customer: inout Customer) {
    customer.zone = zones[Int(customer.zone)]
    customer.country = countries[Int(customer.country)]
    customer.region = regions[Int(customer.region)]
    customer.language = languages[Int(customer.language)]
    customer.source = sources[Int(customer.source)]
    customer.area = areas[Int(customer.area)]
    customer.tags = tagSets[Int(customer.tags)]
  }
}

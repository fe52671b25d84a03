import CadenceModel
import CivilTime

/// Puts the batches of all files together, finds duplicates and households, and sorts by id.
struct RosterAssembly {
  private let context: CustomerContext
  private var loaded = LoadedRoster()
  private var customers: [Customer] = []
  private var origins: [CustomerOrigin] = []
  private var profiles: [UInt8] = []
  private var purchases = PurchaseTable()
  private var tables = RosterTables()
  private var grouped: [String: BatchResult.GroupedFinding] = [:]
  /// What may still be listed, by file.
  private var budgets: [String: FindingBudget] = [:]

  init(context: CustomerContext) {
    self.context = context
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
    let isListed =
      finding.record == 0
      || budgets[finding.file, default: FindingBudget(context.findingLimit)].take(finding.severity)
    guard isListed else {
      loaded.counts.unlisted += 1
      return
    }
    loaded.findings.append(finding)
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

  /// Makes room for a file by what its first bytes became, and adds that first batch.
  mutating func reserve(for size: Int, after used: Int, _ batch: consuming BatchResult) {
    let factor = Double(size) / Double(max(used, 1)) * 1.02
    let records = Int(Double(batch.customers.count) * factor)
    customers.reserveCapacity(customers.count + records)
    origins.reserveCapacity(origins.count + records)
    profiles.reserveCapacity(profiles.count + Int(Double(batch.profiles.count) * factor))
    add(batch)
  }

  /// Adds the customers of a batch.
  mutating func add(_ batch: consuming BatchResult) {
    for finding in batch.findings { add(finding) }
    addGroups(batch.grouped)
    shelve(batch.rejects, batch.keptCells)
    loaded.counts.unlisted += batch.counts.unlisted
    loaded.counts.records += batch.counts.records
    loaded.counts.rejected += batch.counts.rejected
    loaded.counts.skippedRows += batch.counts.skippedRows
    loaded.counts.warnings += batch.counts.warnings
    let maps = TableMaps(batch.tables, into: &tables)
    let base = UInt64(profiles.count)
    profiles.append(contentsOf: batch.profiles)
    let bought = purchases.append(contentsOf: batch.purchases, products: maps.products)
    origins.append(contentsOf: batch.origins)
    for var customer in batch.customers {
      maps.renumber(&customer)
      customer.profile.start += base
      if customer.purchaseCount > 0 { customer.purchaseStart += bought }
      customers.append(customer)
    }
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

  private mutating func shelve(_ rejects: [RejectedRecord], _ kept: [KeptCells]) {
    guard let shelf = context.shelf else { return }
    for reject in rejects {
      loaded.rejects.append(
        RejectedPlace(
          file: UInt16(clamping: reject.file), record: UInt32(clamping: reject.record),
          cells: shelf.put(reject.cells), reason: shelf.put(PackedCells([reject.reason]))))
    }
    for cells in kept {
      loaded.kept.append(shelf.put(cells.source))
      _ = shelf.put(cells.cells)
    }
  }

  /// The roster and what was found.
  consuming func finish() -> LoadedRoster {
    fileGrouped()
    dropPlaceholderBirthdays()
    sort()
    let duplicates = DuplicateSearch(customers: customers, origins: origins, profiles: profiles)
      .run()
    apply(duplicates)
    loaded.counts.customers = customers.count
    loaded.shelf = context.shelf
    loaded.rejects.sort { ($0.file, $0.record) < ($1.file, $1.record) }
    loaded.findings.sort { ($0.file, $0.record, $0.line) < ($1.file, $1.record, $1.line) }
    loaded.roster = Roster(
      customers: customers, profiles: ProfileArena(bytes: profiles), zones: tables.zones.texts,
      countries: tables.countries.texts, regions: tables.regions.texts,
      languages: tables.languages.texts, sources: tables.sources.texts,
      areas: tables.areas.texts)
    loaded.roster.purchases = purchases
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
      let count = customers.count { $0.birthday == placeholder }
      guard count >= 3, count * 100 > customers.count else { continue }
      for index in customers.indices where customers[index].birthday == placeholder {
        customers[index].birthday = nil
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
    func isOrdered(_ left: Int, _ right: Int) -> Bool {
      let (a, b) = (customers[left].id, customers[right].id)
      if a != b { return a < b }
      let (first, second) = (origins[left], origins[right])
      return (first.content, first.file, first.record)
        < (second.content, second.file, second.record)
    }
    let indices = customers.indices
    if zip(indices, indices.dropFirst()).allSatisfy({ customers[$0].id < customers[$1].id }) {
      return
    }
    let order = Array(indices).sorted(by: isOrdered)
    customers = order.map { customers[$0] }
    origins = order.map { origins[$0] }
    if context.shelf != nil { loaded.kept = order.map { loaded.kept[$0] } }
  }

  /// Drops duplicates, keeps their opt-outs, numbers households and tells of both.
  private mutating func apply(_ search: DuplicateSearch.Result) {
    for duplicate in search.duplicates {
      let (kept, dropped) = (duplicate.kept, duplicate.dropped)
      customers[kept].optedOut.formUnion(customers[dropped].optedOut)
      customers[kept].refused.formUnion(customers[dropped].refused)
      let reason =
        duplicate.isSameID && origins[kept].content != origins[dropped].content
        ? "DUPLICATE of \(customers[kept].id): the same id on line \(origins[kept].line), with "
          + "other content" : "DUPLICATE of \(customers[kept].id)"
      setAside(dropped, reason)
    }
    for shared in search.shared {
      let origin = origins[shared.second]
      loaded.counts.warnings += 1
      add(
        CustomerFinding(
          .warning, file: fileName(origin), record: Int(origin.record), line: Int(origin.line),
          shared.isEmail
            ? "shared e-mail address: \(customers[shared.first].id) has the same"
            : "shared number: \(customers[shared.first].id) has the same; one household"))
    }
    guard !search.duplicates.isEmpty else {
      for index in customers.indices { customers[index].household = search.household[index] }
      return
    }
    compact(search)
  }

  private mutating func compact(_ search: DuplicateSearch.Result) {
    var numbers = [Int32](repeating: -1, count: customers.count)
    let dropped = Set(search.duplicates.map(\.dropped))
    var kept: [Customer] = []
    kept.reserveCapacity(customers.count - dropped.count)
    for index in customers.indices where !dropped.contains(index) {
      numbers[index] = Int32(kept.count)
      var customer = customers[index]
      customer.household = numbers[Int(search.household[index])]
      kept.append(customer)
    }
    customers = kept
    guard context.shelf != nil else { return }
    loaded.kept = loaded.kept.indices.filter { !dropped.contains($0) }.map { loaded.kept[$0] }
  }

  private mutating func setAside(_ index: Int, _ reason: String) {
    let origin = origins[index]
    loaded.counts.duplicates += 1
    add(
      CustomerFinding(
        .reject, file: fileName(origin), record: Int(origin.record), line: Int(origin.line), reason)
    )
    guard let shelf = context.shelf else { return }
    loaded.rejects.append(
      RejectedPlace(
        file: origin.file, record: origin.record, cells: loaded.kept[index],
        reason: shelf.put(PackedCells([reason]))))
  }

  private func fileName(_ origin: CustomerOrigin) -> String {
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

import CadenceModel

/// Takes customers in one by one, and leaves duplicates out as they come.
extension RosterAssembly {
  /// Takes one in, or leaves out whoever of two that are the same comes second by id.
  mutating func take(_ newcomer: GatheredCustomers.Newcomer) {
    let key = DuplicateSieve.Key(newcomer.customer, name: newcomer.name)
    guard let slot = slot(of: newcomer, key) else {
      sieve?.put(key, in: gathered.count)
      gathered.append(newcomer)
      return
    }
    let known = DuplicateRecord(
      id: gathered.customers[slot].id, origin: gathered.origins[slot], slot: slot)
    let new = DuplicateRecord(id: newcomer.customer.id, origin: newcomer.origin, slot: slot)
    let knownKey = DuplicateSieve.Key(gathered.customers[slot], name: gathered.name(slot))
    let stays = known.comesBefore(new)
    if known.id != new.id { sieve?.addNamesake(stays ? key : knownKey, of: slot) }
    // Whoever stays has said no to all that either has said no to.
    var newcomer = newcomer
    newcomer.customer.optedOut.formUnion(gathered.customers[slot].optedOut)
    newcomer.customer.refused.formUnion(gathered.customers[slot].refused)
    if stays {
      gathered.customers[slot].optedOut = newcomer.customer.optedOut
      gathered.customers[slot].refused = newcomer.customer.refused
      leaveOut(new, newcomer.cells)
    } else {
      leaveOut(known, newcomer.cells == nil ? nil : gathered.cells[slot])
      sieve?.replace(knownKey, by: key, in: slot)
      gathered.replace(slot, by: newcomer)
    }
  }

  /// Where the same customer stands already.
  private func slot(
    of newcomer: borrowing GatheredCustomers.Newcomer, _ key: DuplicateSieve.Key
  ) -> Int? {
    guard let sieve else { return nil }
    if let slot = sieve.slot(ofID: key), gathered.customers[slot].id == newcomer.customer.id {
      return slot
    }
    guard let slot = sieve.slot(ofPerson: key),
      gathered.customers[slot].phone == newcomer.customer.phone,
      gathered.name(slot) == newcomer.name
    else { return nil }
    return slot
  }

  /// Sets a duplicate aside; whose it is, is told at the end.
  private mutating func leaveOut(_ record: DuplicateRecord, _ cells: CellShelf.Place?) {
    winners.insert(record.slot)
    loaded.counts.duplicates += 1
    if takesPlace(in: fileName(record.origin), .reject) {
      duplicates.append(record)
    } else {
      loaded.counts.unlisted += 1
    }
    if let cells { loaded.setAside(record, cells: cells) }
  }

  /// Names who stays instead of the duplicates that were left out.
  mutating func tellDuplicates() {
    for slot in winners {
      loaded.winners[slot] = DuplicateWinner(
        id: gathered.customers[Int(slot)].id, origin: gathered.origins[Int(slot)])
    }
    for record in duplicates {
      guard let winner = loaded.winners[record.slot] else { continue }
      loaded.findings.append(
        CustomerFinding(
          .reject, file: fileName(record.origin), record: Int(record.origin.record),
          line: Int(record.origin.line),
          winner.reason(for: record.id, content: record.origin.content)))
    }
    // Only what is on the shelf asks for them later.
    if loaded.shelf == nil { loaded.winners = [:] }
  }
}

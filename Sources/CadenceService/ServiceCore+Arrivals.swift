import CadenceModel
import CivilTime
import ConfigLoading
import JournalFile
import Logging
import RepWeb
import ServiceRuntime
import TouchDelivery
import TouchJournal

/// What comes in over hooks and opt-out links, written down before anybody is told that it was taken.
extension ServiceCore {
  /// A rep has so many days to read what a customer wrote before the machine writes again.
  static let daysToRead = 14

  /// Books what came in and calls back once it is durable, or cannot be.
  func book(_ intake: WebIntake, _ done: @escaping @Sendable (WebVerdict) -> Void) {
    guard journalTrouble == nil, !isStopping else { return done(.unavailable) }
    switch intake {
    case .optOut(let customer, let channel): bookOptOut(customer, channel, done)
    case .hook(let gateway, let calls): bookCalls(calls, of: gateway, done)
    }
  }

  /// Journals what is new; what is known is durable once everything before it is.
  private func write(
    _ drafts: [JournalDraft], _ verdict: WebVerdict,
    _ done: @escaping @Sendable (WebVerdict) -> Void
  ) -> Bool {
    guard drafts.isEmpty else {
      guard !isOnLastRoom else {
        done(.unavailable)
        return false
      }
      let isTaken = append(drafts, whenDurable: { done($0 == nil ? verdict : .unavailable) }) != nil
      if !isTaken { done(.unavailable) }
      return isTaken
    }
    do throws(JournalProblem) {
      _ = try parts.journal.append([]) { @Sendable in done($0 == nil ? verdict : .unavailable) }
    } catch {
      done(.unavailable)
    }
    return true
  }

  // MARK: Opt-out links

  private func bookOptOut(
    _ customer: CustomerID, _ channel: Channel, _ done: @escaping @Sendable (WebVerdict) -> Void
  ) {
    let holders = sharing(customer, "mail:")
    let drafts = optOuts(of: holders, channel)
    count(drafts.isEmpty ? "opt-out-again" : "opt-out")
    guard write(drafts, drafts.isEmpty ? .repeated : .durable, done) else { return }
    if !drafts.isEmpty {
      log.notice("opted out by link", metadata: ["channel": "\(channel.name)"])
      follow(holders)
    }
  }

  /// The customer, and everybody else at the same address.
  func sharing(_ customer: CustomerID, _ kind: String) -> [CustomerID] {
    guard let index = roster.index(of: customer) else { return [customer] }
    let addresses = ErasedPersons.addresses(of: index, in: roster).filter { $0.hasPrefix(kind) }
    let others = addresses.flatMap { self.addresses[$0] ?? [] }.map { roster.customers[$0].id }
    return Set(others + [customer]).sorted()
  }

  /// Opt-outs of those who have not opted out already: the last word counts.
  func optOuts(of customers: [CustomerID], _ channel: Channel) -> [JournalDraft] {
    customers.filter { !hasOptedOut($0, channel) }.map { customer in
      .fact(Fact(customer: customer, at: now, detail: .optOut(channel, occasion: nil)))
    }
  }

  private func hasOptedOut(_ customer: CustomerID, _ channel: Channel) -> Bool {
    for recorded in (state.history.customers[customer]?.facts ?? []).reversed() {
      switch recorded.fact.detail {
      case .optOut(let out, occasion: nil) where out == nil || out == channel: return true
      case .optIn(let back, _) where back == nil || back == channel: return false
      default: continue
      }
    }
    return false
  }

  /// Customers by address, in the spellings of ``ErasedPersons/addresses(of:in:)``.
  var addresses: [String: [Int]] {
    if let addressBook { return addressBook }
    var book: [String: [Int]] = [:]
    for index in roster.customers.indices {
      for address in ErasedPersons.addresses(of: index, in: roster) {
        book[address, default: []].append(index)
      }
    }
    addressBook = book
    return book
  }

  /// Plans anew for customers of whom something was learnt.
  func follow(_ customers: [CustomerID]) {
    for customer in customers {
      if let index = roster.index(of: customer) { replan(customer: index) }
    }
    rest()
  }

  func count(_ kind: String) { arrivals[kind, default: 0] += 1 }

  // MARK: Hooks

  private func bookCalls(
    _ calls: [WebIntake.Call], of gateway: String, _ done: @escaping @Sendable (WebVerdict) -> Void
  ) {
    guard let marks = marks() else { return done(.unavailable) }
    var drafts: [JournalDraft] = []
    var touched: [CustomerID] = []
    var verdict = WebVerdict.repeated
    var here: Set<String> = []
    for call in calls {
      let event = marks.mark("hook \(gateway) \(call.id)")
      let content = marks.mark(
        String(decoding: MessageReference.encode(call.content), as: UTF8.self))
      if let known = state.incoming.content(of: event) {
        count(known == content ? "repeated" : "contradiction")
        guard known != content else { continue }
        log.error(
          "a call of the gateway repeats an id with another content",
          metadata: ["gateway": "\(gateway)"])
        verdict = .conflict
        continue
      }
      guard here.insert(event).inserted else { continue }
      if case .repeated = verdict { verdict = .durable }
      let booked: (drafts: [JournalDraft], customers: [CustomerID])
      do throws(JournalProblem) {
        booked = try entries(for: call.event)
      } catch {
        // A text that cannot be kept was not taken: the gateway sends it again.
        journalFailed(error)
        return done(.unavailable)
      }
      drafts.append(booked.drafts[0].called(event: event, content: content))
      drafts += booked.drafts.dropFirst()
      touched += booked.customers
    }
    guard write(drafts, verdict, done), !drafts.isEmpty else { return }
    follow(Array(Set(touched)).sorted())
  }

  /// The maker of keyed hashes; nil when its key cannot be read or made.
  func marks() -> AddressMarks? {
    if let callMarks { return callMarks }
    do throws(JournalProblem) {
      callMarks = try AddressMarks(making: parts.folder)
    } catch {
      log.critical("\(error.text)")
    }
    return callMarks
  }

  private func entries(for event: HookEvent) throws(JournalProblem)
    -> (drafts: [JournalDraft], customers: [CustomerID])
  {
    switch event {
    case .receipt(let receipt): return entries(for: receipt)
    case .reply(let reply): return try entries(for: reply)
    }
  }

  private func entries(for receipt: HookEvent.Receipt)
    -> (drafts: [JournalDraft], customers: [CustomerID])
  {
    let named = receipt.touch ?? receipt.remote.flatMap { state.incoming.touch(remote: $0) }
    let touch = named.flatMap { isOurs($0) ? $0 : nil }
    let status = ReceiptStatus(rawValue: receipt.meaning.rawValue) ?? .delivered
    count(touch == nil ? "receipt-unknown" : "receipt-\(status.rawValue)")
    let draft = JournalDraft.receipt(
      touch: touch, channel: .sms, status: status, code: receipt.code, remoteID: receipt.remote)
    guard status == .complained, let touch else {
      return ([draft], touch.map { [$0.customer] } ?? [])
    }
    return ([draft] + optOuts(of: [touch.customer], .sms), [touch.customer])
  }

  /// Whether a touch is one of ours, so that its name may stand in the journal.
  func isOurs(_ touch: TouchID) -> Bool {
    state.unsettled[touch.description] != nil
      || state.history.customers[touch.customer]?.touches.contains { $0.touch == touch } == true
  }

  /// A reply of everybody who has the number; what it asks for is done with it.
  private func entries(for reply: HookEvent.Reply) throws(JournalProblem)
    -> (drafts: [JournalDraft], customers: [CustomerID])
  {
    let numbers = InboundNumber.candidates(reply.from, country: settings.site.country)
    let holders = numbers.compactMap { addresses["tel:\($0)"] }.first ?? []
    let customers = holders.map { roster.customers[$0].id }
    guard !customers.isEmpty else {
      count("reply-unknown")
      log.notice("an SMS came in from a number that nobody on file has")
      let sealed = try seal("\(reply.from)\n\(reply.text)", of: SealedStore.site)
      return ([.reply(customer: nil, touch: nil, channel: .sms, sealed: sealed)], [])
    }
    let drafts = try entries(
      of: customers, on: .sms, OptOutPhrase(reply.text), words: reply.text, whole: reply.text)
    return (drafts, customers)
  }

  /// A message of everybody who has an address, and what it asks for: an end, or help.
  ///
  /// `whole` is kept sealed, `words` are what the customer says in it.
  func entries(
    of customers: [CustomerID], on channel: Channel, _ wish: OptOutPhrase, words: String,
    whole: String
  ) throws(JournalProblem) -> [JournalDraft] {
    count(wish == .stop ? "reply-stop" : wish == .mention ? "reply-to-read" : "reply")
    let today = siteZone.local(at: now).day
    let until = wish == .mention ? today + Self.daysToRead : nil
    var replies: [JournalDraft] = []
    for customer in customers {
      replies.append(
        .reply(
          customer: customer, touch: doubtful(of: customer, channel), channel: channel,
          until: until, sealed: try seal(whole, of: customer)))
    }
    if wish == .stop { return replies + optOuts(of: customers, channel) }
    guard let first = customers.first else { return replies }
    return replies + (try complaint(of: first, words))
  }

  /// A complaint of whoever wrote words that sound like one, so that somebody calls soon.
  ///
  /// None where one is open already. The rep takes it back if it was none.
  private func complaint(of customer: CustomerID, _ text: String) throws(JournalProblem)
    -> [JournalDraft]
  {
    let known = state.history.customers[customer]?.unpacked
    guard ComplaintPhrase.isHeard(in: text), known?.isErased != true else { return [] }
    var open = 0
    for recorded in known?.facts ?? [] {
      switch recorded.fact.detail {
      case .complaint: open += 1
      case .resolved: open = max(open - 1, 0)
      case .deceased: return []
      default: break
      }
    }
    guard open == 0 else { return [] }
    count("reply-complaint")
    let about = [FactOption.about.rawValue: String(text.prefix(500))]
    let fact = Fact(
      customer: customer, at: now, detail: .complaint(promise: nil), texts: about)
    return [try FactEntries.draft(fact, sealed: parts.sealed)]
  }

  /// The last message of which nobody knows whether it arrived: who answers has it.
  private func doubtful(of customer: CustomerID, _ channel: Channel) -> TouchID? {
    state.doubtful.values.filter { $0.touch.customer == customer && $0.channel == channel }
      .max { $0.intent < $1.intent }?.touch
  }

  /// The text under the customer's key; nil for somebody who was erased.
  private func seal(_ text: String, of customer: CustomerID) throws(JournalProblem)
    -> SealedReference?
  {
    do throws(JournalProblem) {
      return try parts.sealed.seal(Array(text.utf8), of: customer, purpose: "reply")
    } catch .erased {
      return nil
    }
  }
}

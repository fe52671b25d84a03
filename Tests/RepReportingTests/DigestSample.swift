import CadenceModel
import CivilTime
import RepReporting
import Testing

/// A small dealer, put together by hand: enough for every section of a digest.
struct DigestSample {
  var settings: Settings
  var customers: [Customer] = []
  var profiles = ProfileArena()
  var purchases = PurchaseTable()
  var products = [""]
  var history = History()
  var touches: [PlannedTouch] = []
  /// What is proposed for cards and letters, by template.
  var paper: [TemplateName: [String]] = [:]
  let zones: [String]

  /// A day that the test itself wrote.
  static func day(_ text: String) -> Day { Day(iso: text) ?? Day(0) }
  static func at(_ text: String) -> Instant {
    Instant(rfc3339: text) ?? Instant(seconds: 0)
  }
  static func minute(_ text: String) -> MinuteOfDay { MinuteOfDay(text) ?? .midnight }

  init(settings: Settings, zones: [String]) {
    self.settings = settings
    self.zones = zones
  }

  /// Adds a customer; ids must come in rising order.
  @discardableResult
  mutating func add(
    _ id: CustomerID, _ texts: [ProfileField: String], rep: UInt16 = 0,
    _ change: (inout Customer) -> Void = { _ in }
  ) -> Int32 {
    var customer = Customer(id: id)
    customer.rep = rep
    customer.stage = .prospect
    customer.birthday = PersonDate.solar(year: 1980, month: 1, day: 2)
    customer.profile = profiles.append(CustomerProfile(texts))
    take(texts[.purchases] ?? "", &customer)
    change(&customer)
    customers.append(customer)
    return Int32(customers.count - 1)
  }

  /// Puts the purchases of a cell into the table, as the loader does.
  private mutating func take(_ cell: String, _ customer: inout Customer) {
    customer.purchaseStart = UInt32(purchases.count)
    for record in cell.split(separator: ";") {
      let parts = record.split(separator: "|").map { String($0) }
      let amount = Amount(parts[3])?.hundredths ?? 0
      purchases.append(
        Purchase(day: Self.day(parts[0]), product: UInt32(products.count), amount: amount))
      products.append(parts[1])
      customer.purchaseCount += 1
    }
  }

  /// Plans a touch of a cadence by name.
  mutating func plan(
    _ customer: Int32, _ cadence: CadenceName, step: UInt8 = 1, _ channel: Channel,
    _ occurrence: Occurrence, _ day: String, _ minute: String
  ) {
    let index = settings.cadences.firstIndex { $0.name == cadence } ?? 0
    touches.append(
      PlannedTouch(
        customer: customer, cadence: UInt16(index), step: step, channel: channel,
        occurrence: occurrence, day: Self.day(day), minute: Self.minute(minute)))
  }

  /// Records a fact.
  mutating func record(
    _ customer: Int32, _ at: String, _ detail: FactDetail, rep: RepID? = nil,
    texts: [String: String] = [:], _ change: (inout Fact) -> Void = { _ in }
  ) {
    let id = customers[Int(customer)].id
    var fact = Fact(
      customer: id, at: Self.at(at), rep: rep, detail: detail, texts: texts)
    change(&fact)
    let number = Int64(history.customers.values.reduce(1) { $0 + $1.facts.count })
    history.customers[id, default: CustomerHistory()].facts.append(
      RecordedFact(number: number, fact: fact))
  }

  /// Journals a message.
  mutating func sent(
    _ customer: Int32, _ cadence: CadenceName, _ occurrence: String, _ channel: Channel,
    _ day: String, _ outcome: OutcomeResult?
  ) {
    let id = customers[Int(customer)].id
    let touch = TouchID(customer: id, cadence: cadence, occurrence: occurrence, step: 1)
    history.customers[id, default: CustomerHistory()].touches.append(
      TouchRecord(
        touch: touch, channel: channel, day: Self.day(day), at: Self.at("\(day)T02:00:00Z"),
        outcome: outcome, isSettled: true))
  }

  func input(_ rep: RepID, _ day: String) -> DigestInput {
    var roster = Roster(customers: customers, profiles: profiles, zones: zones)
    (roster.purchases, roster.products) = (purchases, products)
    var input = DigestInput(
      settings: settings, roster: roster, history: history, rep: rep, day: Self.day(day),
      touches: touches,
      witness: "4711:9f2c41d07b3e58a6c1d2e3f405162738")
    let paper = paper
    input.paperText = { question, _, given in
      guard let name = question.template else { return nil }
      guard let lines = paper[name], !given.contains(name.text) else { return .usedUp(name) }
      return .text(lines, id: name.text)
    }
    return input
  }

  /// A call report.
  static func call(
    _ outcome: CallOutcome, need: Need? = nil, callBack: String? = nil, promise: String? = nil
  ) -> FactDetail {
    var report = CallReport(outcome: outcome)
    report.need = need
    report.callBack = callBack.map { at($0) }
    report.promise = promise.map { at($0) }
    return .call(report)
  }
}

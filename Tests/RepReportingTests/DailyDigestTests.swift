import CadenceModel
import CivilTime
@testable import RepReporting
import Testing

@Suite struct DailyDigestTests {
  private func digest(_ sample: DigestSample, _ rep: RepID = "mao") throws -> DailyDigest {
    try DailyDigest.make(sample.input(rep, "2026-11-23")).get()
  }

  /// One ladder call for each of some customers, today.
  private func ladder(_ people: [(CustomerID, (inout Customer) -> Void)]) -> DigestSample {
    var sample = DigestSample.chinese()
    sample.customers = []
    sample.touches = []
    sample.history = History()
    for (id, change) in people {
      let index = sample.add(id, [.name: id.text, .mobile: "+8615400000001"], change)
      sample.plan(
        index, "follow-up", .call, .stage(.prospect, day: DigestSample.day("2026-11-02")),
        "2026-11-23", "10:00")
    }
    return sample
  }

  @Test func `call-backs go before clear need, need before rank, rank before the rest`() throws {
    var sample = ladder([
      ("K1", { $0.level = .c }), ("K2", { $0.level = .b }), ("K3", { $0.level = .a }),
      ("K4", { $0.level = .none }), ("K5", { $0.level = .c }),
    ])
    sample.record(
      3, "2026-11-20T10:00:00+08:00", DigestSample.call(.reached, need: .clear))
    sample.record(
      4, "2026-11-20T10:00:00+08:00",
      DigestSample.call(.callBack, callBack: "2026-11-23T17:00:00+08:00"))
    let calls = try digest(sample).calls
    #expect(calls.map(\.touch.customer) == ["K5", "K4", "K3", "K2", "K1"])
    #expect(calls.map(\.number) == [1, 2, 3, 4, 5])
  }

  @Test(arguments: [
    (UInt32.max, "门 A + 窗 B + 锁 C"), (0b101, "门 A + 锁 C"), (0b010, "窗 B"), (0, ""),
  ])
  func `a visit names the products that were installed that day`(
    products: UInt32, words: String
  ) throws {
    var sample = ladder([])
    let installed = DigestSample.day("2026-05-20")
    let index = sample.add("K1", [.name: "孙丽", .products: "门 A; 窗 B; 锁 C"]) {
      $0.installations = [Installation(day: installed, products: products)]
    }
    sample.plan(
      index, "maintenance", .visit, .maintenance(installed: installed, which: 1, number: 1),
      "2026-11-23", "14:30")
    let reasons = try digest(sample).visits.map(\.reason)
    #expect(reasons == [.maintenance(number: 1, installed: installed, product: words)])
  }

  @Test func `within one rank the clock decides`() throws {
    var sample = ladder([("K1", { _ in }), ("K2", { _ in })])
    sample.touches[0].minute = DigestSample.minute("15:00")
    #expect(try digest(sample).calls.map(\.touch.customer) == ["K2", "K1"])
  }

  @Test func `the oldest overdue task comes first, after those of higher rank`() throws {
    var sample = ladder([("K1", { _ in }), ("K2", { _ in }), ("K3", { _ in })])
    sample.touches[0].daysOverdue = 3
    sample.touches[1].day = DigestSample.day("2026-11-18")
    let digest = try digest(sample)
    #expect(digest.overdue.map(\.touch.customer) == ["K2", "K1"])
    #expect(digest.overdue.map(\.due.day) == [18, 20])
    #expect(digest.calls.map(\.touch.customer) == ["K3"])
    sample.customers[0].level = .a
    #expect(try self.digest(sample).overdue.map(\.touch.customer) == ["K1", "K2"])
  }

  @Test func `E6: what does not fit into the day is told with its number`() throws {
    let sample = ladder([("K1", { _ in })])
    var input = sample.input("mao", "2026-11-23")
    let rep = try #require(input.settings.reps.firstIndex { $0.id == "mao" })
    #expect(try !DailyDigest.make(input).get().page(input).text.contains("排不下"))
    input.handedOn = [rep: 4]
    #expect(try DailyDigest.make(input).get().page(input).text.contains("今天排不下的还有4件"))
  }

  @Test func `E8: tier goes before type, and both before level`() throws {
    let sample = ladder([("K1", { $0.level = .a }), ("K2", { _ in }), ("K3", { _ in })])
    var input = sample.input("mao", "2026-11-23")
    var (bee, large) = (Segment(), Segment())
    bee.type = .bee
    (large.tier, large.type) = (.large, .mantis)
    let segments = [1: bee, 2: large]
    input.segment = { segments[$0] ?? Segment() }
    let digest = try DailyDigest.make(input).get()
    #expect(digest.calls.map(\.touch.customer) == ["K3", "K2", "K1"])
  }

  @Test func `the order of the plan's rows changes nothing`() throws {
    let input = DigestSample.chinese().input("mao", "2026-11-23")
    var turned = input
    turned.touches.reverse()
    let pages = try [input, turned].map { try DailyDigest.make($0).get().page($0) }
    #expect(pages[0] == pages[1])
  }

  @Test func `a need that was followed by a purchase is no clear need any more`() throws {
    var sample = ladder([("K1", { _ in })])
    sample.record(0, "2026-11-10T10:00:00+08:00", DigestSample.call(.reached, need: .clear))
    sample.record(0, "2026-11-12T10:00:00+08:00", .purchase(PurchaseFacts()))
    #expect(try digest(sample).calls.map(\.urgency) == [.ordinary])
  }

  @Test
  func `C5: a missing birthday is asked for before the missing address, never at a complaint`()
    throws
  {
    var sample = ladder([("K1", { _ in }), ("K2", { $0.birthday = nil })])
    #expect(
      try digest(sample).missing == MissingFact(customer: 1, field: .birthday, task: 2))
    sample.customers[0].birthday = nil
    #expect(try digest(sample).missing?.customer == 0)
    let complaint = sample.settings.cadences.firstIndex { $0.name == "complaint" } ?? 0
    sample.touches[0].cadence = UInt16(complaint)
    #expect(try digest(sample).missing?.customer == 1)
    sample.settings.digest.asksForMissingFacts = false
    #expect(try digest(sample).missing == nil)
  }

  @Test func `tomorrow's tasks and other reps' tasks stay out`() throws {
    var sample = ladder([("K1", { _ in }), ("K2", { $0.rep = 1 }), ("K3", { _ in })])
    sample.settings.reps[1].absences = []
    sample.touches[0].day = DigestSample.day("2026-11-24")
    #expect(try digest(sample).tasks.map(\.touch.customer) == ["K3"])
  }

  @Test func `an absent rep's tasks are under a heading, complaints of theirs still first`() throws
  {
    var sample = ladder([("K1", { $0.rep = 1 }), ("K2", { $0.rep = 1 })])
    let complaint = sample.settings.cadences.firstIndex { $0.name == "complaint" } ?? 0
    sample.touches[1].cadence = UInt16(complaint)
    let digest = try digest(sample)
    #expect(digest.urgent.map(\.standsInFor) == ["zhou"])
    #expect(digest.standIns.map(\.rep.id) == ["zhou"])
    #expect(digest.standIns.first?.tasks.map(\.number) == [2])
    #expect(digest.standIns.first?.until == DigestSample.day("2026-11-24"))
  }

  @Test func `what was sent, refused and left uncertain yesterday is told apart`() throws {
    let results = try digest(DigestSample.chinese()).results
    #expect(results.sent == 2)
    #expect(results.waiting == 1)
    #expect(results.failed.map(\.customer) == [10])
    #expect(results.uncertain.map(\.customer) == [9])
    #expect(results.birthdays == [BirthdayNote(customer: 11, relation: .spouse)])
    #expect(results.calls == [.noAnswer: 1, .busy: 1, .callBack: 1])
  }

  @Test func `what was not sent in time and what a long gap left uncertain is told`() throws {
    var sample = ladder([("K1", { _ in }), ("K2", { _ in }), ("K3", { _ in })])
    sample.sent(0, "birthday", "2026", .sms, "2026-11-20", .expired)
    sample.sent(1, "greeting", "2026-3", .email, "2026-11-11", .uncertain)
    sample.sent(2, "greeting", "2026-3", .email, "2026-11-09", .uncertain)
    var input = sample.input("mao", "2026-11-23")
    #expect(try DailyDigest.make(input).get().results.uncertain.isEmpty)
    input.lastDigest = DigestSample.day("2026-11-10")
    let results = try DailyDigest.make(input).get().results
    #expect(results.late.map(\.customer) == [0])
    #expect(results.uncertain.map(\.customer) == [1], "the older one stood in the last digest")
  }

  @Test func `a refused message stands in every digest until somebody has seen to it`() throws {
    var sample = ladder([("K1", { _ in }), ("K2", { _ in }), ("K3", { _ in }), ("K4", { _ in })])
    for customer in Int32(0)...3 {
      sample.sent(
        customer, "greeting", "2026-1", .email, "2026-03-02", customer == 1 ? .dead : .rejected)
    }
    #expect(try digest(sample).results.failed.count == 4)
    sample.record(0, "2026-03-03T10:00:00+08:00", .contact)
    sample.record(1, "2026-03-03T10:00:00+08:00", DigestSample.call(.noAnswer))
    sample.sent(2, "greeting", "2026-2", .email, "2026-06-02", .accepted)
    sample.history.customers["K3"]?.touches[1].number = 9
    #expect(try digest(sample).results.failed.map(\.customer) == [1, 3])
  }

  @Test func `a day of fifty birthdays names the first and counts the others`() throws {
    var sample = ladder((101...150).map { (CustomerID("K\($0)"), { _ in }) })
    for customer in Int32(0)..<50 {
      sample.sent(customer, "birthday", "2026", .sms, "2026-11-20", .accepted)
    }
    let text = try digest(sample).page(sample.input("mao", "2026-11-23")).text
    let words = text.filter { !$0.isWhitespace }
    #expect(words.contains("另有40项"))
  }

  @Test func `D12: talking points are printed once and pointed to afterwards`() throws {
    let sample = ladder([("K1", { _ in }), ("K2", { _ in })])
    let input = sample.input("mao", "2026-11-23")
    let text = try DailyDigest.make(input).get().page(input).text
    #expect(text.components(of: "先问装修进度") == 1)
    #expect(text.contains("谈话要点同第1条"))
  }

  @Test func `what is held back is said to everybody, what to tidy only to the caretaker`() throws {
    var sample = DigestSample.chinese()
    sample.settings.reps[1].absences = []
    sample.settings.reps[0].email = "mao@example.com"
    func text(_ rep: RepID) throws -> String {
      var input = sample.input(rep, "2026-11-23")
      input.notes.hold = "operator"
      input.notes.findings = 3
      return try DailyDigest.make(input).get().page(input).text
    }
    #expect(try text("mao").contains("客户文件有3处问题"))
    #expect(try text("zhou").contains("系统已暂停发送：管理员操作"))
    #expect(try !text("zhou").contains("客户文件"))
    sample.settings.defaultRep = 1
    #expect(try text("zhou").contains("客户文件有3处问题"))
    sample.settings.digest.adminEmail = "mao@example.com"
    #expect(try !text("zhou").contains("客户文件"))
  }

  @Test func `forty calls stay well below the size at which mail programs cut`() throws {
    let people: [(CustomerID, (inout Customer) -> Void)] = (10..<50).map {
      (CustomerID("K\($0)"), { _ in })
    }
    let input = ladder(people).input("mao", "2026-11-23")
    let page = try DailyDigest.make(input).get().page(input)
    // Gmail clips messages above 102 KB.
    #expect(page.html.utf8.count < 60_000)
    #expect(page.html.components(of: "<li value=") == 40)
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}

import CadenceModel
import CivilTime

extension DigestSample {
  /// The dealer of the golden digest: Monday, 23 November 2026; 周丽萍 is away, 毛志强 stands in.
  static func chinese() -> DigestSample {
    var sample = DigestSample(settings: chineseSettings(), zones: ["Asia/Shanghai"])
    sample.addChinesePeople()
    sample.addChineseHistory()
    sample.paper["card-laba"] = ["李先生：", "", "腊八快乐，愿您家粥香满屋。<不写>", "毛志强"]
    return sample
  }

  private static func chineseSettings() -> Settings {
    let shanghai = "Asia/Shanghai"
    var mao = Rep(id: "mao", names: ["毛志强"])
    mao.email = "mao@example.com"
    var zhou = Rep(id: "zhou", names: ["周丽萍"])
    zhou.deputy = "mao"
    zhou.absences = [Absence(first: day("2026-11-20"), last: day("2026-11-24"))]
    return Settings(
      site: Site(
        company: "和顺木门", zone: shanghai, country: "CN", language: "zh-CN",
        mailFrom: "service@example.com"),
      festivals: [
        Festival(name: "laba", titles: ["zh": "腊八节"], rule: .holiday(name: "腊八"))
      ],
      cadences: chineseCadences(), reps: [mao, zhou],
      zones: [shanghai: ZoneRules(fixed: 28_800, name: shanghai)])
  }

  private static func chineseCadences() -> [Cadence] {
    func ladder(_ name: CadenceName, _ title: String, _ precedence: Precedence, _ steps: [Step])
      -> Cadence
    {
      Cadence(
        name: name, title: title, trigger: .ladder(LadderRule(opens: [], endedBy: [])),
        precedence: precedence, steps: steps)
    }
    let talk = ["先问装修进度，听他说完再开口", "说清与同价位产品的差别，不说别家不好", "约一次到店看样门"]
    return [
      Cadence(
        name: "birthday", title: "生日祝福", trigger: .anniversary(AnniversaryRule(date: .birthday)),
        precedence: .birthday,
        steps: [
          Step(channels: [.sms]), Step(channels: [.call], title: "生日当天打个电话", talk: ["只祝福，不谈产品"]),
        ]),
      ladder(
        "complaint", "投诉处理", .complaint,
        [
          Step(
            channels: [.call], title: "回复投诉",
            talk: ["先听完，复述一遍请他确认", "感谢他告诉我们，并道歉", "给出办法和时间，请他同意"])
        ]),
      Cadence(
        name: "festival", title: "节日卡片", trigger: .festival(FestivalRule(festivals: ["laba"])),
        precedence: .festival,
        steps: [Step(channels: [.card], template: "card-laba", title: "手写一张腊八卡片")]),
      ladder(
        "follow-up", "意向跟进", .followUp,
        (1...5).map { _ in Step(channels: [.call], talk: talk) }),
      Cadence(
        name: "greeting", title: "平日问候", trigger: .greeting(GreetingRule(perYear: 4)),
        precedence: .greeting, steps: [Step(channels: [.sms])]),
      Cadence(
        name: "maintenance", title: "木门保养",
        trigger: .maintenance(
          MaintenanceRule(first: .months(6), every: .months(12), daysBefore: 10, daysAfter: 15)),
        precedence: .visit,
        steps: [
          Step(
            channels: [.visit], title: "保养回访", talk: ["检查铰链、门锁和密封条", "问问使用情况，记下新的需要"])
        ]),
      ladder("promise", "承诺", .promise, [Step(channels: [.call], title: "兑现承诺")]),
    ]
  }

  private mutating func addChinesePeople() {
    let angry = add(
      "KH0000101", [.name: "赵雪玉", .salutation: "赵女士", .mobile: "+8615400028179"]
    ) { $0.stage = .customer }
    plan(
      angry, "complaint", .call, .opening(.complaint, day: Self.day("2026-11-22"), number: 1),
      "2026-11-23", "09:40")
    record(
      angry, "2026-11-22T16:20:00+08:00", .complaint(promise: Self.at("2026-11-23T15:00:00+08:00")),
      texts: ["about": "主卧门关不严，夜里有响声"])
    let late = add(
      "KH0000102",
      [.name: "武丹", .salutation: "武姐", .mobile: "+8615400036098", .phone: "+8657188880000"]
    ) { $0.level = .b }
    plan(
      late, "follow-up", step: 3, .call,
      .opening(.inquiry, day: Self.day("2026-11-03"), number: 1), "2026-11-19", "14:10")
    record(late, "2026-11-03T10:00:00+08:00", .inquiry(DealFacts()))
    record(late, "2026-11-12T10:00:00+08:00", Self.call(.noAnswer), rep: "mao")
    let back = add(
      "KH0000103", [.name: "曾冬梅", .mobile: "+8615400044017", .bestTime: "下午"]
    ) { $0.birthday = nil }
    plan(
      back, "follow-up", step: 2, .call,
      .opening(.offer, day: Self.day("2026-11-16"), number: 1), "2026-11-23", "10:30")
    record(
      back, "2026-11-16T10:00:00+08:00", .offer(DealFacts()), texts: ["product": "实木复合门两樘"])
    record(
      back, "2026-11-20T15:30:00+08:00",
      Self.call(.callBack, need: .some, callBack: "2026-11-23T16:00:00+08:00"), rep: "mao")
    let clear = add("KH0000104", [.name: "吴杰", .mobile: "+8615400051936"]) { $0.level = .c }
    plan(
      clear, "follow-up", step: 4, .call, .stage(.opportunity, day: Self.day("2026-11-02")),
      "2026-11-23", "11:00")
    record(clear, "2026-11-18T10:00:00+08:00", Self.call(.reached, need: .clear), rep: "mao")
    let key = add(
      "KH0000105",
      [.name: "钱伟", .mobile: "+8615400059855", .purchases: "2025-02-24|免漆生态门 MQ-106|1|1380"]
    ) {
      $0.level = .a
      $0.stage = .repeatCustomer
      $0.lastContact = Self.day("2026-09-10")
      $0.birthday = PersonDate.solar(year: 1966, month: 11, day: 23)
    }
    plan(
      key, "birthday", step: 2, .call, .kept(.customer, year: 2026, isLunar: false), "2026-11-23",
      "09:50")
    addMoreChinesePeople()
  }

  private mutating func addMoreChinesePeople() {
    let door = add(
      "KH0000106",
      [
        .name: "孙丽", .salutation: "孙阿姨", .mobile: "+8615400067774", .city: "杭州",
        .district: "萧山区", .address: "市心北路绿都世贸34幢3单元1103室", .products: "实木复合门 SF-02x3",
        .purchases: "2026-05-01|实木复合门 SF-02|3|9840", .spouseName: "周强", .childNames: "周小禾",
        .interests: "广场舞；养花", .notes: "门铃坏了，敲门",
      ]
    ) {
      $0.stage = .customer
      $0.installations = [
        Installation(day: Self.day("2026-05-20"), warrantyUntil: Self.day("2028-05-19"))
      ]
      $0.birthday = PersonDate.solar(year: 1968, month: 12, day: 3)
      $0.family = [PersonDate.solar(year: 2018, month: 6, day: 1)].compactMap { date in
        date.map { FamilyDate(relation: .child(1), date: $0) }
      }
    }
    addVisitHistory(door)
    plan(
      door, "maintenance", .visit,
      .maintenance(installed: Self.day("2026-05-20"), which: 1, number: 1), "2026-11-23", "14:30")
    let card = add(
      "KH0000107",
      [.name: "李 <b>明</b> & 太太", .city: "杭州", .district: "西湖区", .address: "文三路1号"]
    ) { $0.stage = .evangelist }
    plan(card, "festival", .card, .festival(0, year: 2026), "2026-11-23", "09:30")
    let hers = add("KH0000108", [.name: "郑浩", .mobile: "+8615400083612"], rep: 1)
    plan(
      hers, "follow-up", step: 2, .call,
      .opening(.inquiry, day: Self.day("2026-11-17"), number: 1), "2026-11-23", "10:10")
    record(hers, "2026-11-17T10:00:00+08:00", .inquiry(DealFacts()))
    for (offset, name) in ["冯静", "陈晨", "褚健", "卫兰"].enumerated() {
      add(CustomerID("KH000011\(offset)"), [.name: name, .mobile: "+861540009\(1000 + offset)"])
    }
    plan(8, "birthday", .sms, .kept(.customer, year: 2026, isLunar: true), "2026-11-23", "09:30")
    plan(9, "greeting", .sms, .greeting(year: 2026, number: 4), "2026-11-23", "09:35")
  }

  /// What the rep wants to have in mind at 孙丽's door.
  private mutating func addVisitHistory(_ door: Int32) {
    var found = VisitReport(
      condition: .worn, satisfaction: Satisfaction(perceived: 3, expected: 4), need: .some)
    found.isPartial = true
    record(
      door, "2026-08-11T10:00:00+08:00", .visit(found), rep: "mao",
      texts: ["usage": "厨房门开关最多", "note": "想给书房也换一扇"])
    record(door, "2026-09-22T10:00:00+08:00", .gift(cost: nil), texts: ["what": "一盆兰花"])
    record(
      door, "2026-11-18T15:00:00+08:00", Self.call(.reached, promise: "2026-11-24T12:00:00+08:00"),
      texts: ["note": "把保养手册带去"])
    record(door, "2026-11-18T15:05:00+08:00", .optOut(nil, occasion: "festival"))
    record(door, "2026-11-18T15:06:00+08:00", .optOut(.sms, occasion: nil))
    record(door, "2025-03-01T10:00:00+08:00", .deceased) { $0.marks.relation = .parent(1) }
  }

  private mutating func addChineseHistory() {
    record(9, "2026-11-20T09:30:00+08:00", Self.call(.noAnswer), rep: "mao")
    record(9, "2026-11-20T11:30:00+08:00", Self.call(.busy), rep: "mao")
    record(10, "2026-11-20T14:00:00+08:00", .visit(VisitReport()), rep: "mao")
    record(10, "2026-11-20T15:00:00+08:00", .won(DealFacts()), rep: "mao")
    sent(8, "greeting", "2026-3", .sms, "2026-11-20", .accepted)
    sent(11, "birthday", "spouse.2026", .sms, "2026-11-21", .accepted)
    sent(9, "greeting", "2026-3", .sms, "2026-11-20", .uncertain)
    sent(10, "greeting", "2026-3", .email, "2026-11-20", .rejected)
    sent(11, "greeting", "2026-3", .email, "2026-11-20", .deferred)
  }
}

import CadenceModel
import CadencePlanning
import CivilTime

/// Digests in Chinese.
struct ChineseDigestPhrases: DigestPhrases {
  private static let weekdays = ["一", "二", "三", "四", "五", "六", "日"]

  private func weekday(_ day: Day) -> String {
    "周\(Self.weekdays[Int(day.weekday.rawValue) - 1])"
  }

  func longDay(_ day: Day) -> String { "\(day.month)月\(day.day)日 \(weekday(day))" }

  func shortDay(_ day: Day, from today: Day) -> String {
    switch today - day {
    case 0: "今天"
    case 1: "昨天"
    case -1: "明天"
    default:
      day.year == today.year
        ? "\(day.month)月\(day.day)日" : "\(day.year)年\(day.month)月\(day.day)日"
    }
  }

  func span(_ first: Day, _ last: Day, from today: Day) -> String {
    first == last
      ? shortDay(first, from: today)
      : "\(shortDay(first, from: today))至\(shortDay(last, from: today))"
  }

  func counts(_ items: [(CountedThing, Int)]) -> String {
    list(items.filter { $0.1 > 0 }.map { "\(word($0.0)) \($0.1)" })
  }

  private func word(_ thing: CountedThing) -> String {
    switch thing {
    case .urgent: "急办"
    case .overdue: "逾期"
    case .calls: "电话"
    case .visits: "拜访"
    case .parcels: "礼品贺卡"
    case .standIns: "代办"
    case .visitsMade: "拜访"
    case .parcelsSent: "礼品贺卡"
    case .deals: "成交"
    case .complaints: "投诉"
    }
  }

  func list(_ items: [String]) -> String { items.joined(separator: "、") }
  func sentence(_ clauses: [String]) -> String { clauses.joined(separator: "，") }

  func name(_ profile: CustomerProfile, id: CustomerID) -> String {
    let full = profile[.name].isEmpty ? profile[.lastName] + profile[.firstName] : profile[.name]
    guard !full.isEmpty else {
      return profile[.salutation].isEmpty ? id.text : profile[.salutation]
    }
    let salutation = profile[.salutation]
    return salutation.isEmpty || salutation == full ? full : "\(full)（\(salutation)）"
  }

  func stage(_ stage: CustomerStage) -> String {
    switch stage {
    case .suspect: "潜在线索"
    case .prospect: "意向客户"
    case .opportunity: "商机"
    case .customer: "成交客户"
    case .repeatCustomer: "复购客户"
    case .evangelist: "转介绍客户"
    case .lost: "流失客户"
    }
  }

  func level(_ level: CustomerLevel) -> String { level == .none ? "" : "\(level.name)级" }

  func relation(_ relation: Relation, name: String) -> String {
    let who: String
    switch relation {
    case .customer: who = "本人"
    case .spouse: who = "配偶"
    case .parent: who = "父母"
    case .child: who = "孩子"
    case .couple: who = "夫妻"
    }
    return who + name
  }

  func birthdayOf(_ relative: String, customer: String) -> String { "\(customer)的\(relative)" }
  func standsIn(for rep: String) -> String { "代\(rep)" }
  func subject(_ day: Day, _ summary: String) -> String {
    "\(longDay(day)) 今日客户工作" + (summary.isEmpty ? "" : "：\(summary)")
  }
  func title(_ rep: String, _ day: Day) -> String { "\(rep)，\(longDay(day))" }
  func lead(_ summary: String) -> String { "今天：\(summary)。" }
  var nothingToday: String { "今天没有安排任务，下面几件事请看一眼。" }

  func heading(_ section: DigestSection) -> String {
    switch section {
    case .urgent: "先办：投诉与承诺"
    case .overdue: "已逾期"
    case .calls: "今天的电话"
    case .visits: "今天的拜访"
    case .parcels: "礼品、贺卡、手写信"
    case .later: "往后几天"
    case .neglected: "久未联系：这周打个招呼"
    case .replies: "客户回复"
    case .uncertain: "可能没收到的消息"
    case .late: "没能按时发出的消息"
    case .failed: "发不到的消息（联系过客户并登记后不再列出）"
    case .machine: "系统代发"
    case .missing: "顺便问一句"
    case .service: "系统提示"
    case .closed: "今天成交：道声谢谢"
    case .appointments: "下一个工作日的约定：今晚确认"
    case .interested: "有意向的客户：问问需要什么资料"
    }
  }

  func standInHeading(_ rep: String, until: Day?, from today: Day) -> String {
    let end = until.map { "（休假至\(shortDay($0, from: today))）" } ?? ""
    return "代\(rep)办理\(end)"
  }

  func task(_ channel: Channel) -> String {
    switch channel {
    case .call: "打电话"
    case .visit: "上门拜访"
    case .gift: "送礼品"
    case .card: "寄贺卡"
    case .letter: "写信"
    case .email: "发邮件"
    case .sms: "发短信"
    case .chat: "发微信"
    }
  }
}

/// Why a task is there and what was before.
extension ChineseDigestPhrases {
  func reason(_ reason: TaskReason, from today: Day) -> String {
    switch reason {
    case .followUp(let step, let total, let opening, let since):
      return "第\(step)次跟进（共\(total)次）：\(shortDay(since, from: today))\(began(opening))"
    case .complaint(let since, let promised):
      let promise = promised.map { "，答应\(time($0, from: today))前回复" } ?? ""
      return "\(shortDay(since, from: today))投诉\(promise)"
    case .promise(let made, let by):
      let deadline = by.map { "，期限\(time($0, from: today))" } ?? ""
      return "\(shortDay(made, from: today))答应的事\(deadline)"
    case .maintenance(let number, let installed, let product):
      let what = product.isEmpty ? "" : " \(product)"
      return "第\(number)次回访保养：\(shortDay(installed, from: today))安装\(what)"
    case .anniversary(let field, let relation, let name, let on, let years):
      return anniversary(field, relation, name, on, years, from: today)
    case .festival(let title): return title
    case .greeting: return "平日问候"
    }
  }

  private func time(_ time: LocalTime, from today: Day) -> String {
    "\(shortDay(time.day, from: today))\(time.minute)"
  }

  private func began(_ opening: LadderOpening) -> String {
    switch opening {
    case .fact(let kind): kindWord(kind)
    case .stage(let stage): "起为\(self.stage(stage))"
    }
  }

  private func anniversary(
    _ field: AnniversaryRule.DateField, _ relation: Relation, _ name: String, _ on: Day?,
    _ years: Int?, from today: Day
  ) -> String {
    let day = on.map { shortDay($0, from: today) } ?? ""
    switch field {
    case .birthday:
      let age = years.map { "，\($0)岁" } ?? ""
      return "\(day)\(relation == .customer ? "客户" : self.relation(relation, name: name))生日\(age)"
    case .wedding: return "\(day)结婚纪念日" + (years.map { "，\($0)周年" } ?? "")
    case .installation: return "\(day)安装纪念日" + (years.map { "，\($0)周年" } ?? "")
    }
  }

  func previous(_ call: PastCall, from today: Day) -> String {
    "上次\(shortDay(call.at.day, from: today))\(outcomeWord(call.outcome))"
  }

  func overdue(since day: Day, from today: Day) -> String {
    "原定\(shortDay(day, from: today))，已逾期\(today - day)天"
  }

  func escalation(_ stage: EscalationStage) -> String {
    switch stage {
    case .rep: "今天请先办"
    case .manager: "已报店长"
    case .reassign: "已报店长，建议换人办"
    }
  }

  func callBack(_ time: LocalTime, from today: Day) -> String {
    "约好\(self.time(time, from: today))回电"
  }

  func instead() -> String { "消息没能发出，改为人工" }
  func clearNeed() -> String { "需求明确" }
  func customerTime(_ time: MinuteOfDay) -> String { "对方当地\(time)" }

  func history(_ history: TaskHistory, from today: Day) -> String {
    var clauses: [String] = []
    if let day = history.lastContact {
      let how = history.lastContactKind.map { "（\(kindWord($0))）" } ?? ""
      clauses.append("上次联系\(shortDay(day, from: today))\(how)")
    } else {
      clauses.append("档案里没有联系记录")
    }
    if let day = history.lastPurchase {
      clauses.append("\(shortDay(day, from: today))购买\(history.product)")
    } else if !history.product.isEmpty {
      clauses.append("买过\(history.product)")
    }
    if history.calls > 0 {
      clauses.append("共打\(history.calls)次，接通\(history.reached)次")
    }
    return sentence(clauses)
  }

  func label(_ label: CardLabel) -> String {
    switch label {
    case .about: "事由"
    case .address: "地址"
    case .bestTime: "方便时段"
    case .say: "谈话要点"
    case .gift: "礼品"
    case .together: "常一起买"
    }
  }

  func together(_ found: CoPurchase.Suggestion) -> String {
    "买过\(found.with)的\(found.buyers)户里，\(found.together)户也买了\(found.product)"
      + "（平常的\(found.lift / 100).\(found.lift / 10 % 10)倍）"
  }

  func gift(_ gift: Gift) -> String {
    let name = LanguageTag.text(gift.names, in: "zh-CN") ?? gift.id
    let meaning = LanguageTag.text(gift.meanings, in: "zh-CN").map { "：\($0)" } ?? ""
    return "\(name)（\(gift.id)，\(gift.cost)元）\(meaning)"
  }

  func noGift() -> String { "清单里没有合适的，请自选一份" }

  func sameTalk(as number: Int) -> String { "谈话要点同第\(number)条" }

  func outcomeWord(_ outcome: CallOutcome) -> String {
    switch outcome {
    case .reached: "接通"
    case .noAnswer: "未接通"
    case .busy: "占线"
    case .wrongNumber: "号码有误"
    case .callBack: "约好再打"
    }
  }

  func kindWord(_ kind: FactKind) -> String {
    switch kind {
    case .inquiry: "咨询"
    case .offer: "报价"
    case .won: "签单"
    case .lost: "流失"
    case .call: "电话"
    case .visit: "拜访"
    case .purchase: "购买"
    case .complaint: "投诉"
    case .resolved: "投诉处理完"
    case .promise: "承诺"
    case .kept: "承诺兑现"
    case .optOut: "退订"
    case .optIn: "重新同意"
    case .occasion: "特别日子"
    case .snooze: "推迟"
    case .gift: "送礼品"
    case .card: "寄贺卡"
    case .letter: "写信"
    case .survey: "满意度调查"
    case .deceased: "客户去世"
    case .bereaved: "家中有丧"
    case .note: "备注"
    case .contact: "到店或其他接触"
    case .referral: "转介绍"
    case .assigned: "移交"
    }
  }
}

/// Results, notes, evening and end.
extension ChineseDigestPhrases {
  func resultsHeading(_ first: Day, _ last: Day, from today: Day) -> String {
    "\(span(first, last, from: today))的结果"
  }

  func callResults(_ calls: [CallOutcome: Int]) -> String {
    let total = calls.values.reduce(0, +)
    let parts = CallOutcome.allCases.compactMap { outcome in
      calls[outcome].map { "\(outcomeWord(outcome))\($0)" }
    }
    return "电话\(total)：\(list(parts))"
  }

  func sent(_ results: DigestResults, birthdays: [String]) -> String {
    "系统已发送\(results.sent)条" + wished(birthdays)
  }

  private func wished(_ birthdays: [String]) -> String {
    birthdays.isEmpty ? "" : "，其中生日祝福：\(list(birthdays))"
  }

  func waiting(_ count: Int) -> String { "\(count)条还在等待重发，系统会继续试" }

  func channelWord(_ channel: Channel) -> String {
    switch channel {
    case .email: "邮件"
    case .sms: "短信"
    case .chat: "微信消息"
    default: task(channel)
    }
  }

  func reply(_ name: String, _ note: ReplyNote) -> String {
    let text = note.text.isEmpty ? "（没有文字）" : "“\(note.text)”"
    return "\(name)：\(channelWord(note.channel))回复\(text)"
      + (note.holds ? "。可能是不想再收消息：系统已暂停发送，请联系并登记" : "")
  }

  func uncertain(_ name: String, _ note: MessageNote) -> String {
    "\(name)：\(note.title)\(channelWord(note.channel))不确定是否送达，不再自动重发，要不要打个电话？"
  }

  func late(_ name: String, _ note: MessageNote) -> String {
    "\(name)：\(note.title)\(channelWord(note.channel))过了时间没能发出，要不要打个电话？"
  }

  func failed(_ name: String, _ note: MessageNote) -> String {
    guard !note.title.isEmpty else {
      return "\(name)：登记的\(note.channel == .email ? "电子邮箱" : "号码")已经失效，请问一下新的"
    }
    return "\(name)：\(note.title)\(channelWord(note.channel))被退回，请核对联系方式"
  }

  func planned(_ count: Int, birthdays: [String]) -> String {
    "今天将替你发送\(count)条" + wished(birthdays)
  }

  func missing(_ field: MissingFact.Field, _ name: String, task: Int) -> String {
    let what =
      switch field {
      case .birthday: "生日（公历还是农历）"
      case .address: "住址"
      case .email: "邮箱"
      }
    return "第\(task)条 \(name)：档案里还没有\(what)，聊到时问一下"
  }

  func handBackHeading(_ absence: Absence, from today: Day) -> String {
    "欢迎回来：\(span(absence.first, absence.last, from: today))期间"
  }

  func event(_ event: HandBack.Event, _ name: String, by: String?, from today: Day) -> String {
    let outcome = event.outcome.map { outcomeWord($0) } ?? ""
    let who = by.map { "（\($0)）" } ?? ""
    return "\(shortDay(event.day, from: today)) \(name)：\(kindWord(event.kind))\(outcome)\(who)"
  }

  func nothingHappened() -> String { "没有新的记录" }
  func more(_ count: Int) -> String { "另有\(count)项" }

  func handedOn(_ count: Int) -> String {
    "今天排不下的还有\(count)件：最要紧的已列在上面，其余顺延到后面的工作日。"
  }

  func neglected(_ name: String, days: Int, limit: Int) -> String {
    "\(name)：\(days)天没联系（应在\(limit)天内）"
  }

  func rehearsal(redirectedTo address: String?) -> String {
    address.map { "演练模式：所有消息只发到 \($0)，客户不会收到。" } ?? "演练模式：消息只进发件箱，客户不会收到。"
  }

  func alerts(_ notes: ServiceNotes) -> [String] {
    var lines: [String] = []
    if let hold = notes.hold {
      lines.append("系统已暂停发送：\(hold == "operator" ? "管理员操作" : hold)")
    }
    if !notes.channelsDown.isEmpty {
      lines.append("\(list(notes.channelsDown.map(channelWord)))通道连不上，消息会在恢复后补发")
    }
    if notes.deferred > 0 { lines.append(waiting(notes.deferred)) }
    return lines
  }

  func chores(_ notes: ServiceNotes) -> [String] {
    var lines: [String] = []
    if notes.deadLetters > 0 { lines.append("\(notes.deadLetters)条多次失败，已放弃") }
    if notes.findings > 0 { lines.append("客户文件有\(notes.findings)处问题，见 fifthcall check") }
    for year in notes.unknownYears { lines.append("\(year)年的放假安排还没有公布，节日前后的日期待定") }
    return lines
  }

  func uncovered(_ rep: String) -> String { "\(rep)不在，没有代办人，任务在等" }

  func eveningSubject(_ day: Day, _ summary: String) -> String { "\(longDay(day)) 收工小结" }
  func eveningLead(next: Day?) -> String {
    next.map { "收工前三件事。下一个工作日是\(longDay($0))。" } ?? "收工前三件事。"
  }
  func eveningTitle(_ rep: String, _ day: Day) -> String { "\(rep)，\(longDay(day)) 收工小结" }

  func appointment(_ appointment: EveningDigest.Appointment, _ name: String) -> String {
    let what =
      switch appointment.kind {
      case .visit: "上门"
      case .callBack: "回电"
      case .promise: "兑现承诺的期限"
      }
    return [appointment.time.map { "\($0)" } ?? "时间未定", name, what].joined(separator: " ")
  }

  func closed(_ kind: FactKind, _ name: String, product: String) -> String {
    "\(name)：\(kindWord(kind))\(product.isEmpty ? "" : " \(product)")"
  }

  func interested(_ item: EveningDigest.Interested, _ name: String) -> String {
    let need =
      switch item.need {
      case .clear: "需求明确"
      case .some: "有需求"
      default: "今天来询"
      }
    return "\(name)：\(need)\(item.wish.isEmpty ? "" : "，\(item.wish)")"
  }

  var nobody: String { "没有" }

  func footer(witness: String?) -> [String] {
    var lines = [
      "登记结果：fifthcall record call 客户编号 --outcome reached --touch 任务编号（或交给管理员登记）"
    ]
    if let witness { lines.append("日志链头 \(witness)") }
    return lines + ["本邮件由 Fifthcall 自动生成"]
  }

  func noDigest(_ why: NoDigest, rep: String, day: Day) -> String {
    switch why {
    case .unknownRep: "没有叫 \(rep) 的销售"
    case .dayOff: "\(longDay(day))是\(rep)的休息日，没有任务邮件"
    case .noWork: "\(longDay(day))\(rep)没有任务，不发邮件"
    case .away(let until, let deputy):
      "\(rep)休假至\(longDay(until))，" + (deputy.map { "由\($0)代办" } ?? "没有代办人，任务等待")
    }
  }
}

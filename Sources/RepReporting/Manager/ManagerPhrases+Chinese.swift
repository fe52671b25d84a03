import CadenceModel
import CivilTime

/// The manager's mails in Chinese.
struct ChineseManagerPhrases: ManagerPhrases {
  private let digest = ChineseDigestPhrases()

  func weekSubject(_ day: Day, late: Int, neglected: Int) -> String {
    var parts: [String] = []
    if late > 0 { parts.append("\(late) 件要您过问") }
    if neglected > 0 { parts.append("\(neglected) 位客户久未联系") }
    return "\(digest.longDay(day)) 一周小结" + (parts.isEmpty ? "" : "：\(digest.list(parts))")
  }

  func weekTitle(_ first: Day, _ last: Day) -> String {
    "一周小结：\(first.month)月\(first.day)日至\(last.month)月\(last.day)日"
  }

  func weekLead(won: Int, complaints: Int, late: Int) -> String {
    "成交 \(won) 单，新投诉 \(complaints) 件，"
      + (late == 0 ? "没有拖过期限的事。" : "\(late) 件事拖过了期限。")
  }

  func heading(_ section: ManagerSection) -> String {
    switch section {
    case .late: "要您过问"
    case .week: "这一周"
    case .attempts: "第几次电话见效（近一年）"
    case .neglected: "久未联系"
    case .drifting: "重要客户正在走远"
    case .load: "今后七天的安排"
    case .texts: "文案快用完了"
    }
  }

  func figure(_ figure: WeekFold.Figure) -> String {
    switch figure {
    case .calls: "电话"
    case .reached: "接通"
    case .visits: "拜访"
    case .won: "成交"
    case .lost: "流失"
    case .complaints: "新投诉"
    case .resolved: "投诉办结"
    case .sent: "系统消息送出"
    case .failed: "退回或不明"
    }
  }

  func column(_ column: ManagerColumn) -> String {
    switch column {
    case .figure: "项目"
    case .thisWeek: "本周"
    case .weekBefore: "上周"
    case .attempt: "第几次"
    case .calls: "电话"
    case .reached: "接通率"
    case .won: "成交"
    case .conversion: "成交率"
    case .rep: "销售"
    case .customers: "客户"
    case .neglected: "久未联系"
    case .share: "占比"
    case .callsPlanned: "电话"
    case .visitsPlanned: "拜访"
    case .waiting: "排不下"
    }
  }

  func attempt(_ number: String) -> String {
    number.hasSuffix("+") ? "第\(number.dropLast())次起" : "第\(number)次"
  }

  func lateAttempts(won: Int, of all: Int) -> String {
    all == 0
      ? "近一年还没有电话跟进带来的成交。"
      : "第四、第五次电话带来 \(won) 单，占电话成交 \(all) 单的 \((won * 100 + all / 2) / all)%。"
  }

  func neglected(_ name: String, days: Int, limit: Int, rep: String) -> String {
    digest.neglected(name, days: days, limit: limit) + "，\(rep)"
  }

  func drifting(_ name: String, _ segment: Segment) -> String {
    let what = segment.isContactRhythm ? "联系" : "购买"
    return
      "\(name)（\(digest.tier(segment.tier))）：平常 \(segment.rhythm) 天\(what)一次，已经 \(segment.elapsed) 天"
  }

  func shortage(_ shortage: TextShortage) -> String {
    var parts: [String] = []
    if shortage.out > 0 { parts.append("\(shortage.out) 位客户已全部收过，不再发送") }
    if shortage.last > 0 { parts.append("\(shortage.last) 位只剩最后一条") }
    return
      "\(shortage.template)（\(digest.channelWord(shortage.channel))，\(shortage.variants) 条）：\(digest.list(parts))"
  }

  func more(_ count: Int) -> String { "另有 \(count) 位，见 fifthcall report neglected" }
  func moreLate(_ count: Int) -> String { "另有 \(count) 件没有列出" }
  var nothing: String { "没有" }

  func escalated(
    _ task: EscalatedTask, _ name: String, rep: String, takenOverBy other: String?, from today: Day
  ) -> String {
    let what =
      switch task.kind {
      case .complaint: "投诉"
      case .promise: "答应的事"
      case .other: digest.task(task.channel)
      }
    let due =
      digest.shortDay(task.due.day, from: today) + (task.isExact ? "\(task.due.minute)" : "")
    var text = "\(name)：\(what)“\(task.title)”，期限\(due)"
    if task.daysLate > 0 { text += "，已过 \(task.daysLate) 个工作日" }
    text += "，负责人\(rep)"
    if task.isWaiting { text += "，日程已满没有排上" }
    if let other { text += "；建议转给\(other)" }
    return text
  }

  func lateSubject(complaints: Int, promises: Int, others: Int) -> String {
    var parts: [String] = []
    if complaints > 0 { parts.append("投诉 \(complaints) 件") }
    if promises > 0 { parts.append("承诺 \(promises) 件") }
    if others > 0 { parts.append("任务 \(others) 件") }
    return "过了期限：\(digest.list(parts))"
  }

  func lateLead(_ day: Day) -> String { "\(digest.longDay(day))，下面的事过了期限还没有办。" }
  func known(_ count: Int) -> String { "以前报过、还没有办的另有 \(count) 件，列在每周小结里。" }

  func footer(witness: String?) -> [String] {
    var lines = ["完整的数字：fifthcall report 名称；口径见 docs/reports.md 和 docs/manager.md"]
    if let witness { lines.append("日志链头 \(witness)") }
    return lines + ["本邮件由 Fifthcall 自动生成"]
  }

  func noMail(_ why: NoManagerMail, day: Day) -> String {
    switch why {
    case .nothingNew: "\(digest.longDay(day))没有新过期限的事，不发邮件"
    }
  }
}

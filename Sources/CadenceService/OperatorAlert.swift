import CadenceModel
import CivilTime
import MessageRendering
import RepReporting

/// Something that the admin must know at once, not in tomorrow's digest.
struct OperatorAlert: Sendable {
  /// Names the cause: one alert a day for each.
  let cause: String
  /// The mail's subject, in Chinese and in English.
  let subject: (zh: String, en: String)
  /// What it means and what to do.
  let advice: (zh: String, en: String)
  /// What was found, word for word.
  var details: [String] = []
  /// Whether it is told once a week while it lasts, not once a day.
  var isWeekly = false

  /// A relay or gateway that cannot be reached or refuses the login.
  static func endpointDown(_ channel: Channel, _ reason: String) -> Self {
    Self(
      cause: "down-\(channel.name)",
      subject: ("\(channel.name) 通道连不上", "The \(channel.name) channel is down"),
      advice: (
        "消息都在等待，没有丢失；通道恢复后会自动补发，过了时间的会在日报里告诉顾问。",
        "Messages wait and nothing is lost. They go out once it is back; those whose time has passed "
          + "are told to the reps in the digest."
      ), details: [reason])
  }

  /// A journal that could not be written.
  static func journal(_ reason: String) -> Self {
    Self(
      cause: "journal",
      subject: ("日志写不进去，暂停了发送", "The journal could not be written; sending stopped"),
      advice: (
        "这封邮件能发出，说明现在又能写了。请检查磁盘空间。",
        "It can be written again, or this mail would not have left. Please look at the disk."
      ), details: [reason])
  }

  /// New files that were not taken over.
  static func reloadRefused(_ findings: [String]) -> Self {
    Self(
      cause: "reload", subject: ("新的配置有错，没有生效", "The new configuration was refused"),
      advice: (
        "系统继续按原来的配置运行。改好以后运行 fifthcall check，再 fifthcall reload。",
        "The old one stays in force. Mend it, run fifthcall check, then fifthcall reload."
      ), details: Array(findings.prefix(30)))
  }

  /// A digest that did not get through.
  static func digestLost(_ rep: RepID, _ result: OutcomeResult) -> Self {
    Self(
      cause: "digest-\(rep)",
      subject: ("\(rep) 的日报没有送到", "The digest of \(rep) did not arrive"),
      advice: (
        "请核对 reps.yaml 里的邮箱，并把当天的任务告诉顾问：fifthcall digest \(rep)",
        "Check the address in reps.yaml and hand the day's tasks over: fifthcall digest \(rep)"
      ), details: [result.rawValue])
  }

  /// What it means and what to do, in the site's language.
  func advice(in language: String) -> String {
    LanguageTag.isChinese(language) ? advice.zh : advice.en
  }

  /// The mail, in the site's language.
  func page(language: String, at moment: String) -> DigestPage {
    let isChinese = LanguageTag.isChinese(language)
    let title = isChinese ? subject.zh : subject.en
    var page = DigestPage(
      language: language, subject: "Fifthcall: \(title)", title: title,
      lead: isChinese ? advice.zh : advice.en)
    page.parts = [.lines(title: moment, details.map { DigestPage.Line($0) })]
    return page
  }
}

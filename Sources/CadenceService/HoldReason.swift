/// The causes of holds, and what they mean in words.
enum HoldReason {
  static let `operator` = "operator"
  static let clockBehind = "clock-behind"
  static let clockJumped = "clock-jumped"
  static let clockImplausible = "clock-implausible"
  static let downtime = "downtime"
  static let blast = "guard-blast"
  static let roster = "guard-customers"
  static let lookAhead = "guard-forecast"
  static let journalDamage = "journal-damaged"
  static let templates = "guard-templates"
  static let zones = "guard-tzdata"
  static let disk = "disk"

  /// The causes while which no moment can be trusted: not even digests go out.
  static let ofClock: Set<String> = [clockBehind, clockJumped, clockImplausible]

  /// The causes while which it is not certain that the days before have gone by.
  static let ofDays = ofClock.union([downtime])

  /// A cause that holds one cadence only.
  static func cause(_ cause: String, of cadence: String) -> String { "\(cause)/\(cadence)" }

  /// A cause without the cadence it is limited to.
  static func base(_ cause: String) -> String { String(cause.prefix { $0 != "/" }) }

  /// The cadence that a cause is limited to; nil: it holds them all.
  static func cadence(_ cause: String) -> String? {
    cause.firstIndex(of: "/").map { String(cause[cause.index(after: $0)...]) }
  }

  /// What a cause means, in English and in Chinese; an unknown one stands for itself.
  static func words(_ cause: String) -> (zh: String, en: String) {
    if let cadence = cadence(cause) {
      let whole = words(base(cause))
      return ("\(whole.zh)（\(cadence)）", "\(whole.en) (\(cadence))")
    }
    return switch cause {
    case Self.operator: ("管理员暂停了发送", "held by hand")
    case clockBehind: ("系统时钟落后于日志", "the clock is behind the journal")
    case clockJumped: ("系统时钟突然跳到了以后", "the clock leapt ahead")
    case clockImplausible: ("系统时钟不可能是对的", "the clock cannot be right")
    case downtime: ("系统停了很久才恢复", "the service was away for long")
    case blast: ("今天要发的消息比平时多得多", "far more messages are due today than ever")
    case roster: ("客户名单和上次差别太大", "the customer files differ too much from the last ones")
    case lookAhead: ("新的配置会让消息成倍增加", "the new files multiply the messages of the coming days")
    case journalDamage: ("日志的旧文件被改动或损坏", "an old file of the journal is damaged")
    case templates: ("模板文件夹不见了", "the template folder is gone")
    case zones:
      (
        "系统的时区数据太旧，有夏令时的客户可能收错时间",
        "the system's time zone data are too old for customers whose clocks change"
      )
    case disk: ("磁盘快满了", "the disk is nearly full")
    default: (cause, cause)
    }
  }

  /// What to do about it.
  static func advice(_ cause: String) -> (zh: String, en: String) {
    switch base(cause) {
    case templates:
      (
        "没有发给客户任何消息。请把模板文件夹放回去：几秒后自动继续。",
        "Nothing goes to customers. Put the folder back: all goes on by itself some seconds later "
          + "(or after fifthcall reload)."
      )
    case zones:
      (
        "只有时钟会变（夏令时）的客户在等待。请更新系统的 tzdata 再重启；如果数据没问题，运行 fifthcall release guard-tzdata。",
        "Only customers in zones whose clocks change wait. Update the system's tzdata and restart; if "
          + "the data are right, run fifthcall release guard-tzdata."
      )
    case disk:
      (
        "没有发给客户任何消息。请清理磁盘：有空间后自动继续。",
        "Nothing goes to customers. Make room on the disk: all goes on by itself then."
      )
    case clockBehind, clockImplausible:
      (
        "客户消息和日报都停了。请校准系统时间：时间对了会自动继续。如果现在的时间就是对的，运行 fifthcall release。",
        "Neither customers' messages nor digests go out. Set the clock right, and all goes on by itself. "
          + "If it is right now, run fifthcall release."
      )
    case clockJumped:
      (
        "十分钟后自动继续。如果时间不对，请先校准。",
        "It goes on by itself in ten minutes. If the clock is wrong, set it right before."
      )
    case downtime:
      (
        "请看看下面要补发的消息。不对就运行 fifthcall hold；可以发就运行 fifthcall release。",
        "Look at what would go out now, below. To stop it, run fifthcall hold; to go on, fifthcall release."
      )
    case journalDamage:
      (
        "没有发给客户任何消息。请运行 fifthcall journal verify，把备份里的那个文件放回去，再重新启动；如果确认可以继续，运行 fifthcall release。",
        "Nothing was sent to customers. Run fifthcall journal verify, put that file back from a backup "
          + "and start the service anew; if you want to go on without it, run fifthcall release."
      )
    case Self.operator:
      ("要继续发送，运行 fifthcall release。", "To go on, run fifthcall release.")
    default:
      (
        "没有发给客户任何消息。请核对配置和客户名单：改好后运行 fifthcall reload；如果没有错，运行 fifthcall release。",
        "Nothing was sent to customers. Look at the config and the customer files: mend them and run "
          + "fifthcall reload, or, if they are right, fifthcall release."
      )
    }
  }
}

extension OperatorAlert {
  /// A hold, with what was found.
  static func held(_ cause: String, _ details: [String]) -> Self {
    let words = HoldReason.words(cause)
    return Self(
      cause: "hold-\(cause)",
      subject: ("暂停发送：\(words.zh)", "Sending is held: \(words.en)"),
      advice: HoldReason.advice(cause), details: details)
  }

  /// Customer files that were not taken over.
  static func rosterRefused(_ finding: String) -> Self {
    let words = HoldReason.words(HoldReason.roster)
    return Self(
      cause: "reload-customers",
      subject: ("没有生效：\(words.zh)", "The reload was refused: \(words.en)"),
      advice: (
        "系统继续用原来的名单。如果新名单是对的，运行 fifthcall release，再运行 fifthcall reload。",
        "The old ones stay in force. If the new ones are right, run fifthcall release, then "
          + "fifthcall reload."
      ), details: [finding])
  }

  /// A disk that will be full before long.
  static func diskLow(_ found: String) -> Self {
    Self(
      cause: "disk-low", subject: ("磁盘空间不多了", "The disk has little room left"),
      advice: (
        "现在还在照常发送；快满的时候会暂停。请清理磁盘。",
        "All goes on for now; before it is full, sending is held. Please make room."
      ), details: [found], isWeekly: true)
  }

  /// Calendars that do not reach far enough.
  static func staleData(_ findings: [String]) -> Self {
    Self(
      cause: "stale-data", subject: ("节假日或时区数据太旧", "Holiday or zone data are too old"),
      advice: (
        "不能确定的日子不会发问候。请更新 holidays 文件夹或系统的 tzdata。",
        "No greeting goes out on days that cannot be judged. Update the holidays folder or tzdata."
      ), details: findings, isWeekly: true)
  }
}

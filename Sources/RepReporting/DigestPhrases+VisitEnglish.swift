import CadenceModel
import CivilTime

/// The profile sheet in English.
extension EnglishDigestPhrases {
  var sheet: String { "At the door" }

  func label(_ row: SheetRow) -> String {
    switch row {
    case .open: "Open"
    case .doNots: "Mind"
    case .who: "Who"
    case .interests: "Interests"
    case .things: "Installed"
    case .lastVisit: "Last visit"
    case .need: "Need"
    case .purchases: "Bought"
    case .gifts: "Given"
    case .notes: "Notes"
    }
  }

  func age(_ years: Int) -> String { "\(years) years old" }

  func relative(_ relative: VisitSheet.Relative) -> String {
    let age = relative.age.map { ", \($0)" } ?? ""
    let who =
      switch relative.relation {
      case .spouse: "spouse"
      case .parent: "parent"
      case .child: "child"
      case .customer, .couple: ""
      }
    return relative.name.isEmpty ? "\(who)\(age)" : "\(relative.name) (\(who)\(age))"
  }

  func housemates(_ names: String) -> String { "Also customers there: \(names)" }

  func thing(_ thing: VisitSheet.Thing, on today: Day) -> String {
    let age = thing.age(on: today)
    func count(_ number: Int, _ word: String) -> String? {
      number > 0 ? "\(number) \(word)\(number == 1 ? "" : "s")" : nil
    }
    let old = [count(age.years, "year"), count(age.months, "month")].compactMap { $0 }
    let used =
      thing.installed > today
      ? "not in yet" : old.isEmpty ? "new" : "\(old.joined(separator: " ")) old"
    let warranty = thing.warrantyUntil.map {
      $0 < today
        ? ", warranty ended \(shortDay($0, from: today))"
        : ", warranty until \(shortDay($0, from: today))"
    }
    let product = thing.product.isEmpty ? "" : "\(thing.product): "
    return "\(product)since \(shortDay(thing.installed, from: today)), \(used)\(warranty ?? "")"
  }

  func bought(_ bought: VisitSheet.Bought, from today: Day) -> String {
    let amount = bought.amount.map { ", \($0.short)" } ?? ""
    let product = bought.product.isEmpty ? "" : " \(bought.product)"
    return "\(shortDay(bought.day, from: today)):\(product)\(amount)"
  }

  func visited(_ visit: VisitSheet.Visited, from today: Day) -> String {
    var clauses = [shortDay(visit.day, from: today)]
    switch visit.condition {
    case .good: clauses.append("in good condition")
    case .worn: clauses.append("worn")
    case .defect: clauses.append("a defect")
    case nil: break
    }
    if !visit.usage.isEmpty { clauses.append("use: \(visit.usage)") }
    if let satisfaction = visit.satisfaction { clauses.append(marks(satisfaction)) }
    return sentence(clauses)
  }

  func marks(_ marks: VisitSheet.Marks, from today: Day) -> String {
    "Asked \(shortDay(marks.day, from: today)): \(self.marks(marks.satisfaction))"
  }

  private func marks(_ satisfaction: Satisfaction) -> String {
    "got \(satisfaction.perceived), had expected \(satisfaction.expected)"
  }

  func open(_ matter: VisitSheet.OpenMatter, from today: Day) -> String {
    let what = matter.kind == .complaint ? "Complaint" : "Promise"
    let by = matter.by.map { ", due \(shortDay($0.day, from: today)) \($0.minute)" } ?? ""
    let about = matter.about.isEmpty ? "" : ": \(matter.about)"
    return "\(what) of \(shortDay(matter.since, from: today))\(by)\(about)"
  }

  func need(_ need: VisitSheet.Needed, from today: Day) -> String {
    let much = need.need == .clear ? "Clear need" : "Some need"
    let words = need.words.isEmpty ? "" : ": \(need.words)"
    return "\(much), heard \(shortDay(need.day, from: today))\(words)"
  }

  func given(_ given: VisitSheet.Given, name: String, from today: Day) -> String {
    let what = [name, given.what].filter { !$0.isEmpty }.joined(separator: ", ")
    return "\(shortDay(given.day, from: today)): \(what.isEmpty ? kindWord(given.kind) : what)"
  }

  func shunned(_ channels: [Channel]) -> String {
    "No \(list(channels.map { word($0) }))"
  }

  func unwanted(_ unwanted: [VisitSheet.Unwanted]) -> String {
    "Wants none of: \(list(unwanted.map { $0.title + ($0.channel.map { " by \(word($0))" } ?? "") }))"
  }

  private func word(_ channel: Channel) -> String {
    channel == .sms ? "text messages" : channel == .email ? "mail" : channel.name
  }

  func dead(_ relatives: [VisitSheet.Relative]) -> String {
    "Do not ask after, has died: \(list(relatives.map { relative($0) }))"
  }
}

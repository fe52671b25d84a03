import CadenceModel
import CivilTime

/// Writes task cards one after the other; talking points already given are only pointed to.
struct CardWriter {
  let writer: DigestWriter
  let day: Day
  /// At which number each list of talking points was given in full.
  private var given: [[String]: Int] = [:]

  init(writer: DigestWriter, day: Day) {
    self.writer = writer
    self.day = day
  }

  /// One task in words.
  mutating func card(_ task: DigestTask) -> DigestPage.TaskCard {
    let words = writer.words
    let customer = writer.input.customer(task.customer)
    let segment = writer.input.segment(task.customer)
    var badges = [
      words.stage(customer.stage), words.level(customer.level), words.tier(segment.tier),
      words.type(segment.type),
    ]
    if let absent = task.standsInFor, task.urgency <= .promise {
      let rep = writer.input.settings.reps.first { $0.id == absent }
      badges.append(words.standsIn(for: rep?.displayName ?? absent.text))
    }
    let (label, say) = talk(task)
    return DigestPage.TaskCard(
      number: task.number, time: time(task), name: writer.name(task.customer),
      badges: badges.filter { !$0.isEmpty }, isPressing: task.urgency <= .overdue,
      title: title(task), why: why(task),
      history: words.history(task.history, from: day),
      phones: task.channel == .call || task.channel == .visit ? writer.phones(task.customer) : [],
      facts: facts(task), sayLabel: label, say: say, reference: task.touch.description)
  }

  /// The step's title; without one, what to do, where the section's heading does not say it.
  private func title(_ task: DigestTask) -> String {
    let isSaid = task.urgency > .overdue && (task.channel == .call || task.channel == .visit)
    guard task.title.isEmpty, !isSaid || task.standsInFor != nil else { return task.title }
    return writer.words.task(task.channel)
  }

  /// The agreed time of a call-back, else the suggested one; none for what was due earlier.
  private func time(_ task: DigestTask) -> String {
    if let callBack = task.callBack, callBack.day == day { return "\(callBack.minute)" }
    guard task.due == day, task.channel == .call || task.channel == .visit else { return "" }
    return "\(task.time)"
  }

  private func why(_ task: DigestTask) -> String {
    let words = writer.words
    var clauses = [words.reason(task.reason, from: day)]
    if task.isInstead { clauses.append(words.instead()) }
    if task.due < day { clauses.append(words.overdue(since: task.due, from: day)) }
    if let stage = task.escalation { clauses.append(words.escalation(stage)) }
    if let callBack = task.callBack {
      clauses.append(words.callBack(callBack, from: day))
    } else if let previous = task.previous {
      clauses.append(words.previous(previous, from: day))
    }
    if task.urgency == .clearNeed { clauses.append(words.clearNeed()) }
    return words.sentence(clauses.filter { !$0.isEmpty })
  }

  private func facts(_ task: DigestTask) -> [DigestPage.Fact] {
    let words = writer.words
    var facts: [DigestPage.Fact] = []
    func add(_ label: CardLabel, _ value: String) {
      guard !value.isEmpty else { return }
      facts.append(DigestPage.Fact(label: words.label(label), value: value))
    }
    add(.about, task.subject)
    if let found = task.suggestion { add(.together, words.together(found)) }
    for gift in task.gifts { add(.gift, words.gift(gift)) }
    if task.channel == .gift, task.gifts.isEmpty, !writer.input.settings.gifts.gifts.isEmpty {
      add(.gift, words.noGift())
    }
    if task.channel != .call { add(.address, writer.address(task.customer)) }
    if task.channel == .call || task.channel == .visit {
      let profile = writer.input.roster.profile(at: task.customer)
      let local = task.customerTime.map { words.customerTime($0) }
      add(
        .bestTime,
        words.list([profile[.bestTime], local ?? ""].filter { !$0.isEmpty }))
    }
    return facts
  }

  private mutating func talk(_ task: DigestTask) -> (String, [String]) {
    guard !task.talk.isEmpty else { return ("", []) }
    if let earlier = given[task.talk] { return (writer.words.sameTalk(as: earlier), []) }
    given[task.talk] = task.number
    return (writer.words.label(.say), task.talk)
  }
}

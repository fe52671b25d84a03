import CadenceModel
import CivilTime

/// What the manager's mails share: names, who takes over, the lines of what is late.
struct ManagerWriter {
  let input: DigestInput
  let words: any ManagerPhrases
  private let digest: DigestWriter

  init(_ input: DigestInput) {
    self.input = input
    let language = input.settings.site.language
    words = ManagerLanguage.phrases(for: language)
    // Nobody's digest: the words and zone of the site.
    digest = DigestWriter(input: input, rep: Rep(id: DigestInput.nobody, names: []))
  }

  var language: String { input.settings.site.language }

  /// What must not be overlooked, as in the reps' digests.
  func notices() -> [DigestPage.Part] { digest.notices() }

  func name(_ customer: Int) -> String { digest.name(customer) }

  func rep(_ index: Int) -> String {
    input.settings.reps.indices.contains(index) ? input.settings.reps[index].displayName : "–"
  }

  /// The name of a rep of whom a report tells by id.
  func rep(_ id: String) -> String {
    input.settings.reps.first { $0.id.text == id }?.displayName ?? id
  }

  /// So many tasks are named one by one; a mail of more is not read.
  private static let most = 40

  /// A line for each task, with the customer's number.
  func lines(_ tasks: [EscalatedTask]) -> [DigestPage.Line] {
    let room = roomToday()
    var lines = tasks.prefix(Self.most).map { task in
      let other = task.stage == .reassign ? successor(of: task.rep, room).map { rep($0) } : nil
      return DigestPage.Line(
        words.escalated(
          task, name(task.customer), rep: rep(task.rep), takenOverBy: other, from: input.day),
        phone: digest.phones(task.customer).first)
    }
    if tasks.count > Self.most {
      lines.append(DigestPage.Line(words.moreLate(tasks.count - Self.most)))
    }
    return lines
  }

  /// Who could take over: of those who work today, the one with most room for calls, by id where there are
  /// several.
  private func successor(of rep: Int, _ room: [Int]) -> Int? {
    let reps = input.settings.reps
    return reps.indices.filter { $0 != rep && room[$0] > 0 }
      .max { (room[$0], reps[$1].id) < (room[$1], reps[$0].id) }
  }

  /// How many more calls each rep could make today; none where the rep is not there.
  private func roomToday() -> [Int] {
    let duty = RepDuty(input.settings)
    var room = input.settings.reps.map { duty.isWorking($0, on: input.day) ? $0.callsPerDay : 0 }
    for touch in input.touches where touch.day == input.day && touch.channel == .call {
      if let server = input.server(of: touch, duty) { room[server] -= 1 }
    }
    return room
  }
}

import CadenceModel
import CivilTime

/// Puts a digest's values into words; what daily and evening mails share.
struct DigestWriter {
  let input: DigestInput
  let rep: Rep
  let words: any DigestPhrases

  init(input: DigestInput, rep: Rep) {
    self.input = input
    self.rep = rep
    words = DigestLanguage.phrases(for: rep.language ?? input.settings.site.language)
  }

  var language: String { rep.language ?? input.settings.site.language }

  /// What the reader calls a customer.
  func name(_ customer: Int) -> String {
    words.name(input.roster.profile(at: customer), id: input.roster.customers[customer].id)
  }

  /// A birthday's person: the customer, or the family member of the customer.
  func name(_ note: BirthdayNote) -> String {
    guard note.relation != .customer else { return name(note.customer) }
    return words.birthdayOf(words.relation(note.relation, name: ""), customer: name(note.customer))
  }

  /// The customer's numbers, mobile first, each once.
  func phones(_ customer: Int) -> [DigestPage.Phone] {
    let profile = input.roster.profile(at: customer)
    var phones: [DigestPage.Phone] = []
    for field in [ProfileField.mobile, .secondMobile, .phone] {
      let digits = String(profile[field].filter { $0.isASCII && ($0.isNumber || $0 == "+") })
      guard !digits.isEmpty, !phones.contains(where: { $0.dialled == digits }) else { continue }
      phones.append(DigestPage.Phone(shown: Self.grouped(digits), dialled: digits))
    }
    return phones
  }

  /// The digits in groups as they are read out: Chinese mobiles 3-4-4, North America 3-3-4.
  static func grouped(_ number: String) -> String {
    let digits = Array(number)
    func groups(_ start: Int, _ sizes: [Int]) -> String {
      var at = start
      return sizes.map { size in
        defer { at += size }
        return String(digits[at..<at + size])
      }.joined(separator: " ")
    }
    if number.hasPrefix("+861"), digits.count == 14 { return groups(3, [3, 4, 4]) }
    if number.hasPrefix("+1"), digits.count == 12 { return groups(2, [3, 3, 4]) }
    return number
  }

  /// The customer's address on one line.
  func address(_ customer: Int) -> String {
    let profile = input.roster.profile(at: customer)
    let isChinese = LanguageTag.isChinese(language)
    let fields: [ProfileField] =
      isChinese
      ? [.city, .district, .address] : [.address, .district, .city, .postalCode]
    return fields.map { profile[$0] }.filter { !$0.isEmpty }
      .joined(separator: isChinese ? "" : ", ")
  }

  /// The notices above everything else.
  func notices() -> [DigestPage.Part] {
    var notices: [DigestPage.Part] = []
    if case .rehearsal(let address) = input.settings.mode {
      notices.append(.notice(words.rehearsal(redirectedTo: address)))
    }
    for note in words.alerts(input.notes) { notices.append(.notice(note)) }
    return notices
  }

  /// What somebody must see to in the service's own files; only for whoever looks after it.
  func chores() -> [DigestPage.Line] {
    guard isCaretaker else { return [] }
    let duty = RepDuty(input.settings)
    let uncovered = input.settings.reps.indices.filter {
      duty.cover(of: $0, on: input.day) == nil
    }
    let waiting = uncovered.map { words.uncovered(input.settings.reps[$0].displayName) }
    return (words.chores(input.notes) + waiting).map { DigestPage.Line($0) }
  }

  /// The rep with the admin's address; where the admin is no rep, the default rep.
  private var isCaretaker: Bool {
    let settings = input.settings
    if let admin = settings.digest.adminEmail,
      let found = settings.reps.first(where: { $0.email == admin })
    {
      return found.id == rep.id
    }
    let index = Int(settings.defaultRep)
    return settings.reps.indices.contains(index) && settings.reps[index].id == rep.id
  }
}

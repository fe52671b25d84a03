import CadenceModel
import CivilTime

/// What the check of a cadence must know of the rest of the config.
struct CadenceKnowledge {
  /// Names of festivals; nil: the main file could not be read, which is a finding of its own.
  let festivals: Set<String>?
  /// Ids of reps.
  let reps: [String]
  /// Names of the ladders.
  let ladders: [String]
  /// Names of all cadences.
  let cadences: [String]
  /// The templates; nil: not checked.
  let catalogue: (any TemplateCatalogue)?
  /// The site's language.
  let language: String
  /// Names that stand in a `then:`.
  let followers: Set<String>
  /// `policy.text_rest_months`.
  let restMonths: Int
  /// Names of groups.
  let groups: [String]
  /// Festivals that are events of one day, never to come again.
  var events: Set<String> = []
}

extension ConfigFolder {
  /// Everything about a cadence that one key alone cannot tell.
  func check(_ cadence: inout ReadCadence, _ knowledge: CadenceKnowledge) {
    guard cadence.isRead else { return }
    checkKind(&cadence, knowledge)
    checkAudience(cadence.value.audience, &cadence.findings, knowledge)
    for step in cadence.value.steps where !step.value.isDamaged {
      let mayBeBefore = cadence.value.opens.contains(.signal(.warrantyEnd))
      checkStep(step, cadence.value.kind, mayBeBefore, &cadence.findings, knowledge)
    }
    if cadence.value.kind == .ladder { checkLadder(&cadence, knowledge) }
    if cadence.value.kind == .greeting { checkOrdinaryCalls(&cadence) }
    checkTextSupply(&cadence, knowledge)
  }

  private func checkKind(_ cadence: inout ReadCadence, _ knowledge: CadenceKnowledge) {
    let file = cadence.value
    let people = file.people
    if file.kind == .anniversary, file.date != .birthday, people.value != [.customer] {
      cadence.findings.error("people is for date: birthday only", at: people.position)
    }
    guard let festivals = knowledge.festivals else { return }
    for name in file.festivals where !festivals.contains(name.value) {
      cadence.findings.error(
        "there is no festival \(name.value) in fifthcall.yaml"
          + NearestName.hint(name.value, in: festivals.sorted()), at: name.position)
    }
  }

  private func checkAudience(
    _ audience: AudienceDraft, _ findings: inout ConfigFindings, _ knowledge: CadenceKnowledge
  ) {
    checkReps(of: audience, &findings, knowledge.reps)
    for group in audience.groups where !knowledge.groups.contains(group.value) {
      findings.error(
        "there is no group \(group.value) in fifthcall.yaml"
          + NearestName.hint(group.value, in: knowledge.groups), at: group.position)
    }
  }

  /// Every rep whose customers are meant must exist.
  func checkReps(
    of audience: AudienceDraft, _ findings: inout ConfigFindings, _ reps: [String]
  ) {
    for rep in audience.reps where !reps.contains(rep.value) {
      findings.error(Self.unknownRep(rep.value, reps), at: rep.position)
    }
  }

  private func checkStep(
    _ step: Located<StepDraft>, _ kind: CadenceKind, _ mayBeBefore: Bool,
    _ findings: inout ConfigFindings, _ knowledge: CadenceKnowledge
  ) {
    let draft = step.value
    checkAudience(draft.audience, &findings, knowledge)
    if Set(draft.channels.value).count < draft.channels.value.count {
      findings.error("a channel stands here twice", at: draft.channels.position)
    }
    if let before = draft.before {
      if draft.after != nil {
        findings.error("give either before or after", at: before.position)
      } else if kind == .greeting || kind == .ladder && !mayBeBefore {
        findings.error("before has no meaning in a \(kind.rawValue)", at: before.position)
      }
    }
    if let deadline = draft.deadline, kind != .ladder {
      findings.error("deadline has no meaning in a \(kind.rawValue)", at: deadline.position)
    }
    checkTemplate(draft, at: step.position, &findings, knowledge)
    let hasTask = draft.elseTask || draft.channels.value.contains { !$0.isMachineSent }
    if hasTask && draft.title.isEmpty {
      findings.error(
        "title is missing: it tells the rep in a few words what to do", at: step.position)
    }
  }

  private func checkTemplate(
    _ draft: StepDraft, at position: ConfigPosition, _ findings: inout ConfigFindings,
    _ knowledge: CadenceKnowledge
  ) {
    let machine = draft.channels.value.filter(\.isMachineSent)
    guard let template = draft.template else {
      if let first = machine.first {
        findings.error("\(first.name) needs a template", at: position)
      }
      return
    }
    // Without the site's language, which is a finding of its own, no text can be looked for.
    guard let catalogue = knowledge.catalogue, !knowledge.language.isEmpty else { return }
    let names = catalogue.templateNames
    guard names.contains(template.value) else {
      let hint = NearestName.hint(template.value, in: names)
      findings.error(
        "there is no template \(template.value)\(hint)", at: template.position)
      return
    }
    for channel in draft.channels.value
    where channel.hasTexts
      && catalogue.variantCount(
        of: TemplateName(template.value), on: channel, language: knowledge.language) == 0
    {
      findings.error(
        "template \(template.value) has no \(channel.name) text in \(knowledge.language): add "
          + "\(template.value)/\(knowledge.language).a.\(channel.name).mustache",
        at: template.position)
    }
  }

  /// On ordinary days the telephone is for few (product row D1).
  private func checkOrdinaryCalls(_ cadence: inout ReadCadence) {
    for step in cadence.value.steps
    where step.value.channels.value.contains(.call) || step.value.elseTask {
      let audiences = [cadence.value.audience.value, step.value.audience.value]
      guard !audiences.contains(where: \.choosesByWeight) else { continue }
      cadence.findings.warning(
        "calls on ordinary days are a nuisance to most: say with audience (tiers, types, levels, tags, "
          + "groups or value_from) who is called", at: step.position)
    }
  }

  private func checkLadder(_ cadence: inout ReadCadence, _ knowledge: CadenceKnowledge) {
    let file = cadence.value
    // A ladder that follows another one needs no opening of its own.
    if file.opens.isEmpty, file.stages.isEmpty, !knowledge.followers.contains(cadence.name) {
      let place = cadence.value.steps.first?.position ?? .start
      cadence.findings.error("nothing opens this ladder: give opens, stages or both", at: place)
    }
    if let then = file.then {
      if then.value == cadence.name {
        cadence.findings.error("a ladder cannot follow itself", at: then.position)
      } else if !knowledge.ladders.contains(then.value) {
        let isOther = knowledge.cadences.contains(then.value)
        cadence.findings.error(
          isOther
            ? "\(then.value) is no ladder; only ladders can follow"
            : "there is no cadence \(then.value)"
              + NearestName.hint(then.value, in: knowledge.ladders), at: then.position)
      }
    }
    if file.isEach, file.repeats != nil {
      let place = cadence.value.steps.first?.position ?? .start
      cadence.findings.error(
        "repeats does not go with each: true, since two matters would get one name", at: place)
    }
    checkSpacing(file.steps, &cadence.findings)
    let calls = file.steps.filter { $0.value.channels.value.contains(.call) }
    if file.precedence == .followUp, calls.count > 5 {
      cadence.findings.error(
        "a follow-up ends with the fifth call; use then: for what comes after",
        at: calls[5].position)
    }
  }

  /// After the first step each delay is more than nothing and none is shorter than the one before.
  private func checkSpacing(_ steps: [Located<StepDraft>], _ findings: inout ConfigFindings) {
    var longest: Located<CalendarPeriod>?
    for (index, step) in steps.enumerated() where index > 0 && !step.value.isDamaged {
      let after = step.value.after
      // A deadline tells its day without it.
      if step.value.deadline != nil, after == nil { continue }
      guard let after, after.value.roughDays > 0 else {
        findings.error(
          "step \(index + 1) needs after: more than nothing, for instance 3wd",
          at: after?.position ?? step.position)
        continue
      }
      if let longest, after.value.roughDays < longest.value.roughDays {
        findings.error(
          "step \(index + 1) comes \(after.value) after the one before, sooner than "
            + "\(longest.value) earlier; delays must not shrink", at: after.position)
      } else {
        longest = after
      }
    }
  }

  /// Warns when a customer who gets all of a cadence's messages would be left without a fresh text.
  private func checkTextSupply(_ cadence: inout ReadCadence, _ knowledge: CadenceKnowledge) {
    // Without the site's language, which is a finding of its own, no text can be looked for.
    guard let catalogue = knowledge.catalogue, !knowledge.language.isEmpty else { return }
    var needs: [String: (uses: Double, place: ConfigPosition, channels: Set<Channel>)] = [:]
    for step in cadence.value.steps {
      guard let template = step.value.template else { continue }
      var need = needs[template.value] ?? (0, template.position, [])
      need.uses += cadence.value.uses(inMonths: knowledge.restMonths, events: knowledge.events)
      need.channels.formUnion(step.value.channels.value.filter(\.hasTexts))
      needs[template.value] = need
    }
    for (name, need) in needs.sorted(by: { $0.key < $1.key }) {
      let wanted = Int(need.uses.rounded(.up))
      for channel in need.channels.sorted() {
        let count = catalogue.variantCount(
          of: TemplateName(name), on: channel, language: knowledge.language)
        guard count > 0, count < wanted else { continue }
        cadence.findings.warning(
          "\(name) has \(count) \(channel.name) texts in \(knowledge.language), but "
            + "\(wanted) are used in \(knowledge.restMonths) months; a customer may be left "
            + "without a fresh one", at: need.place)
      }
    }
  }
}

extension Audience {
  /// Whether it picks customers by what they mean to the house.
  fileprivate var choosesByWeight: Bool {
    !levels.isEmpty || !tags.isEmpty || !groups.isEmpty || !computed.types.isEmpty
      || !computed.tiers.isEmpty || computed.valueFrom != nil
  }
}

extension CadenceFile {
  /// How often one customer gets each step in so many months.
  fileprivate func uses(inMonths months: Int, events: Set<String>) -> Double {
    let years = Double(months) / 12
    return switch kind {
    case .greeting: Double(perYear.value) * years
    case .anniversary: years
    // A ladder is gone through once; a second opening within the rest time is rare.
    case .ladder: 1
    case .maintenance: years * 365 / max(every.roughDays, 1)
    case .festival:
      festivals.reduce(0) { $0 + (events.contains($1.value) ? 1 : years) }
    }
  }
}

import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import JournalFile
import Logging
import MessageRendering
import RepReporting
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// What holds for a touch that may not have arrived.
  func repeatRule(of id: TouchID, on channel: Channel) -> RepeatRule {
    if OperatorAlertTouch.isOne(id) { return .alert }
    if RepDigestTouch.read(id) != nil || ManagerMailTouch.read(id) != nil { return .digest }
    // Only a mail carries an identity by which its reader's program knows the second for the first.
    guard channel == .email,
      let cadence = settings.cadences.first(where: { $0.name == id.cadence }),
      case .maintenance = cadence.trigger
    else { return .never }
    return .visitNotice
  }

  /// Queues what is to be sent once more, each at its moment.
  func queueRepeats() {
    for touch in state.doubtful.values where machine[touch.touch] == nil {
      let id = touch.touch
      let rule = repeatRule(of: id, on: touch.channel)
      guard rule.allows(after: touch.again), let since = touch.doubtfulSince else { continue }
      let due = since.adding(seconds: rule.wait)
      let pending = PendingTouch(
        id: id, channel: touch.channel, due: due,
        expires: touch.expires ?? due.adding(seconds: 86_400),
        precedence: HouseTouch.isOne(id) ? .complaint : precedence(of: id.cadence),
        retry: retry(of: id, on: touch.channel), isAlert: OperatorAlertTouch.isOne(id),
        isAgain: true, lane: touch.lane)
      guard due <= pending.expires else { continue }
      perform(machine.handle(.added(pending), at: now))
    }
  }

  /// How often a message that is now composed has been sent before without anybody knowing whether it
  /// arrived.
  func again(_ id: TouchID) -> Int { state.doubtful[id.description].map { $0.again + 1 } ?? 0 }

  /// Sends a doubtful message once more: a customer's with the very same bytes, digests and alerts
  /// composed anew under the same Message-ID, with a mark.
  func considerAgain(_ id: TouchID) -> [DispatchAction] {
    if let digest = RepDigestTouch.read(id) {
      return considerDigest(id, digest.rep, digest.day, digest.part)
    }
    if let mail = ManagerMailTouch.read(id) { return considerManagerMail(id, mail) }
    if alerts[id] != nil { return considerAlert(id) }
    guard let doubtful = state.doubtful[id.description], let pending = machine[id] else {
      return machine.handle(.forgotten(id), at: now)
    }
    let record = state.history.customers[id.customer]?.touches.last { $0.touch == id }
    let day = record?.day ?? siteZone.local(at: doubtful.due).day
    if !OperatorAlertTouch.isOne(id) {
      underWay[id] = recovered(id, channel: doubtful.channel, day: day, due: doubtful.due)
      switch gate(id) {
      case .send: break
      case .wait(let until): return machine.handle(.postponed(id, until: until), at: now)
      case .skip:
        // It may have arrived; that stays its last word.
        underWay[id] = nil
        return machine.handle(.forgotten(id), at: now)
      }
    }
    var facts = IntentFacts(
      touch: id, channel: doubtful.channel, day: day, due: pending.due, expires: pending.expires,
      template: record?.template, variant: record?.variant,
      countsToCaps: record?.countsToCaps ?? true, sealed: doubtful.sealed)
    facts.again = doubtful.again + 1
    facts.lane = doubtful.lane
    guard append([.intent(facts)]) != nil else {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    log.notice(
      "sent once more: nobody knows whether it arrived", metadata: ["touch": "\(id)"])
    return machine.handle(.intended(id), at: now)
  }
}

extension Settings {
  /// What stands before the subject of a mail of the house's that comes a second time.
  var againMark: String { LanguageTag.isChinese(site.language) ? "再次：" : "again: " }
}

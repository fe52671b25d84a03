import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Logging
import MessageRendering
import RepReporting
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Queues the manager's mails whose moment has come and that have not gone out.
  func queueManagerMails(at moment: Instant) {
    guard settings.manager.email != nil else { return }
    let hours = ManagerHours(settings)
    let week = hours.nominal(on: siteZone.local(at: moment).day)
    if let due = hours.due(week: week), due <= moment,
      moment <= due.adding(seconds: ManagerHours.weekGrace)
    {
      queue(.week(week), due: due)
    }
    if let look = hours.look(at: moment) { queue(look.mail, due: look.at) }
  }

  private func queue(_ mail: ManagerMail, due: Instant) {
    let id = ManagerMailTouch.id(mail)
    let isTold = state.history.customers[id.customer]?.touches.contains { $0.touch == id } ?? false
    guard !isTold, machine[id] == nil, !managerLooks.contains(id),
      state.doubtful[id.description] == nil
    else { return }
    // Composed when it goes out; only whether there is anything to tell is asked now, once an hour.
    managerLooks.insert(id)
    guard mayHaveNews(mail), managerPage(mail) != nil else { return }
    let pending = PendingTouch(
      id: id, channel: .email, due: due, expires: due.adding(seconds: ManagerHours.weekGrace),
      precedence: .complaint, retry: .digest)
    perform(machine.handle(.added(pending), at: now))
  }

  /// Whether a look after the day's first may find anything: only complaints and promises become too
  /// late by the hour, and nobody has to hand out tasks to know them.
  private func mayHaveNews(_ mail: ManagerMail) -> Bool {
    guard case .late(let day, _) = mail, let moment = ManagerHours(settings).moment(of: mail),
      hasLooked, let anybody
    else { return true }
    let touches = dayPlan(day).plan.touches.filter { isMatter($0) }
    guard !touches.isEmpty else { return false }
    let input = DigestInput(
      settings: settings, roster: roster, history: knownHistory, rep: anybody, day: day,
      touches: touches)
    guard case .success = LateNotice.make(input, since: heard(before: moment), at: moment) else {
      return false
    }
    return true
  }

  private func isMatter(_ touch: PlannedTouch) -> Bool {
    let precedence = settings.cadences[Int(touch.cadence)].precedence
    return !touch.channel.isMachineSent && (precedence == .complaint || precedence == .promise)
  }

  /// A rep of whose digest only the parts are used that are not a rep's.
  private var anybody: RepID? {
    let index = Int(settings.defaultRep)
    return settings.reps.indices.contains(index) ? settings.reps[index].id : nil
  }

  private func heard(before moment: Instant) -> Instant? {
    ManagerHours(settings).lastHeard(
      state.history.customers[ManagerMailTouch.owner], before: moment)
  }

  /// Composes one of the manager's mails and journals its intent.
  func considerManagerMail(_ id: TouchID, _ mail: ManagerMail) -> [DispatchAction] {
    // The last room of a full disk is for what has crossed, and for the alert.
    if isOnLastRoom {
      return machine.handle(.postponed(id, until: now.adding(seconds: 60)), at: now)
    }
    guard let address = settings.manager.email, var page = managerPage(mail) else {
      return machine.handle(.refused(id, .ended), at: now)
    }
    if again(id) > 0 { page.subject = settings.againMark + page.subject }
    var message = OutgoingMessage(
      touch: id.description, channel: .email, recipient: address, sender: settings.site.mailFrom,
      at: siteZone.text(now))
    do throws(MailFailure) {
      message.bytes = try DigestMail.compose(
        page, to: Mailbox(address: address), zone: siteZone, settings: settings,
        key: id.description, now: now
      ).composed()
      let day = siteZone.local(at: now).day
      return intend(id, message, day: day, customer: id.customer) { $0.countsToCaps = false }
    } catch {
      log.error("the manager's mail cannot be composed: \(error)")
      return machine.handle(.refused(id, .missingData), at: now)
    }
  }

  /// A mail's content as of now; nil where there is nothing to tell, or the hours have changed since.
  private func managerPage(_ mail: ManagerMail) -> DigestPage? {
    let hours = ManagerHours(settings)
    let today = siteZone.local(at: now).day
    guard let moment = hours.moment(of: mail), let anybody else { return nil }
    switch mail {
    case .week(let nominal):
      let input = digestInput(anybody, today, days: 7)
      return ManagerWeek.make(
        input, reportScope(on: today), nominal: nominal,
        shortages: TextShortages.found(
          settings: settings, roster: roster, history: state.history, templates: site.templates,
          today: today)
      ).page(input)
    case .late:
      let input = digestInput(anybody, today, days: 1)
      hasLooked = true
      guard
        case .success(let notice) = LateNotice.make(
          input, since: heard(before: moment), at: moment)
      else {
        return nil
      }
      return notice.page(input)
    }
  }

  /// Customers and journal as reports see them now.
  func reportScope(on today: Day) -> ReportScope { ReportScope(newPlanner, on: today, at: now) }
}

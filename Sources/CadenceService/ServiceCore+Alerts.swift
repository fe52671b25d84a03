import CadenceModel
import CivilTime
import Logging
import MessageRendering
import RepReporting
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Tells the admin something by mail (`digest.admin_email`), by chat (`digest.admin_chat`), or by
  /// both: once a day and cause, or once a week.
  ///
  /// While the mail or the disk is what fails, the alert waits and goes out when it can.
  func alert(_ alert: OperatorAlert) {
    let moment = now
    let today = siteZone.local(at: moment).day
    let day = alert.isWeekly ? today - (Int(today.weekday.rawValue) - 1) : today
    if settings.digest.adminEmail != nil {
      queue(alert, OperatorAlertTouch.id(alert.cause, day, on: .email), at: moment)
    }
    if settings.digest.adminChat != nil {
      queue(alert, OperatorAlertTouch.id(alert.cause, day, on: .chat), at: moment)
    }
  }

  /// An alert whose intent a full disk lost is told anew.
  func tellAgain(_ id: TouchID) {
    guard let alert = alerts.removeValue(forKey: id) else { return }
    queue(alert, id, at: now)
  }

  private func queue(_ alert: OperatorAlert, _ id: TouchID, at moment: Instant) {
    guard !isJournalled(id), alerts[id] == nil, machine[id] == nil else { return }
    alerts[id] = alert
    var pending = PendingTouch(
      id: id, channel: OperatorAlertTouch.channel(of: id), due: moment,
      expires: moment.adding(seconds: 3 * 86_400), precedence: .complaint, retry: .digest,
      isAlert: true)
    // Journalled at once, also while its channel is down: what nobody was told yet must outlive a
    // crash. While nothing can be journalled it waits in memory.
    if journalTrouble == nil, let message = message(of: alert, id),
      keepIntent(
        pending, message, of: id.customer, day: siteZone.local(at: moment).day, uncapped) == true
    {
      pending.stage = .intended
    }
    perform(machine.handle(.added(pending), at: moment))
  }

  private func uncapped(_ facts: inout IntentFacts) { facts.countsToCaps = false }

  private func message(of alert: OperatorAlert, _ id: TouchID) -> OutgoingMessage? {
    OperatorAlertTouch.channel(of: id) == .chat ? chatMessage(alert, id) : mailMessage(alert, id)
  }

  /// Composes an alert and journals its intent.
  func considerAlert(_ id: TouchID) -> [DispatchAction] {
    guard let alert = alerts[id], let message = message(of: alert, id) else {
      return machine.handle(.forgotten(id), at: now)
    }
    return intend(
      id, message, day: siteZone.local(at: now).day, customer: id.customer, uncapped)
  }

  private func mailMessage(_ alert: OperatorAlert, _ id: TouchID) -> OutgoingMessage? {
    guard let address = settings.digest.adminEmail else { return nil }
    let page = alert.page(language: settings.site.language, at: siteZone.text(now))
    do throws(MailFailure) {
      return try houseMail(page, to: Mailbox(address: address), zone: siteZone, id)
    } catch {
      log.error("the alert cannot be composed: \(error)")
      return nil
    }
  }

  private func chatMessage(_ alert: OperatorAlert, _ id: TouchID) -> OutgoingMessage? {
    guard let chat = settings.digest.adminChat else { return nil }
    let page = alert.page(language: settings.site.language, at: siteZone.text(now))
    let mark = again(id) > 0 ? settings.againMark : ""
    let lines =
      [mark + page.subject, alert.advice(in: settings.site.language)] + alert.details.prefix(10)
    return OutgoingMessage(
      touch: id.description, channel: .chat, recipient: chat,
      text: lines.filter { !$0.isEmpty }.joined(separator: "\n"), at: siteZone.text(now))
  }
}

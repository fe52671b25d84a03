import CadenceModel
import CivilTime
import Logging
import MessageRendering
import RepReporting
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// Mails something to the admin (`digest.admin_email`), once a day and cause.
  ///
  /// While the mail or the disk is what fails, the alert waits and goes out when it can.
  func alert(_ alert: OperatorAlert) {
    guard settings.digest.adminEmail != nil else { return }
    let moment = now
    let id = OperatorAlertTouch.id(alert.cause, siteZone.local(at: moment).day)
    let isTold = state.history.customers[id.customer]?.touches.contains { $0.touch == id } ?? false
    guard !isTold, alerts[id] == nil, machine[id] == nil else { return }
    alerts[id] = alert
    let pending = PendingTouch(
      id: id, channel: .email, due: moment, expires: moment.adding(seconds: 3 * 86_400),
      precedence: .complaint, retry: .digest, isAlert: true)
    perform(machine.handle(.added(pending), at: moment))
  }

  /// Composes an alert and journals its intent.
  func considerAlert(_ id: TouchID) -> [DispatchAction] {
    guard let alert = alerts[id], let address = settings.digest.adminEmail else {
      return machine.handle(.forgotten(id), at: now)
    }
    let site = settings.site
    var page = alert.page(language: site.language, at: siteZone.text(now))
    if again(id) > 0 { page.subject = settings.againMark + page.subject }
    var message = OutgoingMessage(
      touch: id.description, channel: .email, recipient: address, sender: site.mailFrom,
      at: siteZone.text(now))
    do throws(MailFailure) {
      message.bytes = try DigestMail.compose(
        page, to: Mailbox(address: address), zone: siteZone, settings: settings,
        key: id.description, now: now
      ).composed()
    } catch {
      log.error("the alert cannot be composed: \(error)")
      return machine.handle(.forgotten(id), at: now)
    }
    return intend(id, message, day: siteZone.local(at: now).day, customer: id.customer) {
      $0.countsToCaps = false
    }
  }
}

import CadenceModel
import CivilTime
import MessageRendering
import RepReporting
import TouchDelivery
import TouchJournal

/// What digests, alerts and the manager's mails have in common.
extension ServiceCore {
  /// A mail to somebody of the house; one that may come a second time says so.
  func houseMail(_ page: DigestPage, to reader: Mailbox, zone: ZoneRules, _ id: TouchID)
    throws(MailFailure) -> OutgoingMessage
  {
    var page = page
    if again(id) > 0 { page.subject = settings.againMark + page.subject }
    var message = OutgoingMessage(
      touch: id.description, channel: .email, recipient: reader.address,
      sender: settings.site.mailFrom, at: zone.text(now))
    message.bytes = try DigestMail.compose(
      page, to: reader, zone: zone, settings: settings, key: id.description, now: now
    ).composed()
    return message
  }

  /// Whether the journal knows of a mail already, whatever became of it.
  func isJournalled(_ id: TouchID) -> Bool {
    state.history.customers[id.customer]?.touches.contains { $0.touch == id } ?? false
  }
}

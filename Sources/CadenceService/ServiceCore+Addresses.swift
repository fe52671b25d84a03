import CadenceModel
import CadencePlanning
import JournalFile
import Logging
import TouchDelivery
import TouchJournal

/// What a channel said of one try beyond its result.
struct ChannelWord {
  let touch: TouchID
  /// What is wrong with the address, and which address.
  var address: AddressTrouble?
  /// The message's id at the relay or gateway, by which receipts name it.
  var reference: String?
}

extension ServiceCore {
  /// Reads the part of a channel's report that is not scheduling.
  func word(of report: DeliveryReport, on id: TouchID) -> ChannelWord {
    var word = ChannelWord(touch: id)
    if case .accepted(let reference) = report.result { word.reference = reference }
    guard let kind = report.address, !HouseTouch.isOne(id), let mark = mark(ofMessage: id) else {
      return word
    }
    word.address = AddressTrouble(kind: kind, mark: mark)
    return word
  }

  /// The keyed hash of the address that a message under way was composed for.
  func mark(ofMessage id: TouchID) -> String? {
    guard let open = state.unsettled[id.description], desk.redirect(open.channel) == nil,
      let sealed = open.sealed,
      let bytes = parts.sealed.open(sealed, of: id.customer, purpose: SealedMessage.purpose),
      let message = SealedMessage.message(from: bytes)
    else { return nil }
    do throws(JournalProblem) {
      return try AddressMarks(making: parts.folder)
        .mark(GivenUpAddresses.spelling(of: message.recipient, on: message.channel))
    } catch {
      log.warning("the address is not remembered: \(error.text)", metadata: ["touch": "\(id)"])
      return nil
    }
  }

  /// Gives up the addresses of all customers that were at fault too often, as the files are now.
  func giveUpAddresses() {
    state.giveUp(GivenUpAddresses.found(in: roster, state, folder: parts.folder))
  }

  /// The same after one customer's message was refused: what it was about may go another way.
  func giveUpAddresses(of customer: CustomerID) {
    guard let known = state.history.customers[customer],
      !known.addressFaults.isEmpty || !known.givenUp.isEmpty,
      let marks = AddressMarks(reading: parts.folder)
    else { return }
    let channels = GivenUpAddresses.channels(of: customer, known, in: roster, marks)
    guard channels != known.givenUp else { return }
    state.giveUp(channels, of: customer)
    log.notice(
      "addresses that are not written to until others are on file",
      metadata: [
        "customer": "\(customer)", "channels": "\(channels.channels.map(\.name))",
      ])
    if let index = roster.index(of: customer) { replan(customer: index) }
  }
}

import CadenceModel
import ConfigLoading
import JournalFile
import TouchDelivery
import TouchDispatch
import TouchJournal

extension ServiceCore {
  /// What single recipients and mail domains may get, with what the journal's last tries have spent
  /// of it; nothing is limited where nothing leaves the house.
  static func yard(_ settings: Settings, _ state: JournalState) -> LaneYard {
    var windows: [Channel: [RateWindow]] = [:]
    for channel in Channel.allCases { windows[channel] = settings.windows(of: channel) }
    return LaneYard(windows: windows, spent: state.recentLanes)
  }

  /// The lane of a customer's present address on a channel: a keyed hash of the number, the chat or
  /// the mail domain; nil where it is not limited.
  ///
  /// In a rehearsal it is that of whoever receives instead.
  func lane(ofCustomer index: Int, _ channel: Channel) -> String? {
    guard !settings.windows(of: channel).isEmpty, !roster.customers[index].isSample else {
      return nil
    }
    let address =
      desk.redirect(channel)
      ?? roster.profile(at: index)[MessageBuilder.addressField(of: channel)]
    guard !address.isEmpty else { return nil }
    let name =
      channel == .email
      ? "domain:" + address[(address.lastIndex(of: "@") ?? address.startIndex)...].lowercased()
      : GivenUpAddresses.spelling(of: address, on: channel)
    return marks().map { String($0.mark("lane \(name)").prefix(16)) }
  }
}

extension Settings {
  /// How often one recipient or mail domain of a channel may be tried; none: no limit.
  fileprivate func windows(of channel: Channel) -> [RateWindow] {
    if case .rehearsal(redirectTo: nil) = mode { return [] }
    return switch channel {
    case .email: channels.smtp?.domainWindows ?? []
    case .sms: channels.sms?.recipientWindows ?? []
    case .chat: channels.chat?.recipientWindows ?? []
    default: []
    }
  }
}

package import CadenceModel
import CivilTime
package import RepWeb

/// What makes a mail's opt-out link and its return path.
package struct MessageLinks: Sendable {
  private let keys: LinkKeys
  private let baseURL: String?
  private let returnPath: String?

  /// The links of some settings; nil where they want none.
  package init?(_ settings: Settings, keys: LinkKeys?) {
    let base = settings.web == nil ? nil : settings.webBaseURL
    guard let keys, base != nil || settings.channels.smtp?.returnPath != nil else { return nil }
    self.keys = keys
    baseURL = base.flatMap { $0.hasPrefix("https://") ? $0 : nil }
    returnPath = settings.channels.smtp?.returnPath
  }

  /// The address that ends the mails to a customer by one POST.
  func optOut(of customer: CustomerID, at moment: Instant) -> String? {
    guard let baseURL else { return nil }
    return keys.token(.mailOptOut, of: customer, on: Int(moment.seconds / 86_400))
      .map { "\(baseURL)/u/\($0)" }
  }

  /// The mailbox that a mail of a touch comes back to.
  func returnPath(of touch: TouchID, at moment: Instant) -> String? {
    guard let returnPath, let sign = returnPath.firstIndex(of: "@") else { return nil }
    let token = keys.returnToken(of: touch.description, on: Int(moment.seconds / 86_400))
    return "\(returnPath[..<sign])+\(token)\(returnPath[sign...])"
  }
}

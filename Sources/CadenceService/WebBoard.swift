import CadenceModel
import Logging
import RepWeb
import TouchDelivery

/// What the settings and credentials make of links and hooks.
struct WebBoard {
  /// What requests are answered with.
  var site = WebSite()
  /// What mails get.
  var links: MessageLinks?
  /// What signs; nil without its credential.
  var keys: LinkKeys?

  /// Reads the credentials that are needed; says which are missing.
  init(_ settings: Settings, _ credentials: CredentialStore, log: Logger) {
    site.company = settings.site.company
    site.language = settings.site.language
    site.trustedProxies = settings.web?.trustedProxies ?? []
    let wantsLinks = settings.web != nil && settings.webBaseURL != nil
    if wantsLinks || settings.channels.smtp?.returnPath != nil {
      keys = Self.keys(credentials, log)
      site.keys = settings.web == nil ? nil : keys
      links = MessageLinks(settings, keys: keys)
    }
    if settings.web != nil, let gateway = settings.channels.sms {
      addHook(of: gateway, credentials, log)
    }
  }

  /// `link-key` signs; links signed with `link-key-old` are good as well.
  private static func keys(_ credentials: CredentialStore, _ log: Logger) -> LinkKeys? {
    switch credentials.read("link-key") {
    case .failure(let problem):
      log.error("mails carry no opt-out link and no return path: \(problem)")
      return nil
    case .success(let key):
      var secrets = [key.secret]
      if case .success(let old) = credentials.read("link-key-old") { secrets.append(old.secret) }
      guard secrets.allSatisfy({ $0.utf8.count >= 16 }) else {
        log.error("mails carry no opt-out link and no return path: link-key needs 16 characters")
        return nil
      }
      return LinkKeys(secrets: secrets)
    }
  }

  private mutating func addHook(
    of gateway: GatewayDefinition, _ credentials: CredentialStore, _ log: Logger
  ) {
    switch HookAddress.secret(of: gateway, credentials) {
    case .success(let secret): site.hooks[gateway.name] = (gateway.hook, secret)
    case .failure(let problem): log.error("nobody can report on SMS: \(problem)")
    case nil: break
    }
  }
}

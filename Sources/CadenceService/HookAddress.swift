import CadenceModel
import RepWeb
import TouchDelivery

/// Where a gateway reaches our hook.
enum HookAddress {
  /// The address that receipts of the SMS gateway are asked for at, with its secret; nil while nothing
  /// listens, or the gateway could not get there.
  static func read(_ settings: Settings, credentials: CredentialStore) -> String? {
    guard let web = settings.web, let gateway = settings.channels.sms,
      case .success(let secret)? = secret(of: gateway, credentials)
    else { return nil }
    let base: String
    if gateway.isLocal {
      let isEverywhere = web.host == "0.0.0.0" || web.host == "::"
      base = "http://\(isEverywhere ? "127.0.0.1:\(web.port)" : web.authority)"
    } else if let url = settings.webBaseURL {
      base = url
    } else {
      return nil
    }
    let path = "/hooks/sms/\(gateway.name)"
    return base + path + (gateway.hook.proof == .token ? "/\(secret)" : "")
  }

  /// The secret of a gateway's hook, or what is wrong with it; nil without a hook.
  static func secret(of gateway: GatewayDefinition, _ credentials: CredentialStore)
    -> Result<String, CredentialProblem>?
  {
    guard let name = gateway.hook.credential else { return nil }
    switch credentials.read(name) {
    case .failure(let problem): return .failure(problem)
    case .success(let credential):
      let secret = credential.secret
      let isPlain = secret.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_.~".utf8.contains(byte) || gateway.hook.proof == .standardWebhooks
        }
      }
      guard isPlain, (16...200).contains(secret.utf8.count) else {
        return .failure(
          CredentialProblem(
            name: name,
            what: "must be 16 to 200 letters, digits, - and _, since it stands in an address"))
      }
      return .success(secret)
    }
  }
}

internal import CadenceModel
internal import CivilTime
internal import Crypto
internal import FoundationEssentials

/// Signs requests the way the providers want it.
struct GatewaySigner {
  let definition: GatewayDefinition
  /// The secret that signs.
  let secret: Credential?
  /// The moment of signing; providers refuse requests that are minutes off.
  let now: Instant
  /// A text never used before, for schemes that refuse repeats.
  let nonce: String

  /// Adds what the definition's scheme wants to the draft.
  func sign(_ draft: inout RequestDraft) throws(GatewayRenderFailure) {
    switch definition.signing {
    case .none: return
    // A robot may be set up without signatures; then there is nothing to sign with.
    case .dingtalk where definition.signingCredential == nil: return
    case .feishu where definition.signingCredential == nil: return
    default: break
    }
    guard let secret else {
      throw .missingCredential(definition.signingCredential ?? definition.credential ?? "?")
    }
    let key = definition.key ?? ""
    switch definition.signing {
    case .none: return
    case .basic:
      draft.headers.append(("Authorization", "Basic \(base64("\(key):\(secret.secret)"))"))
    case .bearer: draft.headers.append(("Authorization", "Bearer \(secret.secret)"))
    case .aliyunRPC: signAliyun(&draft, key: key, secret: secret.secret)
    case .tencentTC3: signTencent(&draft, key: key, secret: secret.secret)
    case .dingtalk: signDingTalk(&draft, secret: secret.secret)
    case .feishu: signFeishu(&draft, secret: secret.secret)
    }
  }

  /// Aliyun's RPC signature, version 1.0 with HMAC-SHA1
  /// (<https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism>).
  private func signAliyun(_ draft: inout RequestDraft, key: String, secret: String) {
    draft.addParameter("AccessKeyId", key)
    draft.addParameter("Format", "JSON")
    draft.addParameter("SignatureMethod", "HMAC-SHA1")
    draft.addParameter("SignatureNonce", nonce)
    draft.addParameter("SignatureVersion", "1.0")
    draft.addParameter("Timestamp", now.utcText)
    let sorted = (draft.query + (draft.form ?? []))
      .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    let text =
      "\(draft.method)&%2F&\(PercentEncoding.encode(PercentEncoding.encode(sorted)))"
    let code = HMAC<Insecure.SHA1>.authenticationCode(
      for: Data(text.utf8), using: SymmetricKey(data: Data("\(secret)&".utf8)))
    draft.addParameter("Signature", Data(code).base64EncodedString())
  }

  /// Tencent Cloud's signature, version 3
  /// (<https://www.tencentcloud.com/document/api/213/31574>).
  private func signTencent(_ draft: inout RequestDraft, key: String, secret: String) {
    let date = now.utcText.prefix(10)
    let service = definition.value("service") ?? "sms"
    let type = draft.contentType ?? "application/json; charset=utf-8"
    let request = [
      draft.method, draft.url.path, draft.queryText,
      "content-type:\(type)\nhost:\(draft.hostHeader)\n", "content-type;host",
      hex(SHA256.hash(data: Data(draft.body ?? []))),
    ].joined(separator: "\n")
    let scope = "\(date)/\(service)/tc3_request"
    let text = [
      "TC3-HMAC-SHA256", String(now.seconds), scope, hex(SHA256.hash(data: Data(request.utf8))),
    ].joined(separator: "\n")
    var signingKey = Data("TC3\(secret)".utf8)
    for part in [String(date), service, "tc3_request"] {
      signingKey = hmac(Data(part.utf8), key: signingKey)
    }
    let signature = hex(hmac(Data(text.utf8), key: signingKey))
    draft.headers.append(("Content-Type", type))
    draft.headers.append(("X-TC-Timestamp", String(now.seconds)))
    draft.headers.append(
      (
        "Authorization",
        "TC3-HMAC-SHA256 Credential=\(key)/\(scope), SignedHeaders=content-type;host, "
          + "Signature=\(signature)"
      ))
  }

  /// DingTalk's robot signature: milliseconds and secret, in the query
  /// (<https://open.dingtalk.com/document/robots/customize-robot-security-settings>).
  private func signDingTalk(_ draft: inout RequestDraft, secret: String) {
    let stamp = String(now.seconds * 1_000)
    let code = hmac(Data("\(stamp)\n\(secret)".utf8), key: Data(secret.utf8))
    draft.query.append(("timestamp", stamp))
    draft.query.append(("sign", code.base64EncodedString()))
  }

  /// Feishu's robot signature: seconds and secret are the key of an empty message; both values go
  /// into the body (<https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>).
  private func signFeishu(_ draft: inout RequestDraft, secret: String) {
    let code = hmac(Data(), key: Data("\(now.seconds)\n\(secret)".utf8))
    guard let json = draft.json, let brace = json.firstIndex(of: "{") else { return }
    let rest = json[json.index(after: brace)...]
    let fields = "\"timestamp\":\"\(now.seconds)\",\"sign\":\"\(code.base64EncodedString())\""
    let isEmpty = rest.first { !$0.isWhitespace } == "}"
    draft.json = "\(json[...brace])\(fields)\(isEmpty ? "" : ",")\(rest)"
  }

  private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private func hmac(_ text: Data, key: Data) -> Data {
    Data(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
  }

  private func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0\(digits)" : digits
    }.joined()
  }
}

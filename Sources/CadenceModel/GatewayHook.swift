/// How a gateway reports on messages and hands over replies: who may call, and what its fields mean.
///
/// Every name of a field is a parameter's name, or a dotted path into JSON (`data.status`). A call
/// that has ``status`` is a receipt, one that has ``from`` a reply.
package struct GatewayHook: Hashable, Sendable {
  /// How a call proves who made it.
  package enum Proof: String, CaseIterable, Sendable {
    /// The secret stands in the path, or in `Authorization: Bearer`.
    case token
    /// `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks).
    case standardWebhooks = "standard-webhooks"
  }

  /// What a status means.
  package enum Meaning: String, CaseIterable, Sendable {
    case delivered, bounced, complained
    /// On its way; nothing is noted.
    case pending
  }

  /// Name of the credential that calls are proven with; nil: nobody may call.
  package var credential: String?
  /// How.
  package var proof = Proof.token
  /// Whether a plain GET may report, for gateways that know nothing else.
  package var allowsGet = false
  /// Where the status stands.
  package var status = "status"
  /// What statuses mean, in lower case; asked before the usual words.
  package var statuses: [String: Meaning] = [:]
  /// Where our own reference stands: `{{touch}}` or `{{reference}}` of the request.
  package var reference = "reference"
  /// Where the gateway's id of the message stands.
  package var messageID = "id"
  /// Where the reason's code stands.
  package var code = "code"
  /// Where the sender's number of a reply stands.
  package var from = "from"
  /// Where its text stands.
  package var text = "text"
  /// Where the data coding of the text stands: 2 is UCS-2.
  package var coding = "coding"
  /// Where the character set of the text stands.
  package var charset = "charset"
  /// Where the id of a reply stands, by which a second call is known; without it the whole call is.
  package var event = "event"
  /// What is answered to a call that was taken.
  package var answer = ""

  /// The plain names.
  package init() {}

  /// What a status means; nil for a word that nobody knows.
  package func meaning(of status: String) -> Meaning? {
    let word = status.lowercased()
    return statuses[word] ?? Self.usual[word]
  }

  /// Words of SMPP 3.4 (appendix B) and of the gateways' own pages.
  private static let usual: [String: Meaning] = [
    "delivered": .delivered, "delivrd": .delivered, "success": .delivered, "true": .delivered,
    "bounced": .bounced, "failed": .bounced, "fail": .bounced, "false": .bounced,
    "undelivered": .bounced, "undeliv": .bounced, "rejected": .bounced, "rejectd": .bounced,
    "expired": .bounced, "deleted": .bounced, "complained": .complained,
    "accepted": .pending, "acceptd": .pending, "queued": .pending, "sending": .pending,
    "sent": .pending, "enroute": .pending, "pending": .pending, "unknown": .pending,
  ]
}

extension GatewayHook {
  /// The hook of a preset.
  package static func preset(_ name: String) -> GatewayHook {
    var hook = GatewayHook()
    switch name {
    case "kannel":
      // User guide, "Delivery reports": 1 delivered to phone, 2 not, 4 queued, 8 taken and 16
      // refused by the SMS centre.
      hook.allowsGet = true
      hook.statuses = [
        "1": .delivered, "2": .bounced, "4": .pending, "8": .pending, "16": .bounced,
      ]
      hook.event = "id"
      hook.messageID = "smsc-id"
    case "twilio":
      hook.status = "MessageStatus"
      hook.messageID = "MessageSid"
      hook.code = "ErrorCode"
      hook.from = "From"
      hook.text = "Body"
      hook.event = "MessageSid"
    case "aliyun":
      hook.status = "success"
      hook.reference = "out_id"
      hook.messageID = "biz_id"
      hook.code = "err_code"
      hook.from = "phone_number"
      hook.text = "content"
      hook.event = "sequence_id"
      hook.answer = #"{"code":0,"msg":"OK"}"#
    case "tencent":
      hook.status = "report_status"
      hook.messageID = "sid"
      hook.code = "errmsg"
      hook.from = "mobile"
      hook.answer = #"{"result":0,"errmsg":"OK"}"#
    case "json":
      hook.reference = "touch"
    default: break
    }
    return hook
  }
}

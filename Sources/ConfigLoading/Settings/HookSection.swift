import CadenceModel

/// What `hook:` of a gateway says: what differs from the preset's.
struct HookDraft: Sendable {
  var credential: Located<String>?
  var proof: GatewayHook.Proof?
  var allowsGet: Bool?
  var statuses: [Located<ConfigPair<GatewayHook.Meaning>>] = []
  var status: String?
  var reference: String?
  var messageID: String?
  var code: String?
  var from: String?
  var text: String?
  var coding: String?
  var charset: String?
  var event: String?
  var answer: String?

  static let section = ConfigSection(
    "hook",
    "Who may report, and under which names: parameters of query or form, or dotted paths into JSON.",
    defaults: HookDraft(), hints: RelayDraft.secretHints,
    fields: callFields + nameFields)

  private static let callFields = ConfigField<HookDraft>.list {
    ConfigField(
      "credential", \.credential, ConfigForm<String>.credential.located, required: true,
      "Name of the credential that calls are proven with.")
    ConfigField(
      "proof", \.proof, .choice(of: GatewayHook.Proof.self, what: "proof"),
      "token: the secret stands in the path or as bearer; standard-webhooks: signed. Default: token."
    )
    ConfigField(
      "allow_get", \.allowsGet, .flag, "Whether the gateway can only GET. Default: kannel alone.")
    ConfigField(
      "answer", \.answer, .text(), "What is answered to a call that was taken. Default: nothing.")
  }

  private static let nameFields = ConfigField<HookDraft>.list {
    ConfigField("status", \.status, .text("field"), "A receipt's status; makes the call a receipt.")
    ConfigField(
      "statuses", \.statuses,
      ConfigForm<GatewayHook.Meaning>.choice(of: GatewayHook.Meaning.self, what: "meaning")
        .map(keys: "status"),
      "What statuses mean; asked before the usual words such as DELIVRD.")
    ConfigField("reference", \.reference, .text("field"), "Our {{touch}} or {{reference}}.")
    ConfigField("message_id", \.messageID, .text("field"), "The gateway's id of the message.")
    ConfigField("code", \.code, .text("field"), "The reason's code.")
    ConfigField("from", \.from, .text("field"), "A reply's sender; makes the call a reply.")
    ConfigField("text", \.text, .text("field"), "A reply's text.")
    ConfigField("coding", \.coding, .text("field"), "The text's data coding; 2 is UCS-2.")
    ConfigField("charset", \.charset, .text("field"), "The text's character set.")
    ConfigField(
      "event", \.event, .text("field"),
      "A reply's id, by which a second call is known; without it the same call is.")
  }

  /// Lays what is given over a preset's hook.
  func apply(to hook: inout GatewayHook) {
    hook.credential = credential?.value
    hook.proof = proof ?? hook.proof
    hook.allowsGet = allowsGet ?? hook.allowsGet
    for pair in statuses { hook.statuses[pair.value.name.lowercased()] = pair.value.value }
    hook.status = status ?? hook.status
    hook.reference = reference ?? hook.reference
    hook.messageID = messageID ?? hook.messageID
    hook.code = code ?? hook.code
    hook.from = from ?? hook.from
    hook.text = text ?? hook.text
    hook.coding = coding ?? hook.coding
    hook.charset = charset ?? hook.charset
    hook.event = event ?? hook.event
    hook.answer = answer ?? hook.answer
  }
}

import CadenceModel

/// What `channels.sms:` or `channels.chat:` says: a preset, and what differs from it.
struct GatewayDraft: Sendable {
  var gateway = GatewayDefinition(name: "", url: "")
  var preset: String?
  var method: GatewayDefinition.Method?
  var headers: [Located<ConfigPair<String>>] = []
  var query: [Located<ConfigPair<String>>] = []
  var form: [Located<ConfigPair<String>>] = []
  var json: String?
  var values: [Located<ConfigPair<String>>] = []
  var templateIDs: [Located<ConfigPair<String>>] = []
  var codes: [Located<ConfigPair<GatewayDefinition.Verdict>>] = []
  var statuses: [Located<ConfigPair<GatewayDefinition.Verdict>>] = []
  var success: [CheckDraft]?
  var successStatus: ClosedRange<Int>?
  var hook: Located<HookDraft>?
  var receiptFields: [Located<ConfigPair<String>>] = []

  static let section = ConfigSection(
    "gateway", "An HTTP gateway. Without it messages of its channel go to the outbox.",
    defaults: GatewayDraft(), hints: RelayDraft.secretHints,
    fields: accountFields + requestFields + answerFields + hookFields)

  private static let hookFields = ConfigField<GatewayDraft>.list {
    ConfigField(
      "hook", \.hook, HookDraft.section.form.located,
      "How receipts and replies come in at /hooks/sms/NAME, NAME being the preset or gateway.")
    ConfigField(
      "receipt_fields", \.receiptFields, ConfigForm<String>.text(most: 2000).map(keys: "parameter"),
      "Parameters (fields of a form) by which receipts are asked for; {{hook}} is the address that "
        + "they go to. Left out while there is no hook.")
  }

  private static let accountFields = ConfigField<GatewayDraft>.list {
    ConfigField(
      "preset", \.preset,
      .choice(GatewayDefinition.presetNames.map { ($0, $0) }, what: "preset"),
      "The ready description to start from; what stands beside it overrides it.")
    ConfigField(
      "key", \.gateway.key, .text(),
      "The public half of the account: user name, access key id, account sid.")
    ConfigField(
      "credential", \.gateway.credential, .credential,
      "Name of the credential that {{secret}} stands for.")
    ConfigField(
      "signing_credential", \.gateway.signingCredential, .credential,
      "Name of the credential that signs, where it is another.")
    ConfigField(
      "sender", \.gateway.sender, .text(), "Number or name that messages come from.")
    ConfigField(
      "signature", \.gateway.signature, .smsSignature,
      "The registered signature without its brackets 【】.")
    ConfigField(
      "adds_signature", \.gateway.addsSignature, .flag,
      "Whether the platform puts 【signature】 before the text itself.")
    ConfigField(
      "opt_out_suffix", \.gateway.optOutSuffix, .text(most: 40),
      "What stands at the end of each text so that the receiver can refuse.")
    ConfigField(
      "needs_template_id", \.gateway.needsTemplateID, .flag,
      "Whether only registered templates may be sent.")
    ConfigField(
      "template_ids", \.templateIDs, ConfigForm<String>.text().map(keys: "template"),
      "The provider's id of a template, by NAME or NAME/LANGUAGE.VARIANT.")
    ConfigField(
      "values", \.values, ConfigForm<String>.text(most: 2000).map(keys: "name"),
      "Site values for placeholders, such as app_id or region.")
  }

  private static let requestFields = ConfigField<GatewayDraft>.list {
    ConfigField(
      "method", \.method, .choice(of: GatewayDefinition.Method.self, what: "method"),
      "The request's method.")
    ConfigField(
      "url", \.gateway.url, .text(most: 2000),
      "Address with {{placeholders}}: https, or http to this machine only.")
    ConfigField(
      "headers", \.headers, ConfigForm<String>.text(most: 2000).map(keys: "header"),
      "Further headers.")
    ConfigField(
      "query", \.query, ConfigForm<String>.text(most: 2000).map(keys: "parameter"),
      "Parameters behind the ?.")
    ConfigField(
      "form", \.form, ConfigForm<String>.text(most: 2000).map(keys: "field"), "A form as body.")
    ConfigField("json", \.json, .block, "A JSON text as body, with {{placeholders}}.")
    ConfigField(
      "signing", \.gateway.signing, .choice(of: GatewayDefinition.Signing.self, what: "signing"),
      "How a request proves who sent it.")
    ConfigField(
      "concurrency", \.gateway.concurrency, .integer(1...64), "Requests under way at once.")
    ConfigField(
      "per_minute", \.gateway.perMinute, .integer(1...60_000),
      "Most requests a minute; a restart does not start the count anew.")
    ConfigField(
      "recipient_per_minute", \.gateway.recipientPerMinute, .integer(1...1000),
      "Most requests to one number or chat in any minute, across restarts.")
    ConfigField(
      "recipient_per_hour", \.gateway.recipientPerHour, .integer(1...1000),
      "Most requests to one number or chat in any hour, across restarts.")
    ConfigField(
      "recipient_per_day", \.gateway.recipientPerDay, .integer(1...1000),
      "Most requests to one number or chat in any 24 hours, across restarts.")
    ConfigField(
      "connect_timeout", \.gateway.connectTimeout, .seconds(1...300),
      "How long to wait for the connection.")
    ConfigField(
      "timeout", \.gateway.timeout, .seconds(1...600), "How long to wait for the whole answer.")
    ConfigField(
      "ca_file", \.gateway.caFile, .text("path"),
      "PEM file of the authorities to trust instead of the system's.")
  }

  private static let answerFields = ConfigField<GatewayDraft>.list {
    ConfigField(
      "success_status", \.successStatus, .statusRange, "Statuses that can be a success.")
    ConfigField(
      "success", \.success, CheckDraft.section.form.list(atMost: 20),
      "What the answer's body must satisfy besides, all of it.")
    ConfigField(
      "message_id", \.gateway.messageIDPath, .text("dotted path"), "Where the message id stands.")
    ConfigField(
      "code", \.gateway.codePaths, ConfigForm<String>.text("dotted path").list(atMost: 10),
      "Where the code stands; the first path with a value counts.")
    ConfigField(
      "reason", \.gateway.reasonPaths, ConfigForm<String>.text("dotted path").list(atMost: 10),
      "Where the words for a human stand.")
    ConfigField(
      "codes", \.codes, ConfigForm<GatewayDefinition.Verdict>.verdict.map(keys: "code"),
      "What codes mean: CODE or CODE* to a verdict; asked before the preset's own.")
    ConfigField(
      "statuses", \.statuses,
      ConfigForm<GatewayDefinition.Verdict>.verdict.map(keys: "HTTP status"),
      "What statuses mean, where the general table is not right.")
    ConfigField(
      "idempotent", \.gateway.isIdempotent, .flag,
      "Whether a repeat with the same {{touch}} is surely not sent twice.")
  }

  /// The section as a value that begins with the preset.
  static let sectionForm = ConfigForm<GatewayDraft>(
    words: "section gateway", schema: section.form.schema, outline: section.outline
  ) { node, findings in
    var draft = GatewayDraft()
    if let name = node["preset"]?.value.text, let preset = GatewayDefinition.preset(name) {
      draft.gateway = preset
    } else {
      draft.gateway.name = "gateway"
    }
    section.read(node, into: &draft, &findings)
    return draft
  }
}

extension GatewayDraft {
  /// The gateway, with the findings about it in their places.
  func gateway(
    for channel: String, at position: ConfigPosition, node: ConfigNode?,
    resolve: (String) -> String, _ findings: inout ConfigFindings
  ) -> GatewayDefinition {
    var gateway = gateway
    if let method { gateway.method = method }
    gateway.headers = merged(gateway.headers, headers)
    gateway.query = merged(gateway.query, query)
    gateway.values = merged(gateway.values, values)
    gateway.receiptFields = merged(gateway.receiptFields, receiptFields)
    if let hook {
      hook.value.apply(to: &gateway.hook)
      if channel != "sms" {
        findings.error("\(channel): receipts and replies are for sms", at: hook.position)
      }
    }
    if !form.isEmpty, json != nil {
      findings.error("\(channel): a body is either form or json", at: position)
    }
    if !form.isEmpty {
      var fields: [GatewayDefinition.Field] = []
      if case .form(let present) = gateway.body { fields = present }
      gateway.body = .form(merged(fields, form))
    } else if let json {
      gateway.body = .json(json)
    }
    for pair in templateIDs { gateway.templateIDs[pair.value.name] = pair.value.value }
    gateway.codes =
      codes.map { GatewayDefinition.CodeRule($0.value.name, $0.value.value) } + gateway.codes
    for pair in statuses {
      if let status = Int(pair.value.name), (100...599).contains(status) {
        gateway.statuses[status] = pair.value.value
      } else {
        findings.error("“\(pair.value.name)” is no HTTP status", at: pair.position)
      }
    }
    if let success { gateway.success = success.compactMap { $0.check(&findings) } }
    if let successStatus { gateway.successStatuses = successStatus }
    gateway.caFile = gateway.caFile.map(resolve)
    report(gateway, channel, position, node, &findings)
    return gateway
  }

  private func merged(
    _ present: [GatewayDefinition.Field], _ given: [Located<ConfigPair<String>>]
  ) -> [GatewayDefinition.Field] {
    var fields = present
    for pair in given.map(\.value) {
      let field = GatewayDefinition.Field(pair.name, pair.value)
      if let index = fields.firstIndex(where: { $0.name == pair.name }) {
        fields[index] = field
      } else {
        fields.append(field)
      }
    }
    return fields
  }

  private func report(
    _ gateway: GatewayDefinition, _ channel: String, _ position: ConfigPosition,
    _ node: ConfigNode?, _ findings: inout ConfigFindings
  ) {
    for problem in gateway.problems {
      let key = String(problem.prefix { $0 != ":" && $0 != " " })
      let place = node?[key]?.value.position ?? position
      findings.error("\(channel): \(problem)", at: place)
    }
    let written = InlineSecrets(headers: headers, fields: query + form + values + receiptFields)
    for place in written.places(url: node?["url"]?.value, json: node?["json"]?.value) {
      findings.error(
        "a secret stands here; write {{secret}} instead, and credential: NAME", at: place)
    }
  }
}

/// A condition on the answer's body.
struct CheckDraft: Sendable {
  var path: Located<String>?
  var among: [String]?
  var contains: String?

  static let section = ConfigSection(
    "success", "A condition on the answer: path alone (present), path with among, or contains.",
    defaults: CheckDraft()
  ) {
    ConfigField(
      "path", \.path, ConfigForm<String>.text("dotted path").located,
      "A dotted path into the JSON answer.")
    ConfigField(
      "among", \.among, ConfigForm<String>.text().list(atLeast: 1),
      "The texts that the value may read as.")
    ConfigField("contains", \.contains, .text(), "A text that the body must hold.")
  }

  /// The check; nil when it says nothing.
  func check(_ findings: inout ConfigFindings) -> GatewayDefinition.Check? {
    if let contains { return .contains(contains) }
    guard let path else {
      findings.error("success needs path or contains", at: .start)
      return nil
    }
    return among.map { .value(path: path.value, among: $0) } ?? .present(path: path.value)
  }
}

extension ConfigForm where Value == GatewayDefinition.Verdict {
  /// What a code means.
  static var verdict: ConfigForm<GatewayDefinition.Verdict> {
    .choice(of: GatewayDefinition.Verdict.self, what: "verdict")
  }
}

extension ConfigForm where Value == ClosedRange<Int> {
  /// A status or a span of them.
  static var statusRange: ConfigForm<ClosedRange<Int>> {
    .scalar("status or span, 200-299", show: { "\($0.lowerBound)-\($0.upperBound)" }) {
      (text) throws(ConfigComplaint) in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = parts.first ?? nil, let last = parts.last ?? nil, parts.count <= 2,
        first >= 100, first <= last, last <= 599
      else { throw ConfigComplaint("“\(text)” is no status or span; write 200 or 200-299") }
      return first...last
    }
  }
}

extension ConfigForm where Value == String {
  /// A signature, without the brackets that the platform adds.
  static var smsSignature: ConfigForm<String> {
    .scalar("signature") { (text) throws(ConfigComplaint) in
      guard !text.contains("【"), !text.contains("】"), (2...16).contains(text.count) else {
        throw ConfigComplaint("“\(text)”: write the signature without 【】, 2 to 16 characters")
      }
      return text
    }
  }
}

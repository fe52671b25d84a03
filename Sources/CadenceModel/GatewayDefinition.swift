/// An HTTP gateway for SMS or chat, described by data alone: what to ask, how to sign it, and how
/// to read the answer.
///
/// Templates hold placeholders, `{{name}}`, each encoded for the place it stands in: `to` (as
/// stored, `+8615400000000`), `to_digits` (without the plus sign), `text`, `signature`,
/// `template_id`, `param.NAME`, `params` (a JSON list of the values), `params_object` (a JSON
/// object), `touch`, `reference` (the touch in letters, digits, `-` and `_`), `hook` (the address that
/// receipts go to), `segments`, `coding` (0 for GSM-7, 2 for UCS-2, as SMPP numbers them),
/// `sender`, `key`, `secret`, and every name in ``values``.
package struct GatewayDefinition: Hashable, Sendable {
  /// A named template: a header, a query parameter, a form field, or a value of the config.
  package struct Field: Hashable, Sendable {
    /// The plain name.
    package var name: String
    /// Text with placeholders.
    package var value: String

    /// Names a template.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The request's method.
  package enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
  }

  /// What the request carries.
  package enum Body: Hashable, Sendable {
    case none
    /// `application/x-www-form-urlencoded`.
    case form([Field])
    /// JSON text. A placeholder inside quotes is escaped, one outside becomes a whole JSON value.
    case json(String)
  }

  /// How a request proves who sent it; the secret is ``signingCredential``, else ``credential``.
  package enum Signing: String, CaseIterable, Sendable {
    case none, basic, bearer
    case aliyunRPC = "aliyun-rpc"
    case tencentTC3 = "tencent-tc3"
    case dingtalk, feishu
  }

  /// A condition on the answer's body.
  package enum Check: Hashable, Sendable {
    /// The value at a dotted path (`Response.SendStatusSet.0.Code`) reads as one of these texts.
    case value(path: String, among: [String])
    /// The body holds this text.
    case contains(String)
    /// There is something other than null at this path.
    case present(path: String)
  }

  /// What an answer that is no success means for the touch, its address or the gateway.
  package enum Verdict: String, CaseIterable, Sendable {
    /// Not now: the same message may be sent later.
    case deferred
    /// This message will never be taken.
    case rejected
    /// The number or name is wrong.
    case address
    /// The receiver refused messages: to be kept as an opt-out.
    case blacklisted
    /// Our account, key, signature or settings: stop the gateway, not the customer.
    case fault
    /// Perhaps sent.
    case uncertain
  }

  /// Reads a code of the gateway.
  package struct CodeRule: Hashable, Sendable {
    /// The code, or its beginning followed by `*`.
    package var code: String
    /// What it means.
    package var verdict: Verdict

    /// Maps a code.
    package init(_ code: String, _ verdict: Verdict) {
      self.code = code
      self.verdict = verdict
    }
  }

  /// The preset's or the site's name, for journal and messages.
  package var name: String
  /// The request's method.
  package var method: Method
  /// Address with placeholders; https, or http to this machine (``OutgoingURL``).
  package var url: String
  /// Headers beyond what body and signing bring.
  package var headers: [Field] = []
  /// Parameters added behind the address's `?`.
  package var query: [Field] = []
  /// The request's body.
  package var body: Body = .none
  /// Further parameters, or fields of a form, by which receipts are asked for; left out without a hook.
  package var receiptFields: [Field] = []
  /// How receipts and replies come in.
  package var hook = GatewayHook()
  /// How it is signed.
  package var signing: Signing = .none
  /// The public half of the account: user name, access key id, account sid.
  package var key: String?
  /// Name of the credential that `{{secret}}` stands for.
  package var credential: String?
  /// Name of the credential that signs, where it is not ``credential``.
  package var signingCredential: String?
  /// Site values for placeholders: `app_id`, `region`.
  package var values: [Field] = []
  /// Names that must be in ``values``, or be `key`, `credential`, `sender`, `signature`.
  package var required: [String] = []

  /// Number or name that messages come from.
  package var sender: String?
  /// Signature without its brackets 【】; Chinese platforms want a registered one.
  package var signature: String?
  /// Whether the platform puts 【signature】 before the text itself; it is counted either way.
  package var addsSignature = false
  /// What must stand at the end of a text so that the receiver can refuse, such as `拒收请回复R`.
  package var optOutSuffix: String?
  /// Whether only registered templates may be sent (their ids in ``templateIDs``).
  package var needsTemplateID = false
  /// The provider's id of a template: by `NAME/LANGUAGE.VARIANT`, else by `NAME`.
  package var templateIDs: [String: String] = [:]

  /// Statuses that can be a success.
  package var successStatuses: ClosedRange<Int> = 200...299
  /// What the body must satisfy besides, all of it.
  package var success: [Check] = []
  /// Where the message id stands.
  package var messageIDPath: String?
  /// Where the code stands; the first path with a value counts.
  package var codePaths: [String] = []
  /// Where the words for a human stand; the first path with a value counts.
  package var reasonPaths: [String] = []
  /// What codes mean; the first rule that fits counts.
  package var codes: [CodeRule] = []
  /// What statuses mean where the general table (reliability notes, 2.4) is not right.
  package var statuses: [Int: Verdict] = [:]
  /// Whether the gateway documents that a repeat with the same `{{touch}}` is not sent twice.
  package var isIdempotent = false

  /// Requests under way at once, 1 to 64.
  package var concurrency = 4
  /// Most requests a minute; nil: as fast as they are taken.
  package var perMinute: Int?
  /// Most requests to one number or chat in any minute; nil: no limit.
  package var recipientPerMinute: Int?
  /// Most requests to one number or chat in any hour; nil: no limit.
  package var recipientPerHour: Int?
  /// Most requests to one number or chat in any 24 hours; nil: no limit.
  package var recipientPerDay: Int?
  /// Seconds to wait for the connection.
  package var connectTimeout = 30
  /// Seconds to wait for the whole answer.
  package var timeout = 60
  /// PEM file of the authorities to trust instead of the system's.
  package var caFile: String?

  /// Describes a gateway by its address; everything else has a plain default.
  package init(name: String, method: Method = .post, url: String) {
    self.name = name
    self.method = method
    self.url = url
  }
}

extension GatewayDefinition {
  /// The credentials that must be read before use, without repeats.
  package var credentialNames: [String] {
    var names: [String] = []
    for name in [credential, signingCredential] {
      if let name, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Whether it runs on this machine, so that it calls back without going through the network.
  package var isLocal: Bool {
    let sample = GatewayTemplate(url).pieces.map(\.sample).joined()
    return (try? OutgoingURL(sample)).map { NetworkHost.isLoopback($0.host) } ?? false
  }

  /// The provider's template id for one of our templates; nil when none is mapped.
  package func templateID(of template: String, language: String, variant: String) -> String? {
    templateIDs["\(template)/\(language).\(variant)"] ?? templateIDs[template]
  }

  /// The value of a site setting; nil when it is not given.
  package func value(_ name: String) -> String? {
    values.first { $0.name == name }?.value
  }
}

import CadenceModel

/// What `channels.smtp:` says.
struct RelayDraft: Sendable {
  var host = Located("")
  var port: Int?
  var security = SMTPEndpoint.Security.starttls
  var user: String?
  var credential: String?
  var ehloName = "localhost"
  var allowPlain = false
  var connections = 4
  var perMinute: Int?
  var domainPerMinute: Int?
  var returnPath: String?
  var caFile: String?
  var connectTimeout = 30
  var replyTimeout = 600
  var idleTimeout = 60

  static let section = ConfigSection(
    "smtp", "The mail relay. Without it mails go to the outbox.", defaults: RelayDraft(),
    hints: secretHints
  ) {
    ConfigField(
      "host", \.host, ConfigForm<String>.text("host name").located, required: true,
      "Host name or address of the relay; its certificate must carry it.")
    ConfigField(
      "port", \.port, .integer(1...65535),
      "Its port; without it 25, 587 or 465 by security.")
    ConfigField(
      "security", \.security, .choice(of: SMTPEndpoint.Security.self, what: "security"),
      "How the connection is protected; none only to this machine, or with allow_plain.")
    ConfigField("user", \.user, .text(), "User name for AUTH; needs credential.")
    ConfigField(
      "credential", \.credential, .credential,
      "Name of the credential that holds the password of user.")
    ConfigField("ehlo_name", \.ehloName, .text("host name"), "What the service says in EHLO.")
    ConfigField(
      "allow_plain", \.allowPlain, .flag,
      "Lets mail and password go unencrypted over a network that you trust.")
    ConfigField(
      "connections", \.connections, .integer(1...64),
      "Connections kept open at once, each with a thread of its own.")
    ConfigField(
      "per_minute", \.perMinute, .integer(1...60_000),
      "Most mails tried a minute; a restart does not start the count anew.")
    ConfigField(
      "domain_per_minute", \.domainPerMinute, .integer(1...6000),
      "Most mails tried a minute to one recipient's domain, across restarts; without it 60, and no "
        + "limit through a relay on this machine, which has its own.")
    ConfigField(
      "return_path", \.returnPath, .address,
      "Mailbox for undeliverable mails, bounce@example.com: each mail names it with +TOKEN behind "
        + "the first part, and what comes back goes to fifthcall inbound. Needs credential link-key."
    )
    ConfigField(
      "ca_file", \.caFile, .text("path"),
      "PEM file of the authorities to trust instead of the system's.")
    ConfigField(
      "connect_timeout", \.connectTimeout, .seconds(1...300),
      "How long to wait for the connection, TLS included.")
    ConfigField(
      "reply_timeout", \.replyTimeout, .seconds(10...3600),
      "How long to wait for each reply; RFC 5321 wants 10m after the message.")
    ConfigField(
      "idle_timeout", \.idleTimeout, .seconds(1...3600),
      "After how long an unused connection is closed.")
  }

  /// What to say of keys that would hold a secret.
  static let secretHints = Dictionary(
    uniqueKeysWithValues: [
      "password", "passwd", "pass", "secret", "token", "api_key", "apikey", "access_key_secret",
      "auth_token", "secret_key", "access_token",
    ].map {
      (
        $0,
        "secrets never stand in config files; write credential: NAME and put the secret into "
          + "$CREDENTIALS_DIRECTORY/NAME or FIFTHCALL_CREDENTIAL_NAME"
      )
    })

  /// The endpoint, with the findings about it at the section's place.
  func endpoint(
    at position: ConfigPosition, resolve: (String) -> String, _ findings: inout ConfigFindings
  ) -> SMTPEndpoint {
    var endpoint = SMTPEndpoint(
      host: host.value, port: port, security: security, user: user, credential: credential,
      ehloName: ehloName, allowPlain: allowPlain, connections: connections,
      caFile: caFile.map(resolve), connectTimeout: connectTimeout, replyTimeout: replyTimeout,
      idleTimeout: idleTimeout)
    endpoint.perMinute = perMinute
    endpoint.domainPerMinute = domainPerMinute
    endpoint.returnPath = returnPath
    if let returnPath, returnPath.prefix(while: { $0 != "@" }).utf8.count > 30 {
      findings.error(
        "smtp: return_path leaves no room for a token; 30 characters before @", at: position)
    }
    for problem in endpoint.problems where !host.value.isEmpty {
      findings.error("smtp: \(problem)", at: problem.contains("EHLO") ? position : host.position)
    }
    return endpoint
  }
}

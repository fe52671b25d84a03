/// The mail relay that messages are handed to, as the config describes it.
package struct SMTPEndpoint: Hashable, Codable, Sendable {
  /// How the connection is protected.
  package enum Security: String, CaseIterable, Codable, Sendable {
    case none, starttls, smtps

    /// The port that goes with it: 25, 587 (RFC 6409) or 465 (RFC 8314).
    package var defaultPort: Int {
      switch self {
      case .none: 25
      case .starttls: 587
      case .smtps: 465
      }
    }
  }

  /// Host name or address of the relay; the certificate must carry it.
  package var host: String
  /// 1 to 65535.
  package var port: Int
  /// Encryption; certificate and name are always verified.
  package var security: Security
  /// User name for AUTH; nil: no AUTH.
  package var user: String?
  /// Name of the credential that holds the password of ``user``.
  package var credential: String?
  /// What the service calls itself in EHLO: a host name.
  package var ehloName: String
  /// Lets mail and password go unencrypted over a network; without it only to this machine.
  package var allowPlain: Bool
  /// Connections kept open at once, 1 to 64, each with a thread of its own.
  package var connections: Int
  /// Most mails tried a minute; nil: as fast as they are taken.
  package var perMinute: Int?
  /// Most mails tried a minute to one recipient's domain; nil: ``usualDomainPerMinute``, or without
  /// limit through a relay on this machine.
  package var domainPerMinute: Int?
  /// The mailbox that undeliverable mails come back to, each with a token of its message behind a plus
  /// sign; nil: the sender's address.
  package var returnPath: String?
  /// PEM file of the authorities to trust instead of the system's.
  package var caFile: String?
  /// Seconds to wait for the connection, TLS included.
  package var connectTimeout: Int
  /// Seconds to wait for each reply; RFC 5321 section 4.5.3.2.6 wants 600 after the final dot.
  package var replyTimeout: Int
  /// Seconds after which an unused connection is closed rather than used again; servers hang up
  /// on idle clients, Postfix after 300.
  package var idleTimeout: Int

  /// Describes a relay; the defaults are those of the configuration reference.
  package init(
    host: String, port: Int? = nil, security: Security = .none, user: String? = nil,
    credential: String? = nil, ehloName: String = "localhost", allowPlain: Bool = false,
    connections: Int = 4, caFile: String? = nil, connectTimeout: Int = 30,
    replyTimeout: Int = 600, idleTimeout: Int = 60
  ) {
    self.host = host
    self.port = port ?? security.defaultPort
    self.security = security
    self.user = user
    self.credential = credential
    self.ehloName = ehloName
    self.allowPlain = allowPlain
    self.connections = connections
    self.caFile = caFile
    self.connectTimeout = connectTimeout
    self.replyTimeout = replyTimeout
    self.idleTimeout = idleTimeout
  }

  /// What stops this endpoint from being used, one sentence each; empty when it can be.
  package var problems: [String] {
    var found: [String] = []
    if !NetworkHost.isPlainName(host) && !NetworkHost.isPlainIPv6(host) {
      found.append("“\(host)” is not a host name or address")
    }
    if !NetworkHost.isPlainName(ehloName) {
      found.append("“\(ehloName)” is not a host name to say in EHLO")
    }
    if !(1...65535).contains(port) { found.append("port \(port) is not within 1 to 65535") }
    if !(1...64).contains(connections) {
      found.append("connections must be 1 to 64, not \(connections)")
    }
    if security == .none && !allowPlain && !NetworkHost.isLoopback(host) {
      found.append(
        "mail to \(host) would go unencrypted; use security: starttls or smtps, "
          + "or allow_plain: true if that network is trusted")
    }
    if (user == nil) != (credential == nil) {
      found.append("user and credential belong together: give both or neither")
    }
    return found
  }
}

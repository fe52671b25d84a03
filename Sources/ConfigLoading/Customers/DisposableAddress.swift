/// E-mail addresses at services that give them out for an hour or a day.
///
/// Only the services that their own pages call disposable or temporary, and that have been there for
/// years: whoever is not in the list is simply not warned of.
enum DisposableAddress {
  private static let domains: Set<String> = [
    "mailinator.com", "guerrillamail.com", "guerrillamail.net", "guerrillamail.org",
    "sharklasers.com", "10minutemail.com", "10minutemail.net", "temp-mail.org", "tempmail.com",
    "yopmail.com", "yopmail.net", "maildrop.cc", "dispostable.com", "trashmail.com",
    "trash-mail.com", "throwawaymail.com", "getnada.com", "mailnesia.com", "mailcatch.com",
    "fakeinbox.com", "tempr.email", "discard.email", "spamgourmet.com", "mohmal.com",
  ]

  /// Whether an address is at one of them.
  static func isDisposable(_ address: String) -> Bool {
    guard let at = address.lastIndex(of: "@") else { return false }
    return domains.contains(address[address.index(after: at)...].lowercased())
  }
}

/// Finds secrets that somebody wrote into a gateway's section instead of a credential.
struct InlineSecrets {
  /// Further headers.
  let headers: [Located<ConfigPair<String>>]
  /// Parameters, fields and values.
  let fields: [Located<ConfigPair<String>>]

  /// Where secrets stand, those of an address and of a JSON body included.
  func places(url: ConfigNode?, json: ConfigNode?) -> [ConfigPosition] {
    var places = headers.filter { Self.isSecretHeader($0.value) }.map(\.position)
    places += fields.filter { Self.isWrittenOut($0.value.name, $0.value.value) }.map(\.position)
    if let url, let text = url.text, Self.holdsSecret(address: text) { places.append(url.position) }
    if let json, let text = json.text, Self.holdsSecret(json: text) { places.append(json.position) }
    return places
  }

  /// Whether a header that proves identity is written out.
  private static func isSecretHeader(_ header: ConfigPair<String>) -> Bool {
    let name = header.name.lowercased()
    let isSecret =
      name.hasSuffix("authorization") || name == "cookie" || name.contains("key")
      || isSecretName(name)
    return isSecret && !header.value.contains("{{")
  }

  /// Whether an address carries a key of its own.
  private static func holdsSecret(address: String) -> Bool {
    guard let mark = address.firstIndex(of: "?") else { return false }
    return address[mark...].dropFirst().split(separator: "&").contains { pair in
      let parts = pair.split(separator: "=", maxSplits: 1)
      return parts.count == 2 && isWrittenOut(String(parts[0]), String(parts[1]))
    }
  }

  /// Whether a JSON text gives a secret as the text of a key: `"password": "hunter2"`.
  private static func holdsSecret(json: String) -> Bool {
    let pieces = json.split(separator: "\"", omittingEmptySubsequences: false)
    return pieces.indices.dropLast(2).contains { index in
      !index.isMultiple(of: 2) && pieces[index + 1].allSatisfy { $0 == ":" || $0.isWhitespace }
        && pieces[index + 1].contains(":")
        && isWrittenOut(String(pieces[index]), String(pieces[index + 2]))
    }
  }

  private static func isWrittenOut(_ name: String, _ value: String) -> Bool {
    isSecretName(name.lowercased()) && !value.contains("{{")
  }

  /// Whether the name, in lower case, is that of a secret and not of the account's public half.
  private static func isSecretName(_ name: String) -> Bool {
    ["key", "apikey", "api_key", "pwd", "pass", "sign"].contains(name)
      || ["secret", "password", "passwd", "token"].contains { name.contains($0) }
  }
}

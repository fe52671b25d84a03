/// Words of gateways that may stand in the journal.
package enum HookWord {
  /// A word of at most 64 letters, digits and `-_.:`: nothing of it can be a text.
  package static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.prefix(64).map { isPlain($0) ? $0 : "_" }))
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":": true
    default: false
    }
  }
}

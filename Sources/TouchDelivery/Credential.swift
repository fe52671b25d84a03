/// A secret with the name it has in the config; prints as its name only.
package struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// What the config calls it.
  package let name: String
  /// The secret itself; for the wire only.
  package let secret: String

  /// A credential as it was read.
  package init(name: String, secret: String) {
    self.name = name
    self.secret = secret
  }

  /// The name, never the secret.
  package var description: String { "credential \(name)" }
  /// The name, never the secret.
  package var debugDescription: String { description }
  /// Hides the secret from `dump` and string interpolation of enclosing values.
  package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

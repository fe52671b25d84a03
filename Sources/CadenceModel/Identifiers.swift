/// The text by which something is known in files, journal and commands.
///
/// The phantom `Subject` keeps a customer's id from being passed for a rep's. Identifiers of up to
/// 15 UTF-8 bytes need no heap memory.
package struct Identifier<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The identifier as it stands in the file, never empty.
  package let text: String

  /// Wraps a text that the caller has already checked.
  package init(_ text: String) { self.text = text }

  /// The plain text.
  package var description: String { text }

  /// Orders by UTF-8 bytes, so that listings do not depend on a locale.
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Identifier: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  /// Makes an identifier from a literal, for tests and defaults.
  package init(stringLiteral text: String) { self.init(text) }
}

/// A customer's id as the customer file gives it, such as `KH0000003`.
package typealias CustomerID = Identifier<Customer>
/// A rep's id as `reps.yaml` gives it, such as `mao`.
package typealias RepID = Identifier<Rep>
/// A cadence's name: the file `config/cadences/NAME.yaml`.
package typealias CadenceName = Identifier<Cadence>
/// A template's name: the folder `templates/NAME/`.
package typealias TemplateName = Identifier<TemplateSubject>
/// An installation of one customer: its install day, with `.2` for a second of that day.
package typealias InstallationID = Identifier<Installation>

/// Only names the subject of ``TemplateName``.
package enum TemplateSubject {}

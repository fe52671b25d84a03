/// What is answered to a request.
package struct WebAnswer: Sendable {
  /// HTTP status.
  package var status: Int
  /// `text/plain` or another, without its character set.
  package var type = "text/plain"
  /// The body.
  package var body = ""
  /// Fields beyond those of every answer.
  package var fields: [(name: String, value: String)] = []

  /// An answer with a short text.
  package init(_ status: Int, _ body: String = "", type: String = "text/plain") {
    self.status = status
    self.body = body
    self.type = type
  }

  /// Only these methods are understood.
  static func notAllowed(_ methods: String) -> WebAnswer {
    var answer = WebAnswer(405)
    answer.fields = [("allow", methods)]
    return answer
  }

  /// Fields of every answer: nothing is kept, framed, guessed or run.
  static let security: [(name: String, value: String)] = [
    ("cache-control", "no-store"), ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex"), ("cross-origin-resource-policy", "same-origin"),
    (
      "content-security-policy",
      "default-src 'none'; style-src 'sha256-\(OptOutPage.styleHash)'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'"
    ),
  ]
}

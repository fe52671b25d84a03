/// An enhanced mail status code `class.subject.detail` (RFC 3463): whose problem a refusal is.
struct EnhancedStatus: Hashable {
  /// 2 success, 4 not now, 5 never.
  var kind: Int
  /// 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.
  var subject: Int
  /// The detail within the subject.
  var detail: Int

  init(_ kind: Int, _ subject: Int, _ detail: Int) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
  }

  /// Finds the code behind the reply code of a reply line: `550 5.1.1 no such user`.
  init?(reply: String) {
    let words = reply.drop { $0 == " " }.dropFirst(3).drop { $0 == " " || $0 == "-" }
    let parts = words.prefix { $0 == "." || $0.isASCII && $0.isWholeNumber }
      .split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let kind = Int(parts[0]), let subject = Int(parts[1]),
      let detail = Int(parts[2]), [2, 4, 5].contains(kind), subject < 1_000, detail < 1_000
    else { return nil }
    self.init(kind, subject, detail)
  }
}

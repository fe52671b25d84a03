import CivilTime

extension Mail {
  /// The exact bytes of the message, 7-bit, with CRLF line ends.
  ///
  /// Multipart/alternative when there is HTML, inside multipart/mixed when there are attachments.
  package func composed() throws(MailFailure) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(4096 + attachments.reduce(0) { $0 + $1.bytes.count * 4 / 3 })
    try appendHeaders(to: &result)
    if attachments.isEmpty {
      appendContent(to: &result)
    } else {
      let boundary = boundary("m")
      appendMultipart("mixed", boundary, to: &result)
      appendDelimiter(boundary, to: &result)
      appendContent(to: &result)
      for attachment in attachments {
        appendDelimiter(boundary, to: &result)
        try append(attachment, to: &result)
      }
      appendDelimiter(boundary, closing: true, to: &result)
    }
    return result
  }

  private func appendContent(to result: inout [UInt8]) {
    guard let html else { return appendPart("plain", text, to: &result) }
    let boundary = boundary("a")
    appendMultipart("alternative", boundary, to: &result)
    appendDelimiter(boundary, to: &result)
    appendPart("plain", text, to: &result)
    appendDelimiter(boundary, to: &result)
    appendPart("html", html, to: &result)
    appendDelimiter(boundary, closing: true, to: &result)
  }

  /// `=_` stands in neither quoted-printable nor base64, so no body can hold a boundary.
  private func boundary(_ mark: String) -> String { "=_\(StableHash.hex128("\(key)#\(mark)"))" }

  private func appendMultipart(_ kind: String, _ boundary: String, to result: inout [UInt8]) {
    result += "Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n".utf8
  }

  private func appendDelimiter(
    _ boundary: String, closing: Bool = false, to result: inout [UInt8]
  ) {
    // The line end before a delimiter belongs to it, not to the part (RFC 2046, 5.1.1).
    result += "\r\n--\(boundary)\(closing ? "--" : "")\r\n".utf8
  }

  private func appendPart(_ kind: String, _ text: String, to result: inout [UInt8]) {
    let encoding = BodyEncoding.best(for: text)
    result += "Content-Type: text/\(kind); charset=utf-8\r\n".utf8
    result += "Content-Transfer-Encoding: \(encoding.rawValue)\r\n\r\n".utf8
    encoding.append(text, to: &result)
  }

  private func append(
    _ attachment: MailAttachment, to result: inout [UInt8]
  ) throws(MailFailure) {
    try Self.check(attachment.fileName, in: "Content-Disposition")
    result += "Content-Type: \(attachment.mediaType)\r\n".utf8
    result += "Content-Transfer-Encoding: base64\r\n".utf8
    result += "Content-Disposition: attachment".utf8
    result += HeaderText.parameter("filename", attachment.fileName).utf8
    result += "\r\n\r\n".utf8
    Base64.appendLines(attachment.bytes, to: &result)
  }
}

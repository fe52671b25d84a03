/// A file that goes with a mail.
package struct MailAttachment: Hashable, Sendable {
  /// The name the reader sees, in any script.
  package var fileName: String
  /// The file's bytes.
  package var bytes: [UInt8]

  /// A file of that name.
  package init(fileName: String, bytes: [UInt8]) {
    self.fileName = fileName
    self.bytes = bytes
  }

  /// Media type by the name's ending; unknown ones are plain bytes.
  package var mediaType: String {
    let ending = fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return Self.types[ending] ?? "application/octet-stream"
  }

  private static let types = [
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp", "ics": "text/calendar", "vcf": "text/vcard",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]
}

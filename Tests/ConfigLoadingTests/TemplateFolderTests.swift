import CadenceModel
import ConfigLoading
import Foundation
import MessageRendering
import Testing

struct TemplateFolderTests {
  @Test func `every file that is no good is named and the others are read`() throws {
    let folder = try Scratch([
      "greeting/zh-CN.a.sms.mustache": Array("\u{FEFF}您好".utf8),
      "greeting/en.a.sms.mustache": Array("Hello\r\n{{nam}}\r\n".utf8),
      "greeting/en.b.sms.mustache": Array("Hello\n".utf8) + [0xC4, 0xE3, 0xBA, 0xC3],
      "greeting/en.b.mail.mustache": Array("Hello".utf8),
      "greeting/en.c.sms.mustache~": Array("an editor's backup".utf8),
      "greeting/.en.d.sms.mustache.swp": [],
      "greeting/en.e.sms.mustache": Array(repeating: 0x61, count: 256 * 1024 + 1),
      "en.a.sms.mustache": Array("Hello".utf8), "notes.txt": [], "README.md": [],
      "attachments/puzzle.pdf": [1, 2, 3],
    ])
    defer { folder.remove() }
    let reading = TemplateFolder.read(folder.path)
    #expect(
      reading.findings.map(\.description) == [
        "templates/en.a.sms.mustache:1:1: error: a template stands in a folder named for it, "
          + "in lower case: greeting/en.a.email.mustache",
        "templates/greeting/en.a.sms.mustache:2:1: error: unknown variable “nam”; did you mean name?",
        "templates/greeting/en.b.mail.mustache:1:1: error: “mail” is not email, sms, chat, card or letter; "
          + "did you mean email?",
        "templates/greeting/en.b.sms.mustache:2:1: error: this is not UTF-8; save it as UTF-8",
        "templates/greeting/en.e.sms.mustache:1:1: error: more than 262144 bytes are not allowed",
        "templates/notes.txt:1:1: warning: this file is not read: it is no template",
      ])
    #expect(reading.library.templates.map(\.identity.textID) == ["greeting/zh-CN.a.sms"])
    #expect(reading.library.templates.first?.text.source == "您好")
    #expect(reading.library.attachments == ["puzzle.pdf": [1, 2, 3]])
  }

  @Test func `a text that is a link, a pipe or a folder is refused without waiting`() throws {
    let folder = try Scratch(["greeting/zh-CN.a.sms.mustache": Array("您好".utf8)])
    defer { folder.remove() }
    let texts = "\(folder.path)/greeting"
    try FileManager.default.createSymbolicLink(
      atPath: "\(texts)/zh-CN.b.sms.mustache", withDestinationPath: "/dev/zero")
    try FileManager.default.createDirectory(
      atPath: "\(texts)/zh-CN.c.sms.mustache", withIntermediateDirectories: false)
    let pipe = Process()
    pipe.executableURL = URL(fileURLWithPath: "/usr/bin/mkfifo")
    pipe.arguments = ["\(texts)/zh-CN.d.sms.mustache"]
    try pipe.run()
    pipe.waitUntilExit()
    let reading = TemplateFolder.read(folder.path)
    #expect(
      reading.findings.map(\.text) == [
        "it is a symbolic link; put the file itself here", "it is no regular file",
        "it is no regular file",
      ])
    #expect(reading.library.templates.count == 1)
  }

  @Test(arguments: [
    ("您\u{7}好", 2), ("您\u{0}好", 2), ("您好\u{2028}", 3), ("\u{202E}您好", 1), ("您\u{200B}好", 2),
  ])
  func `rows 23 and 24: a character that nobody sees is found in a text`(
    text: String, column: Int
  ) throws {
    let folder = try Scratch(["greeting/zh-CN.a.sms.mustache": Array("好\n\(text)\n".utf8)])
    defer { folder.remove() }
    let reading = TemplateFolder.read(folder.path)
    #expect(reading.findings.count == 1)
    #expect(
      reading.findings.first?.description.hasPrefix(
        "templates/greeting/zh-CN.a.sms.mustache:2:\(column): error: the invisible character U+")
        == true)
    #expect(reading.library.templates.isEmpty)
  }

  @Test func `two files of one text are told`() throws {
    let text = Array("您好".utf8)
    let folder = try Scratch([
      "greeting/zh-CN.a.sms.mustache": text, "greeting/zh-cn.a.sms.mustache": text,
    ])
    defer { folder.remove() }
    let reading = TemplateFolder.read(folder.path)
    #expect(
      reading.findings.map(\.text) == [
        "templates/greeting/zh-CN.a.sms.mustache is the same text; remove one of them"
      ])
  }

  @Test(arguments: [9, 100, 20_000]) func `row 82: sections in one another end somewhere`(
    depth: Int
  ) throws {
    let source =
      String(repeating: "{{#city}}", count: depth) + "x"
      + String(repeating: "{{/city}}", count: depth)
    var findings: [Diagnostic] = []
    let identity = TemplateIdentity(
      name: TemplateName("greeting"), language: "en", variant: "a", channel: .sms)
    let template = Template.parse(source, identity: identity, file: "t", findings: &findings)
    #expect(template == nil)
    #expect(findings.map(\.text) == ["sections stand in one another 8 deep at most"])
  }

  @Test func `a folder that is not there is one finding`() {
    let reading = TemplateFolder.read("/nonexistent", shownAs: "texts")
    #expect(reading.findings.map(\.description) == ["texts:1:1: error: this folder cannot be read"])
    #expect(reading.library.names.isEmpty)
  }

  /// A folder of files for one test.
  private struct Scratch {
    let path: String

    init(_ files: [String: [UInt8]]) throws {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "fifthcall-templates-\(UUID().uuidString)")
      path = folder.path()
      for (name, bytes) in files {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
      }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
  }
}

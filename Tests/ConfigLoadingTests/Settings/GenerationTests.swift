import CivilTime
import FifthcallTestSupport
import Foundation
import Testing

@testable import ConfigLoading

@Suite struct GenerationTests {
  private let folder = TemporaryFolder()

  /// A copy of the shipped site.
  private func site() throws -> String {
    let files = FileManager.default
    for name in ["config", "templates"] {
      try? files.removeItem(atPath: "\(folder.path)/\(name)")
      try files.copyItem(
        atPath: "\(ConfigScenario.root)/\(name)", toPath: "\(folder.path)/\(name)")
    }
    return "\(folder.path)/config"
  }

  private func load(_ config: String) throws -> LoadedSite {
    SiteLoader.load(config: config, now: try #require(Instant(rfc3339: "2026-11-24T09:00:00Z")))
  }

  @Test func `the same bytes give the same hash, whatever the order of the files`() {
    var one = GenerationHash()
    var other = GenerationHash()
    one.add("a", [1, 2, 3])
    one.add("b", [4])
    other.add("b", [4])
    other.add("a", [1, 2, 3])
    #expect(one.text == other.text)
    other.add("a", [1, 2])
    #expect(one.text != other.text)
  }

  @Test func `the pieces that bytes come in change nothing, every byte does`() {
    let bytes = (0..<100).map { UInt8($0) }
    var whole = FileDigest()
    whole.add(bytes)
    for cut in 0...100 {
      var pieces = FileDigest()
      pieces.add(Array(bytes[..<cut]))
      pieces.add(Array(bytes[cut...]))
      #expect(pieces.value == whole.value)
    }
    var values: Set<UInt64> = [whole.value]
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= 0x80
      var digest = FileDigest()
      digest.add(flipped)
      values.insert(digest.value)
      var shorter = FileDigest()
      shorter.add(Array(bytes[..<index]))
      values.insert(shorter.value)
    }
    #expect(values.count == 201)
  }

  @Test func `every file that counts changes the generation, and the marks of its site`() throws {
    let config = try site()
    let first = try load(config)
    #expect(!first.hasErrors)
    #expect(first.generation == (try load(config)).generation)
    let mark = first.places.mark
    let files = Set(mark.files.keys)
    #expect(files.contains("\(config)/fifthcall.yaml"))
    #expect(files.count > 20)
    for file in files where !file.hasSuffix("/attachments") {
      let kind = try FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
      guard kind == .typeRegular else { continue }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      try (bytes + Data("\n".utf8)).write(to: URL(fileURLWithPath: file))
      let edited = try load(config)
      #expect(edited.generation != first.generation, "\(file)")
      #expect(edited.places.mark != mark)
      try bytes.write(to: URL(fileURLWithPath: file))
    }
    #expect(first.generation == (try load(config)).generation)
  }

  @Test func `row 59: a file that is written while it is read is refused`() throws {
    let path = "\(folder.path)/a.yaml"
    try "site:\n".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(try ConfigFileReader.bytes(path).count == 6)
    #expect(throws: ConfigFileFailure.self) {
      try ConfigFileReader.bytes(path) {
        let handle = FileHandle(forWritingAtPath: path)
        _ = try? handle?.seekToEnd()
        try? handle?.write(contentsOf: Data("  company: x\n".utf8))
      }
    }
  }

  @Test func `row 59: a customer file that grows while it is read is refused as a whole`() throws {
    let path = "\(folder.path)/customers.csv"
    try "id,name\n1,Ann\n".write(toFile: path, atomically: false, encoding: .utf8)
    let source = try CSVFileSource(path: path)
    #expect(try source.read(CSVLimits.chunk).count == 14)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("2,Bob\n".utf8))
    try handle.close()
    #expect(throws: CSVFileFailure.self) {
      while try !source.read(CSVLimits.chunk).isEmpty {}
    }
  }
}

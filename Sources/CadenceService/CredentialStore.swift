import Foundation
package import TouchDelivery

/// Where secrets come from: systemd's credentials folder, else the environment (contract section 1).
package struct CredentialStore: Sendable {
  private let folder: String?
  private let environment: [String: String]

  /// Reads from this environment, which also names the folder.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
    folder = environment["CREDENTIALS_DIRECTORY"]
  }

  /// Whether the secrets are the copies that systemd made when the service started: a changed file
  /// is seen after the next start only.
  var areCopies: Bool { folder != nil }

  /// The secret of a name, without one trailing line end; or a sentence on why there is none.
  package func read(_ name: String) -> Result<Credential, CredentialProblem> {
    let bytes: Data
    if let path = path(name) {
      guard let file = Self.contents(path) else {
        return .failure(
          CredentialProblem(name: name, what: "is no plain file of 64 KiB at most"))
      }
      bytes = file
    } else if let value = environment[Self.variable(name)] {
      bytes = Data(value.utf8)
    } else {
      return .failure(CredentialProblem(name: name, what: "is not there"))
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      return .failure(CredentialProblem(name: name, what: "is not UTF-8 text"))
    }
    if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
    if text.unicodeScalars.isEmpty {
      return .failure(CredentialProblem(name: name, what: "is empty"))
    }
    if text.unicodeScalars.contains(where: Self.isHidden) {
      return .failure(
        CredentialProblem(name: name, what: "holds control characters or a byte order mark"))
    }
    return .success(Credential(name: name, secret: text))
  }

  /// A credential's file: by its name, or as one of the folder that the shipped unit loads whole.
  ///
  /// systemd.exec(5): of a folder each file comes as the credential `ID_FILENAME`.
  private func path(_ name: String) -> String? {
    guard let folder else { return nil }
    return ["\(folder)/\(name)", "\(folder)/fifthcall_\(name)"]
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The bytes of a credential; nil for what is no plain file, such as a pipe that would keep the
  /// service waiting, or too large to be a secret.
  private static func contents(_ path: String) -> Data? {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard attributes?[.type] as? FileAttributeType == .typeRegular,
      let size = attributes?[.size] as? NSNumber, size.intValue <= 64 << 10
    else { return nil }
    return FileManager.default.contents(atPath: file)
  }

  /// Whether a scalar is a control, or one that nobody sees: no password was meant to hold it.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// A sentence for each credential whose source is younger than the copy that systemd made at the
  /// start, as far as the service may look there; the copies are never made anew while it runs.
  package func outdated(sources: String) -> [String] {
    guard let folder, folder != sources,
      let copies = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    return copies.sorted().compactMap { copy in
      let name = copy.hasPrefix("fifthcall_") ? String(copy.dropFirst(10)) : copy
      guard let made = Self.modified("\(folder)/\(copy)"),
        let source = Self.modified("\(sources)/\(name)"), source > made
      else { return nil }
      return "credential \(name) is older than its source \(sources)/\(name): the service reads "
        + "credentials at its start only; systemctl restart fifthcall"
    }
  }

  private static func modified(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }

  /// The environment variable of a credential: upper case, `-` as `_`.
  package static func variable(_ name: String) -> String {
    "FIFTHCALL_CREDENTIAL_" + name.uppercased().replacingOccurrences(of: "-", with: "_")
  }
}

/// Why a credential cannot be used; never holds the secret.
package struct CredentialProblem: Error, Sendable, CustomStringConvertible {
  /// The credential's name.
  package let name: String
  /// What is wrong.
  package let what: String

  /// A sentence that says where to put it.
  package var description: String {
    "credential \(name) \(what); put it into $CREDENTIALS_DIRECTORY/\(name) "
      + "or the environment variable \(CredentialStore.variable(name))"
  }
}

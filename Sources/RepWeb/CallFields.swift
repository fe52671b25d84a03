import CadenceModel

/// The fields of one call of a gateway: parameters, or the leaves of a JSON object by dotted path.
struct CallFields: Hashable, Sendable {
  /// Raw bytes: a text's character set stands in another field.
  var values: [String: [UInt8]] = [:]

  /// A field as text of the common kind; nil where it is missing, empty or no UTF-8.
  subscript(name: String) -> String? {
    guard let bytes = values[name], !bytes.isEmpty else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The parameters of a query or form; nil when they are damaged or one stands there twice.
  init?(form: ArraySlice<UInt8>) {
    for pair in form.split(separator: UInt8(ascii: "&")) {
      let sign = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = RequestTarget.percentDecoded(pair[..<sign], plusIsBlank: true),
        let value = RequestTarget.percentDecoded(pair[sign...].dropFirst(), plusIsBlank: true),
        let text = String(validating: name, as: UTF8.self), values[text] == nil
      else { return nil }
      values[text] = value
    }
  }

  /// The leaves of a JSON object.
  init(json: [(path: String, value: String)]) {
    for leaf in json { values[leaf.path] = Array(leaf.value.utf8) }
  }

  /// Adds what another source says; nil when both name the same field.
  func joined(_ other: CallFields) -> CallFields? {
    var all = self
    for (name, value) in other.values {
      guard all.values[name] == nil else { return nil }
      all.values[name] = value
    }
    return all
  }

  /// A text in the character set that other fields name.
  func text(_ hook: GatewayHook) -> String? {
    guard let bytes = values[hook.text] else { return nil }
    return Self.decode(bytes, charset: self[hook.charset] ?? "", coding: self[hook.coding] ?? "")
  }

  static func decode(_ bytes: [UInt8], charset: String, coding: String) -> String? {
    let name = charset.uppercased().filter { $0 != "-" && $0 != "_" }
    switch name {
    case "UTF16BE", "UCS2", "ISO10646UCS2", "UTF16", "UCS2BE": return utf16(bytes)
    case "ISO88591", "LATIN1", "WINDOWS1252", "CP1252": return latin(bytes)
    default: break
    }
    let plain = String(validating: bytes, as: UTF8.self)
    if coding == "2", name != "UTF8", plain == nil || bytes.contains(0) { return utf16(bytes) }
    return plain ?? latin(bytes)
  }

  private static func utf16(_ bytes: [UInt8]) -> String? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    return String(
      validating: units.first == 0xFEFF ? Array(units.dropFirst()) : units, as: UTF16.self)
  }

  private static func latin(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }
}

/// The identity of a touch: `customer/cadence/occurrence/step`, the same after every restart and edit.
package struct TouchID: Hashable, Sendable {
  /// Whom it is for.
  package let customer: CustomerID
  /// The cadence that asks for it.
  package let cadence: CadenceName
  /// Which time round, as ``Occurrence/text(festivals:)`` writes it.
  package let occurrence: String
  /// The step's number in its cadence, from 1.
  package let step: Int

  /// Puts an identity together from its parts.
  package init(customer: CustomerID, cadence: CadenceName, occurrence: String, step: Int) {
    self.customer = customer
    self.cadence = cadence
    self.occurrence = occurrence
    self.step = step
  }
}

extension TouchID: CustomStringConvertible {
  /// The four parts, percent-encoded and joined by `/`, as the contract's section 2 fixes it.
  package var description: String {
    "\(Self.encode(customer.text))/\(Self.encode(cadence.text))/\(Self.encode(occurrence))/\(step)"
  }

  /// Reads the text form back; nil when it has not four parts, or a bad escape or step number.
  package init?(text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, let step = Int(parts[3]), step > 0,
      let customer = Self.decode(parts[0]), let cadence = Self.decode(parts[1]),
      let occurrence = Self.decode(parts[2])
    else { return nil }
    self.init(
      customer: CustomerID(customer), cadence: CadenceName(cadence), occurrence: occurrence,
      step: step)
  }

  /// Percent-encodes every byte outside RFC 3986's unreserved characters.
  private static func encode(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isUnreserved) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(),
        let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
    }
    return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

/// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1).
enum GSMAlphabet {
  /// 1 for the default alphabet, 2 for the extension table, nil for everything else.
  static func septets(of scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x0A, 0x0D, 0x20...0x5A, 0x5F, 0x61...0x7A:
      // ASCII but for @ … ~: the codes differ, the characters are there; the grave accent is not.
      1
    case 0x0C, 0x5B...0x5E, 0x7B...0x7E, 0x20AC: 2
    default: others.contains(scalar) ? 1 : nil
    }
  }

  private static let others = Set(
    "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".unicodeScalars)
}

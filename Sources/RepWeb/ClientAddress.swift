/// Who called: the peer, or whom a trusted proxy names.
package enum ClientAddress {
  /// The last address of `X-Forwarded-For` that is not one of ours, where the peer is a proxy of ours.
  ///
  /// What stands before it was written by anybody. Long chains are not read.
  package static func of(peer: String, forwarded: String?, trusted: Set<String>) -> String {
    guard trusted.contains(peer), let forwarded else { return peer }
    let hops = forwarded.split(separator: ",").map { hop in
      String(hop.drop { $0 == " " }.prefix { $0 != " " })
    }
    guard hops.count <= 20, let last = hops.last(where: { !trusted.contains($0) }),
      (2...45).contains(last.utf8.count), last.utf8.allSatisfy(isAddressByte)
    else { return peer }
    return last
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }
  }
}

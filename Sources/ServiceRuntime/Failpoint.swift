import Glibc

/// Places at which a test can stop one loop of the service for ever, to see whether the watchdog
/// finds out; they exist in debug builds only.
package enum Failpoint {
  #if DEBUG
    private static let file: String? = unsafe getenv("FIFTHCALL_FREEZE").map {
      unsafe String(cString: $0)
    }
  #endif

  /// Never returns once the file that `FIFTHCALL_FREEZE` names holds this loop's name.
  package static func pass(_ loop: String) {
    #if DEBUG
      guard let file, let names = contents(of: file) else { return }
      if names.split(whereSeparator: \.isWhitespace).contains(where: { $0 == loop }) {
        while true { pause() }
      }
    #endif
  }

  #if DEBUG
    private static func contents(of path: String) -> String? {
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      var buffer = [UInt8](repeating: 0, count: 256)
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress, bytes.count)
      }
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
  #endif
}

import Glibc

/// How much more memory the process may map.
package enum AddressSpace {
  /// Bytes that a command needs which ends by itself (64 MiB): stacks of a few threads, and an arena.
  package static let forCommand = 64 << 20
  /// Bytes that the service needs (192 MiB), as measured: some 150 MiB with a thousand customers.
  package static let forService = 192 << 20

  /// Whether so many more bytes can be mapped just now.
  ///
  /// Where a thread gets no stack, libdispatch waits for ever for what the thread would have done. Who asks
  /// here first can say why instead. Nothing is taken: an empty mapping costs no memory.
  ///
  /// - Parameter bytes: how many, from 1.
  /// - Returns: whether there is room.
  package static func hasRoom(for bytes: Int) -> Bool {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let block = unsafe mmap(nil, bytes, PROT_NONE, flags, -1, 0), unsafe block != MAP_FAILED
    else { return false }
    unsafe munmap(block, bytes)
    return true
  }
}

import Glibc

/// How many more files the process may open.
package enum OpenFiles {
  /// What a command needs that ends by itself: config, journal, projection, event loop, one mail.
  package static let forCommand = 20
  /// What the service needs: besides, watches, signals, the web server's loops and its callers.
  package static let forService = 64

  /// Whether so many more files can be opened just now.
  ///
  /// libdispatch and the web server end the process with an illegal instruction when their event
  /// loops cannot be opened, in the midst of the work. Who asks here first can say why instead.
  ///
  /// - Parameter count: how many, from 0.
  /// - Returns: whether there is room.
  package static func hasRoom(for count: Int) -> Bool {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < count {
      let descriptor = dup(STDIN_FILENO)
      guard descriptor != -1 else { return false }
      opened.append(descriptor)
    }
    return true
  }
}

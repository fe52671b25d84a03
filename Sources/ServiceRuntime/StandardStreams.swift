import Glibc

/// The three streams that a program expects to find open.
package enum StandardStreams {
  /// Opens what the caller has closed of standard input, output and error, onto nothing.
  ///
  /// Otherwise the next file opened, a journal for instance, would get the number of standard
  /// error, and the log would be written into it. Call it before anything else is opened.
  package static func complete() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is the one that is missing: those below are open by now.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
    }
  }
}

import Glibc

/// Standard input, output and errors as the process was given them.
enum StandardDescriptors {
  /// Opens `/dev/null` for those that are closed, so that no file of ours takes their numbers and
  /// gets our messages.
  static func ensureOpen() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one; where even that fails, writing says so later.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
    }
  }

  /// Whether something can be read, or the other end was closed, within the time.
  static func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) != 0
  }
}

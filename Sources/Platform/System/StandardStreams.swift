import Glibc

/// Whole reads and writes on descriptors such as standard input and output.
package enum StandardStreams {
  /// How much one read asks for.
  package static let chunk = 64 * 1024

  /// Writes all bytes, unbuffered; blocks while the reader is slow.
  ///
  /// Failure: `.brokenPipe` when nobody reads any more (SIGPIPE must be ignored, see `Signals`).
  package static func write(_ fd: Int32, _ bytes: [UInt8]) throws(PlatformError) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes {
        Glibc.write(fd, $0.baseAddress! + done, $0.count - done)
      }
      if wrote >= 0 {
        done += wrote
      } else if errno == EAGAIN {
        waitFor(fd, Int16(POLLOUT))
      } else if errno != EINTR {
        throw PlatformError(errno: errno, doing: "write to \(name(of: fd))")
      }
    }
  }

  /// Reads to the end; more than `limit` bytes is `.tooLarge`.
  package static func readAll(_ fd: Int32, limit: Int) throws(PlatformError) -> [UInt8] {
    var result: [UInt8] = []
    while true {
      let part = try read(fd, count: chunk)
      if part.isEmpty { return result }
      guard result.count + part.count <= limit else {
        throw PlatformError(.tooLarge, "the input is larger than the limit of \(limit) bytes")
      }
      result += part
    }
  }

  /// Reads at most `count` bytes, waiting for the first; empty at the end.
  package static func read(_ fd: Int32, count: Int) throws(PlatformError) -> [UInt8] {
    while true {
      var got = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        got = Glibc.read(fd, buffer.baseAddress, count)
        filled = max(got, 0)
      }
      if got >= 0 { return bytes }
      if errno == EAGAIN {
        waitFor(fd, Int16(POLLIN))
      } else if errno != EINTR {
        throw PlatformError(errno: errno, doing: "read \(name(of: fd))")
      }
    }
  }

  private static func name(of fd: Int32) -> String {
    switch fd {
    case STDIN_FILENO: "standard input"
    case STDOUT_FILENO: "standard output"
    case STDERR_FILENO: "standard error"
    default: "descriptor \(fd)"
    }
  }

  private static func waitFor(_ fd: Int32, _ events: Int16) {
    var entry = pollfd(fd: fd, events: events, revents: 0)
    _ = poll(&entry, 1, -1)
  }
}

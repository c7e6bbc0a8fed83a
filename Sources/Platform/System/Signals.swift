import CPlatform
import Glibc

/// Signals as a stream.
package enum Signals {
  /// How many undelivered signals are kept; later ones replace the oldest.
  package static let bufferLimit = 16

  /// A thread for signals: those of the concurrency pool block all of them.
  private static let receiver = Result { () throws(PlatformError) in
    try Thread.start { yolo_signals_receive() }
  }

  /// Every delivery of these signals from now on; the default action is restored when the stream
  /// ends. A signal belongs to the stream that asked for it last.
  package static func stream(_ signals: [Int32]) throws(PlatformError) -> AsyncStream<Int32> {
    try receiver.get()
    let pipe = try Descriptor.pipe()
    try pipe.read.setNonBlocking()
    try pipe.write.setNonBlocking()
    for signal in signals where yolo_signal_catch(signal, pipe.write.raw) != 0 {
      throw PlatformError(errno: errno, doing: "catch signal \(signal)")
    }
    return AsyncStream(bufferingPolicy: .bufferingNewest(bufferLimit)) { continuation in
      let reader = Task {
        // Ends when the task is cancelled; a wait can otherwise not fail on an open pipe.
        while !Task.isCancelled, (try? await Reactor.shared.ready(pipe.read.raw, .readable)) != nil
        {
          var bytes = [UInt8](repeating: 0, count: bufferLimit)
          let count = read(pipe.read.raw, &bytes, bytes.count)
          for byte in bytes.prefix(max(count, 0)) { continuation.yield(Int32(byte)) }
        }
        for signal in signals { yolo_signal_release(signal, pipe.write.raw) }
        continuation.finish()
      }
      continuation.onTermination = { _ in reader.cancel() }
    }
  }

  /// Makes a write to a closed pipe fail with `.brokenPipe`, and one beyond a limit on file sizes
  /// with an error, instead of ending the process.
  package static func ignoreFailedWrites() throws(PlatformError) {
    for signal in [SIGPIPE, SIGXFSZ] {
      guard yolo_signal_ignore(signal) == 0 else {
        throw PlatformError(errno: errno, doing: "ignore signal \(signal)")
      }
    }
  }
}

/// Questions about the terminal.
package enum Terminal {
  package static func isTerminal(_ fd: Int32) -> Bool { isatty(fd) == 1 }

  /// The width of a terminal; nil for everything else, and where it does not know.
  package static func columns(_ fd: Int32) -> Int? {
    var size = winsize()
    guard ioctl(fd, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

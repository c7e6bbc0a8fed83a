import Glibc
import Platform

/// This program, started once more with the same standard streams.
enum SelfProcess {
  /// How a process ended.
  enum End: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// Starts it and waits for its end.
  static func run(_ arguments: [String], environment: [String: String]) throws -> End {
    var pid: pid_t = 0
    let variables = environment.map { "\($0)=\($1)" }
    let error = withPointers(["yolo"] + arguments) { argv in
      withPointers(variables) { posix_spawn(&pid, "/proc/self/exe", nil, nil, argv, $0) }
    }
    guard error == 0 else { throw PlatformError(errno: error, doing: "start this program again") }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    // wait(2): the low bits are the signal, the next ones the exit code.
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  private static func withPointers<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}

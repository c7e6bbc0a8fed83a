import CPlatform
import Glibc

/// Starting and reaping child processes.
enum Spawn {
  /// Starts `program` in its own process session with only `descriptors` open, as 0, 1, 2 ….
  ///
  /// Failure: also a NUL in an argument or variable, which no process can be given.
  static func start(
    program: String, argv: [String], environment: [String: String], directory: String?,
    descriptors: [Int32]
  ) throws(PlatformError) -> pid_t {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    guard !(argv + variables).contains(where: { $0.utf8.contains(0) }) else {
      throw PlatformError(
        .invalid, "could not start \(argv.first ?? program): an argument contains a NUL byte")
    }
    var pid: pid_t = 0
    let error = withPointers(argv) { argv in
      withPointers(variables) { variables in
        yolo_spawn(
          program, argv, variables, directory, descriptors, Int32(descriptors.count), &pid)
      }
    }
    guard error == 0 else {
      throw PlatformError(errno: error, doing: "start \(argv.first ?? program)")
    }
    return pid
  }

  /// Waits for a child's end without blocking a thread, then collects it.
  ///
  /// `collect` is called once the child has ended and must reap it.
  static func whenEnded(
    _ pid: pid_t, _ collect: @escaping @Sendable () -> Void
  ) throws(PlatformError) {
    let raw = yolo_pidfd_open(pid)
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "watch process \(pid)") }
    let descriptor = Descriptor(owning: raw)
    // Unstructured, because a child must be reaped even when nobody waits for it any more.
    Task.detached {
      do {
        try await Reactor.shared.ready(descriptor.raw, .readable)
      } catch { preconditionFailure("a process descriptor cannot be waited for: \(error)") }
      collect()
    }
  }

  private static func withPointers<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}

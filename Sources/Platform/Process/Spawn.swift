import CPlatform
import Glibc

/// Starting and reaping child processes.
enum Spawn {
  /// Starts `program` in its own process session with only `descriptors` open, as 0, 1, 2 ….
  ///
  /// A `blocked` signal waits until the program can hear it.
  /// Failure: also a NUL in an argument or variable, which no process can be given.
  static func start(
    program: String, argv: [String], environment: [String: String], directory: String?,
    descriptors: [Int32], blocked: Int32? = nil
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
          program, argv, variables, directory, descriptors, Int32(descriptors.count),
          blocked ?? 0, &pid)
      }
    }
    guard error == 0 else {
      throw PlatformError(errno: error, doing: "start \(argv.first ?? program)")
    }
    return pid
  }

  /// Calls `collect`, which must reap the child, once it has ended.
  static func whenEnded(_ pid: pid_t, _ collect: @escaping @Sendable () -> Void) {
    // Unstructured, because a child must be reaped even when nobody waits for it any more.
    Task.detached {
      if await !ended(pid) {
        // Where descriptors have run out a thread blocks; without threads either, the child stays
        // a zombie until this process ends, which harms nobody.
        guard (try? await Thread.run({ yolo_wait_ended(pid) })) == 0 else { return }
      }
      collect()
    }
  }

  /// Waits by a process descriptor, without blocking a thread; false where that is not possible.
  private static func ended(_ pid: pid_t) async -> Bool {
    let raw = yolo_pidfd_open(pid)
    guard raw >= 0 else { return false }
    let descriptor = Descriptor(owning: raw)
    // The caller has another way.
    return (try? await Reactor.shared.ready(descriptor.raw, .readable)) != nil
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

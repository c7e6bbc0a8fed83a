import Glibc

/// A dedicated thread of our own, for what blocks.
enum Thread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a detached thread that runs `body`.
  static func start(_ body: @escaping @Sendable () -> Void) throws(PlatformError) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Body(body))
    let entry: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
      if let pointer = $0 { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }
    let error = pthread_create(&thread, nil, entry, argument.toOpaque())
    guard error == 0 else {
      argument.release()
      throw PlatformError(errno: error, doing: "start a thread")
    }
    pthread_detach(thread)
  }

  /// Runs a blocking call on a thread of its own, so that the cooperative pool is not starved.
  static func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async throws(PlatformError) -> T
  {
    let result: Result<T, PlatformError> = await withCheckedContinuation { continuation in
      do throws(PlatformError) {
        try start { continuation.resume(returning: .success(body())) }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }
}

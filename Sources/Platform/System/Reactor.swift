import CPlatform
import Glibc
import Synchronization

/// The one thread of the process that waits for descriptors, by epoll.
package final class Reactor: Sendable {
  /// What a descriptor is waited for; a hang-up counts as both.
  package enum Interest: Int32, Sendable { case readable, writable }

  package static let shared = Reactor()

  private enum Wait {
    case announced
    case waiting(fd: Int32, CheckedContinuation<Int32, Never>)
  }
  private struct State {
    var next: UInt64 = 0
    var waits: [UInt64: Wait] = [:]
  }

  private let epoll: Int32
  private let failure: PlatformError?
  private let state = Mutex(State())

  private init() {
    epoll = yolo_epoll_create()
    guard epoll >= 0 else {
      failure = PlatformError(errno: errno, doing: "create an epoll descriptor")
      return
    }
    var problem: PlatformError?
    let epoll = epoll
    do throws(PlatformError) {
      try Thread.start { while true { Reactor.turn(epoll) } }
    } catch { problem = error }
    failure = problem
  }

  /// Suspends until `fd` is ready, hung up or failed, or the task is cancelled.
  ///
  /// One wait at a time for a descriptor, which must stay open until this returns.
  @concurrent package func ready(_ fd: Int32, _ interest: Interest) async throws(PlatformError) {
    if let failure { throw failure }
    let token = state.withLock { state in
      state.next += 1
      state.waits[state.next] = .announced
      return state.next
    }
    let error = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        register(token, fd, interest, continuation)
      }
    } onCancel: {
      cancel(token)
    }
    guard error == 0 else { throw PlatformError(errno: error, doing: "wait for descriptor \(fd)") }
  }

  private func register(
    _ token: UInt64, _ fd: Int32, _ interest: Interest,
    _ continuation: CheckedContinuation<Int32, Never>
  ) {
    let error: Int32? = state.withLock { state in
      guard state.waits[token] != nil else { return 0 }
      guard yolo_epoll_add(epoll, fd, interest.rawValue, token) == 0 else {
        state.waits[token] = nil
        return errno
      }
      state.waits[token] = .waiting(fd: fd, continuation)
      return nil
    }
    if let error { continuation.resume(returning: error) }
  }

  /// Ends a wait, because the descriptor is ready or the task was cancelled.
  private func cancel(_ token: UInt64) {
    let wait = state.withLock { state -> Wait? in
      let wait = state.waits.removeValue(forKey: token)
      // Removed under the lock, while the waiting task still keeps the descriptor open.
      if case .waiting(let fd, _) = wait { yolo_epoll_remove(epoll, fd) }
      return wait
    }
    if case .waiting(_, let continuation) = wait { continuation.resume(returning: 0) }
  }

  private static func turn(_ epoll: Int32) {
    var tokens = [UInt64](repeating: 0, count: 64)
    let count = yolo_epoll_wait(epoll, &tokens, Int32(tokens.count))
    for token in tokens.prefix(Int(max(count, 0))) { shared.cancel(token) }
  }
}

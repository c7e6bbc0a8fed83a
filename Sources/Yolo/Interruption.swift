import Glibc
import Platform
import Synchronization

/// The signals that end a run: the first one orderly, the second one at once.
final class Interruption: Sendable {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private struct State {
    var signal: Int32?
    var end: (@Sendable () async -> Void)?
  }
  private final class Shared: Sendable {
    let state = Mutex(State())
  }

  private let shared = Shared()
  private let watcher: Task<Void, Never>

  /// Takes the signals from now on.
  init() throws {
    let stream = try Signals.stream(Self.signals)
    let shared = shared
    watcher = Task {
      for await signal in stream {
        let end = shared.state.withLock { state in
          if state.signal != nil { _exit(128 + signal) }
          state.signal = signal
          return state.end
        }
        // Not awaited, so that a second signal is heard meanwhile.
        Task { await end?() }
      }
    }
  }

  /// The signal that came first; nil where none did.
  var signal: Int32? { shared.state.withLock { $0.signal } }

  /// What the first signal does from here on; done at once where it came already.
  func onSignal(_ end: @escaping @Sendable () async -> Void) async {
    let isLate = shared.state.withLock { state in
      state.end = end
      return state.signal != nil
    }
    if isLate { await end() }
  }

  /// Lets signals have their usual effect again.
  func stop() { watcher.cancel() }
}

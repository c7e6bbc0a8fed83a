import Events
import Runtime
import Synchronization
import Wire

/// Stands for the end of a process: once it has blown, nothing more can happen.
struct Blown: Error {}

/// The world outside of the runtime: it survives every process of a scenario.
final class Stage: Sendable {
  struct State {
    var files: [String: String] = [:]
    /// How often each named effect happened.
    var effects: [String: Int] = [:]
    /// Commands by attempt: a claim, and the outcome once there is one.
    var claims: Set<String> = []
    var voided: Set<String> = []
    var outcomes: [String: String] = [:]
    /// How often each model step has failed.
    var failures: [Int: Int] = [:]
    /// Operations of the present process so far, and the one at which it dies.
    var operations = 0
    var fuse: Int?
    var isBlown = false
  }

  private let state = Mutex(State())

  func callAsFunction<Value>(_ change: (inout State) -> Value) -> Value {
    state.withLock { change(&$0) }
  }

  /// One point at which the process may die.
  func point() throws {
    let isBlown = self { state in
      state.operations += 1
      if let fuse = state.fuse, state.operations >= fuse { state.isBlown = true }
      return state.isBlown
    }
    if isBlown { throw Blown() }
  }

  /// A new process that dies at its `fuse`-th operation, or lives.
  func startProcess(fuse: Int?) {
    self { state in
      state.operations = 0
      state.fuse = fuse
      state.isBlown = false
    }
  }

  var isBlown: Bool { self { $0.isBlown } }

  func happen(_ effect: String) { self { $0.effects[effect, default: 0] += 1 } }
}

/// A store whose process can die before and after everything it does.
final class MortalStore: Store {
  private let inner: any Store
  private let stage: Stage
  private let owned = Mutex<Set<SessionID>>([])
  let appends = Mutex(0)
  /// Told of every commit, by its number in this process.
  let committed = Mutex<(@Sendable (Int) -> Void)?>(nil)

  init(_ inner: any Store, _ stage: Stage) {
    self.inner = inner
    self.stage = stage
  }

  private func mortal<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      try stage.point()
      let value = try work()
      try stage.point()
      return value
    } catch is Blown {
      throw StoreError(code: .io, message: "the process has died")
    }
  }

  /// Ownership ends with the process, that is with this object.
  func own(_ session: SessionID) throws -> (any Ownership)? {
    owned.withLock { $0.insert(session).inserted } ? Held() : nil
  }

  private final class Held: Ownership {
    func release() {}
  }

  func append(_ batch: Batch) throws {
    try mortal { try inner.append(batch) }
    let number = appends.withLock { count in
      count += 1
      return count
    }
    committed.withLock { $0 }?(number)
  }

  func events(of session: SessionID, after sequence: Int, limit: Int) throws -> [Event] {
    try inner.events(of: session, after: sequence, limit: limit)
  }

  func sessions(in directory: String?) throws -> [SessionSummary] {
    try inner.sessions(in: directory)
  }

  func summary(of session: SessionID) throws -> SessionSummary? {
    try inner.summary(of: session)
  }

  func post(_ command: Command, to session: SessionID) throws {
    try inner.post(command, to: session)
  }

  func inbox(of session: SessionID) throws -> [InboxEntry] { try inner.inbox(of: session) }

  func wakeups(of session: SessionID) throws -> AsyncStream<Void> { AsyncStream { _ in } }

  func putBlob(_ bytes: [UInt8], mediaType: String) throws -> String {
    try mortal { try inner.putBlob(bytes, mediaType: mediaType) }
  }

  func blob(_ hash: String) throws -> [UInt8]? { try inner.blob(hash) }

  func appendScratch(
    _ bytes: [UInt8], of message: MessageID, in session: SessionID
  ) throws {
    try mortal { try inner.appendScratch(bytes, of: message, in: session) }
  }

  func scratch(of message: MessageID, in session: SessionID) throws -> [UInt8]? {
    try inner.scratch(of: message, in: session)
  }

  func dropScratch(of message: MessageID, in session: SessionID) throws {
    try mortal { try inner.dropScratch(of: message, in: session) }
  }

  func attemptDirectory(of call: CallID, attempt: Int, in session: SessionID) -> String {
    inner.attemptDirectory(of: call, attempt: attempt, in: session)
  }
}

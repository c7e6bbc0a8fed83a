public import Events
import Synchronization
import Wire

/// A store that lives as long as the object: for embedders without a disk, and for tests.
///
/// Guarantees: those of `Store` except durability. Sessions, builders and owners may come and go
/// over one object. It does no I/O; `attemptDirectory` only names a path below `spools`.
public final class MemoryStore: Store {
  private let spools: String
  private let state = Mutex(State())

  /// Makes an empty store; `spools` is the absolute directory below which commands put their files.
  public init(spools: String) {
    self.spools = spools
  }

  public func own(_ session: SessionID) throws -> (any Ownership)? {
    state.withLock { $0.owned.insert(session).inserted }
      ? MemoryOwnership { [weak self] in
        self?.state.withLock { _ = $0.owned.remove(session) }
        self?.wake(session)
      } : nil
  }

  public func append(_ batch: Batch) throws {
    batch.requireWellFormed()
    try state.withLock { state in
      let last = state.logs[batch.session]?.count ?? 0
      guard last == batch.expectedLast else { throw StoreError.conflict(batch, found: last) }
      if let event = batch.events.first(where: { state.eventIDs.contains($0.id) }) {
        throw StoreError(code: .io, message: "could not record: \(event.id) is recorded already")
      }
      state.eventIDs.formUnion(batch.events.map(\.id))
      state.logs[batch.session, default: []] += batch.events
      state.summaries[batch.session] = batch.summary
      let consumed = Set(batch.consumed)
      state.inboxes[batch.session]?.removeAll { consumed.contains($0.id) }
    }
    wake(batch.session)
  }

  public func events(of session: SessionID, after sequence: Int, limit: Int) throws -> [Event] {
    state.withLock { Array(($0.logs[session] ?? []).dropFirst(max(sequence, 0)).prefix(limit)) }
  }

  public func sessions(in directory: String?) throws -> [SessionSummary] {
    state.withLock { state in
      state.summaries.values
        .filter { directory == nil || $0.cwd == directory }
        .sorted { $0.isListedBefore($1) }
        .map(state.withStatus)
    }
  }

  public func summary(of session: SessionID) throws -> SessionSummary? {
    state.withLock { state in state.summaries[session].map(state.withStatus) }
  }

  public func post(_ command: Command, to session: SessionID) throws {
    state.withLock { state in
      let waiting = state.inboxes[session] ?? []
      if let key = command.inputKey, waiting.contains(where: { $0.command.inputKey == key }) {
        return
      }
      state.lastInboxID += 1
      state.inboxes[session] = waiting + [InboxEntry(id: state.lastInboxID, command: command)]
    }
    wake(session)
  }

  public func inbox(of session: SessionID) throws -> [InboxEntry] {
    state.withLock { $0.inboxes[session] ?? [] }
  }

  public func wakeups(of session: SessionID) throws -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let token = state.withLock { state in
      state.lastToken += 1
      state.wakers[session, default: [:]][state.lastToken] = continuation
      return state.lastToken
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.wakers[session]?.removeValue(forKey: token) }
    }
    return stream
  }

  public func putBlob(_ bytes: [UInt8], mediaType: String) throws -> String {
    let hash = SHA256.hex(bytes)
    state.withLock { $0.blobs[hash] = bytes }
    return hash
  }

  public func blob(_ hash: String) throws -> [UInt8]? {
    state.withLock { $0.blobs[hash] }
  }

  public func appendScratch(
    _ bytes: [UInt8], of message: MessageID, in session: SessionID
  ) throws {
    state.withLock {
      $0.scratch[ScratchKey(session: session, message: message), default: []] += bytes
    }
  }

  public func scratch(of message: MessageID, in session: SessionID) throws -> [UInt8]? {
    state.withLock { $0.scratch[ScratchKey(session: session, message: message)] }
  }

  public func dropScratch(of message: MessageID, in session: SessionID) throws {
    state.withLock { $0.scratch[ScratchKey(session: session, message: message)] = nil }
  }

  public func attemptDirectory(of call: CallID, attempt: Int, in session: SessionID) -> String {
    "\(spools)/\(session)/\(call).\(attempt)"
  }

  private func wake(_ session: SessionID) {
    let waiting = state.withLock { $0.wakers[session].map { Array($0.values) } ?? [] }
    // Outside the lock: a consumer may run at once and ask for something.
    for continuation in waiting { continuation.yield() }
  }
}

extension MemoryStore {
  private struct ScratchKey: Hashable {
    var session: SessionID
    var message: MessageID
  }

  private struct State {
    var logs: [SessionID: [Event]] = [:]
    var eventIDs: Set<EventID> = []
    var summaries: [SessionID: SessionSummary] = [:]
    var owned: Set<SessionID> = []
    var inboxes: [SessionID: [InboxEntry]] = [:]
    var lastInboxID = 0
    var wakers: [SessionID: [Int: AsyncStream<Void>.Continuation]] = [:]
    var lastToken = 0
    var blobs: [String: [UInt8]] = [:]
    var scratch: [ScratchKey: [UInt8]] = [:]

    func withStatus(_ summary: SessionSummary) -> SessionSummary {
      summary.withStatus(isOwned: owned.contains(summary.id))
    }
  }
}

/// The right to append to a session of a `MemoryStore`.
private final class MemoryOwnership: Ownership {
  private let letGo: Mutex<(@Sendable () -> Void)?>

  init(letGo: @escaping @Sendable () -> Void) {
    self.letGo = Mutex(letGo)
  }

  deinit { release() }

  func release() {
    let action = letGo.withLock { action in
      defer { action = nil }
      return action
    }
    action?()
  }
}

public import Events
import Synchronization

/// The process: opens sessions and answers look-ups.
///
/// Guarantee: within one host a session is opened once; opening it again gives the same one, until
/// that is closed or its log cannot be used.
public actor Host: HostPort {
  nonisolated let kit: Kit
  nonisolated let store: any Store
  nonisolated let defaults: SessionDefaults
  nonisolated let world: World
  private var sessions: [SessionID: any OpenSession] = [:]
  /// What is being opened right now: whoever asks meanwhile is given the same.
  private var opening: [SessionID: Task<any OpenSession, any Error>] = [:]

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    world.executor.asUnownedSerialExecutor()
  }

  init(kit: Kit, store: any Store, defaults: SessionDefaults, world: World) {
    self.kit = kit
    self.store = store
    self.defaults = defaults
    self.world = world
  }

  /// Failure: `HostError`, or `StoreError` where the log cannot be used.
  public func open(_ request: OpenRequest) async throws -> any SessionPort {
    switch request.source {
    case .new:
      let session = make(request)
      sessions[session.id] = session
      return session
    case .resume(let id): return try await reopen(id, request)
    case .fork(let id, let sequence):
      let copy = try fork(id, at: sequence)
      let session = try await resume(copy, request)
      sessions[copy] = session
      return session
    }
  }

  public func ask(_ query: Query) async throws -> Answer {
    switch query {
    case .sessions(let directory): return .sessions(try store.sessions(in: directory))
    case .sessionsMatching(let text):
      let matching = try store.sessions(in: nil).filter { $0.matches(text) }
      let exact = matching.filter { $0.id.text == text || $0.title == text }
      return .sessions(exact.count == 1 ? exact : matching)
    }
  }

  /// What the model is sent next, byte for byte.
  public func inspect(_ id: SessionID) async throws -> ModelRequest {
    if let session = sessions[id] as? Session { return try await session.inspect() }
    let log = try store.log(of: id)
    guard !log.isEmpty else { throw HostError.notFound(id) }
    return try await session(
      SessionState(id: id, log: log), summary: nil, ownership: nil,
      OpenRequest(source: .resume(id))
    ).inspect()
  }

  /// Ends every run, all at the same time: running calls are cancelled and recorded, open turns
  /// stay open.
  public func close() async {
    let open = sessions.values
    sessions = [:]
    await withTaskGroup(of: Void.self) { group in
      for session in open { group.addTask { await session.close() } }
    }
  }

  func isOpen(_ id: SessionID?) async -> Bool {
    guard let id, let session = sessions[id] else { return false }
    return await !session.isOver
  }

  func letGo(_ id: SessionID) async { await sessions.removeValue(forKey: id)?.close() }

  // MARK: Sessions

  private func make(_ request: OpenRequest) -> Session {
    let id: SessionID = world.newID()
    let started = SessionStarted(
      cwd: request.cwd ?? defaults.cwd, roots: defaults.roots,
      provider: request.provider ?? defaults.provider, model: request.model ?? defaults.model,
      effort: request.effort ?? defaults.effort, yoloVersion: defaults.version)
    return session(
      SessionState(id: id), summary: nil, ownership: nil, request,
      opening: [.sessionStarted(started)])
  }

  private func reopen(_ id: SessionID, _ request: OpenRequest) async throws -> any OpenSession {
    if let underway = opening[id] { return try await underway.value }
    let task = Task<any OpenSession, any Error> {
      defer { opening[id] = nil }
      if let open = sessions[id] {
        if await !open.isOver { return open }
        await open.close()
      }
      let session = try await resume(id, request)
      sessions[id] = session
      return session
    }
    opening[id] = task
    return try await task.value
  }

  private func resume(_ id: SessionID, _ request: OpenRequest) async throws -> any OpenSession {
    guard let own = try store.own(id) else {
      if request.contention == .fail { throw HostError.drivenElsewhere(id) }
      return Follower(id: id, store: store, world: world) { [weak self] own, keys in
        guard let self else { throw CancellationError() }
        return try await self.drive(id, own, request, keys)
      }
    }
    return try await drive(id, own, request)
  }

  private func drive(
    _ id: SessionID, _ own: any Ownership, _ request: OpenRequest, _ ownKeys: Set<String> = []
  ) async throws -> Session {
    // Only an owner may rely on the log as it is.
    let log = try store.log(of: id)
    guard !log.isEmpty else {
      own.release()
      throw HostError.notFound(id)
    }
    let state = SessionState(id: id, log: log)
    let session = session(
      state, summary: try store.summary(of: id), ownership: own, request, ownKeys: ownKeys)
    do {
      try await session.resume(request.continuing, changes: request.changes(to: state))
    } catch {
      await session.close()
      throw error
    }
    return session
  }

  func session(
    _ state: SessionState, summary: SessionSummary?, ownership: (any Ownership)?,
    _ request: OpenRequest, opening: [Fact] = [], ownKeys: Set<String> = []
  ) -> Session {
    let now = world.now()
    let summary =
      summary
      ?? SessionSummary(id: state.id, kind: request.kind, createdAt: now, updatedAt: now)
    return Session(
      state: state, summary: summary, ownership: ownership, opening: opening,
      extent: request.kind == .oneShot ? .oneInput : .open, ownKeys: ownKeys,
      iterationLimit: request.maxTurns ?? defaults.maxTurns, kit: kit, store: store, world: world)
  }
}

/// A session as its host knows it.
protocol OpenSession: SessionPort {
  /// Whether it takes no more commands.
  var isOver: Bool { get async }
}

extension OpenRequest {
  /// What a request changes of a session that exists already.
  fileprivate func changes(to state: SessionState) -> SessionUpdated? {
    guard let settings = state.settings else { return nil }
    let changes = SessionUpdated(
      provider: provider == settings.provider ? nil : provider,
      model: model == settings.model ? nil : model,
      effort: effort == settings.effort ? nil : effort,
      cwd: cwd == settings.cwd ? nil : cwd)
    return changes == SessionUpdated() ? nil : changes
  }
}

extension SessionSummary {
  /// Hex digits of an id ending that are enough to look a session up.
  static let endingLength = 4

  /// Whether a person may mean this session: its id, an ending of it, or its title.
  fileprivate func matches(_ text: String) -> Bool {
    id.text == text || title == text
      || text.utf8.count >= Self.endingLength
        && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        && id.text.hasSuffix(text)
  }
}

/// Why a session could not be opened.
public struct HostError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable { case notFound, drivenElsewhere, invalid }

  public var code: Code
  public var message: String

  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  static func notFound(_ id: SessionID) -> HostError {
    HostError(code: .notFound, message: "there is no session \(id)")
  }

  static func drivenElsewhere(_ id: SessionID) -> HostError {
    HostError(
      code: .drivenElsewhere, message: "session \(id.short) is driven by another process")
  }
}

public import Events
import Wire

/// One session and the only writer of its log.
///
/// Everything it does is `record` or the consequence of `due`: a fresh session and one that is
/// resumed after a crash run the same `advance`.
public actor Session: OpenSession {
  public nonisolated let id: SessionID
  nonisolated let world: World
  nonisolated let store: any Store
  nonisolated let kit: Kit
  let iterationLimit: Int
  nonisolated let feed: Feed
  private let extent: Extent

  private(set) var state: SessionState
  private var summary: SessionSummary
  var ownership: (any Ownership)?
  var flights: [Effect.Subject: Task<Void, Never>] = [:]
  private var touches: [CallID: Touches] = [:]
  var failure: StoreError?
  private(set) var isClosing = false
  /// Looked at only: nothing is driven until this process submits an input.
  var isHeld = false
  /// The keys of the inputs that were submitted in this process.
  var ownKeys: Set<String>
  var inboxReader: Task<Void, Never>?
  private var composition: (hash: String, value: Composition)?
  /// The wait before a retry, which `retryNow` ends.
  var retryWait: Task<Void, any Error>?
  /// Facts to be recorded before the first input, while the session has no log yet.
  private var opening: [Fact]

  /// How far a session is driven here.
  enum Extent {
    case open
    /// To the end of the turn that answers this process's own input; what others queued behind it
    /// is left to them.
    case oneInput
  }

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    world.executor.asUnownedSerialExecutor()
  }

  deinit { inboxReader?.cancel() }

  init(
    state: SessionState, summary: SessionSummary, ownership: (any Ownership)?, opening: [Fact],
    extent: Extent, ownKeys: Set<String>, iterationLimit: Int, kit: Kit, store: any Store,
    world: World
  ) {
    id = state.id
    feed = Feed(lastSequence: state.lastSequence)
    self.extent = extent
    self.ownKeys = ownKeys
    self.state = state
    self.summary = summary
    self.ownership = ownership
    self.opening = opening
    self.iterationLimit = iterationLimit
    self.kit = kit
    self.store = store
    self.world = world
  }

  // MARK: Recording

  /// Durable first, visible second; synchronous, so that what is committed and what is applied
  /// have one order.
  ///
  /// Failure: `StoreError`; the session has stopped then and nothing was applied.
  func record(_ facts: [Fact], consuming consumed: [InboxEntry.ID] = []) throws(StoreError) {
    if let failure { throw failure }
    var recording = Recording(after: state)
    for fact in opening + facts { recording.add(kit.redact(fact), world: world) }
    var summary = self.summary
    for event in recording.events { summary.apply(event) }
    summary.status = recording.isOpen ? .running : .idle
    let rewound = try rewoundLog(recording.events)
    if let rewound { summary.restate(Timeline.live(rewound)) }
    try stored {
      try begin()
      try store.append(
        Batch(
          session: id, expectedLast: state.lastSequence, events: recording.events,
          summary: summary, consumed: consumed))
    }
    opening = []
    self.summary = summary
    let wasOpen = state.turn != nil
    for event in recording.events { state.apply(event) }
    if let rewound { state = SessionState(id: id, log: rewound) }
    if wasOpen, state.turn == nil { turnEnded() }
    feed.publish(recording.events)
  }

  /// The whole log with these events, where one of them abandons a part of it.
  private func rewoundLog(_ events: [Event]) throws(StoreError) -> [Event]? {
    let isRewind = events.contains { if case .sessionRewound = $0.fact { true } else { false } }
    return isRewind ? try stored { try store.log(of: id) } + events : nil
  }

  /// A session comes into being with its first fact: a launch without input leaves nothing.
  private func begin() throws {
    guard ownership == nil else { return }
    guard let own = try store.own(id) else {
      throw StoreError(code: .busy, message: "session \(id.short) is driven by another process")
    }
    ownership = own
    readInbox()
  }

  /// Uses the store; where that fails, the session has stopped.
  func stored<Value>(_ use: () throws -> Value) throws(StoreError) -> Value {
    do {
      return try use()
    } catch {
      let error = error as? StoreError ?? StoreError(code: .io, message: "\(error)")
      halt(error)
      throw error
    }
  }

  /// The log cannot be used any more: everything ends, and what is durable stays as it is.
  func halt(_ error: StoreError) {
    failure = error
    for flight in flights.values { flight.cancel() }
    feed.end(error)
  }

  // MARK: Driving

  /// Starts whatever is owed and can start now; called after everything that changes the state.
  func advance() {
    do {
      while failure == nil, !isClosing, !isHeld {
        let inFlight = Set(flights.keys)
        let due = state.due(inFlight: inFlight, iterationLimit: iterationLimit)
        let calls = state.turn?.calls ?? []
        let admitted = admit(due, calls: calls, inFlight: inFlight, touches: touched)
        guard let effect = admitted.first else { return }
        if try !settleAtOnce(effect) { launch(effect) }
      }
    } catch {
      // `record` has stopped the session and told every follower why.
      return
    }
  }

  /// Performs effects that are facts alone; false where the world is needed.
  private func settleAtOnce(_ effect: Effect) throws(StoreError) -> Bool {
    guard let turn = state.turn else { return false }
    switch effect {
    case .recoverAnswer(let message): try recoverAnswer(message, in: turn)
    case .answerFailure: try answerFailure(turn)
    case .settle(let id, let settlement): try settle(id, settlement)
    case .endTurn(let ending): try record(state.ending(ending, of: turn, at: world.now()))
    case .startTurn, .callModel, .run, .finish, .adopt, .inspect: return false
    }
    return true
  }

  private func turnEnded() {
    touches = [:]
    guard extent == .oneInput, !ownKeys.isEmpty else { return }
    if !state.queue.contains(where: { ownKeys.contains($0.inputKey) }) { hold() }
  }

  /// Drives nothing from here on.
  func hold() { isHeld = true }

  private func launch(_ effect: Effect) {
    let subject = effect.subject
    let flight = Task(executorPreference: world.pool) {
      await self.perform(effect)
      await self.landed(subject)
    }
    flights[subject] = flight
    // What an interrupted turn still waits for is to be ended, not awaited.
    if state.turn?.interruptedBy != nil, case .adopt = effect { flight.cancel() }
  }

  private func landed(_ subject: Effect.Subject) {
    flights[subject] = nil
    readInbox()
    advance()
  }

  private func perform(_ effect: Effect) async {
    do throws(StoreError) {
      switch effect {
      case .startTurn(let message): try await startTurn(for: message)
      case .callModel(let moment): try await callModel(notBefore: moment)
      case .run(let id, let attempt): try await run(id, attempt: attempt)
      case .finish(let id): try await finish(id, .running)
      case .adopt(let id): try await finish(id, .adopting)
      case .inspect(let id): try await inspect(id)
      case .recoverAnswer, .answerFailure, .settle, .endTurn: break
      }
    } catch {
      // `record` has stopped the session and told every follower why.
      return
    }
  }

  /// What a call touches, worked out once from its arguments.
  private func touched(_ id: CallID) -> Touches {
    if let known = touches[id] { return known }
    guard let call = state.turn?.calls.first(where: { $0.call.id == id })?.call else {
      return .barrier
    }
    let value = kit.touches(call, state.workspace)
    touches[id] = value
    return value
  }

  // MARK: Ending

  /// Whether it takes no more commands: it is closed, or its log cannot be used.
  var isOver: Bool { isClosing || failure != nil }

  public func close() async {
    isClosing = true
    for flight in flights.values { flight.cancel() }
    while let flight = flights.values.first { await flight.value }
    suspend()
    inboxReader?.cancel()
    ownership?.release()
    ownership = nil
    feed.end(nil)
  }

  /// Says that the turn was left open on purpose: such an end is no death, and counts for nothing.
  private func suspend() {
    guard ownership != nil, !isHeld, let turn = state.turn else { return }
    // Where even this cannot be recorded, the next driver finds the turn as after a crash.
    try? record([.sessionSuspended(SessionSuspended(turnID: turn.id, driver: world.driver))])
  }

  /// The events that the first record of a new session will begin with.
  func openingEvents() -> [Event] {
    var recording = Recording(after: state)
    for fact in opening { recording.add(fact, world: world) }
    return recording.events
  }

  // MARK: What the turn was composed of

  func composed(_ hash: String) throws(StoreError) -> Composition {
    if let composition, composition.hash == hash { return composition.value }
    let value = try stored {
      guard let bytes = try store.blob(hash) else {
        throw StoreError(
          code: .corrupt, message: "the prompt of the open turn (blob \(hash)) is missing")
      }
      do { return try Composition(bytes: bytes) } catch {
        throw StoreError(
          code: .corrupt,
          message: "the prompt of the open turn (blob \(hash)) cannot be read: \(error)")
      }
    }
    composition = (hash, value)
    return value
  }

  /// Waits until a moment, or until `retryNow`; false where the flight was cancelled.
  func wait(until moment: Timestamp) async -> Bool {
    // A clock that was set back since must not make it longer than any wait can be.
    let delay = min(moment.duration(since: world.now()), Limits.retryTotal)
    guard delay > .zero else { return !Task.isCancelled }
    let world = world
    let wait = Task(executorPreference: world.pool) { try await world.sleep(delay) }
    retryWait = wait
    await withTaskCancellationHandler {
      // A wait that is ended early is a wait that is over.
      _ = try? await wait.value
    } onCancel: {
      wait.cancel()
    }
    retryWait = nil
    return !Task.isCancelled
  }

}

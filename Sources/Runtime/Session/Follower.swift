import Events
import Synchronization
import Wire

/// A session that another process drives: commands go through its inbox, events come from its log.
/// When the driver is gone, this process takes over.
actor Follower: OpenSession {
  nonisolated let id: SessionID
  private let store: any Store
  private nonisolated let world: World
  private let takeOver: @Sendable (any Ownership, _ ownKeys: Set<String>) async throws -> Session
  /// The inputs that were submitted here, by key.
  private var ownKeys: Set<String> = []
  private var session: Session?
  private var isClosed = false

  /// How often a follower looks whether the driver is still there, since the kernel frees its lock
  /// without telling anybody, and what has arrived of an answer.
  static let driverCheck = Duration.milliseconds(250)

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    world.executor.asUnownedSerialExecutor()
  }

  init(
    id: SessionID, store: any Store, world: World,
    takeOver: @escaping @Sendable (any Ownership, Set<String>) async throws -> Session
  ) {
    self.id = id
    self.store = store
    self.world = world
    self.takeOver = takeOver
  }

  /// Leaves the command with the driver; a prompt is answered when the driver has recorded it.
  func submit(_ command: Command) async -> Receipt {
    if isClosed { return .refused("the session is closed") }
    if let session { return await session.submit(command) }
    do {
      let watch = try watch()
      if let key = command.inputKey { ownKeys.insert(key) }
      try store.post(command, to: id)
      guard case .prompt(_, _, let key) = command else { return .recorded(sequence: 0) }
      return try await receipt(for: key, watch)
    } catch {
      return .failed("\(error)")
    }
  }

  private func receipt(for key: String, _ watch: Watch) async throws -> Receipt {
    var sequence = 0
    while !isClosed {
      let isWaiting = try store.inbox(of: id).contains { $0.command.inputKey == key }
      let events = try store.events(of: id, after: sequence, limit: Limits.updatePage)
      sequence = events.last?.sequence ?? sequence
      for event in events {
        if case .inputMessage(let input) = event.fact, input.inputKey == key {
          return .recorded(sequence: event.sequence)
        }
      }
      if !events.isEmpty { continue }
      if !isWaiting { return .refused("the process that drives the session did not accept it") }
      if try await drive() == nil { await watch.bell.wait() }
    }
    // What nobody waits for any more is not to be answered either, unless it is already.
    try store.post(.withdraw(key: key), to: id)
    return .refused("the session was closed before its driver took the input; it was taken back")
  }

  func updates(after sequence: Int) async -> Updates {
    do {
      let watch = try watch()
      let cursor = Cursor(after: sequence)
      // An answer that is arriving already began at one of the last events.
      let recent = max(0, sequence - Limits.updatePage)
      for event in try store.events(of: id, after: recent, limit: sequence - recent) {
        cursor.passed(event)
      }
      return Updates { [weak self] in try await self?.pull(cursor, watch) }
    } catch {
      return Updates { throw error }
    }
  }

  private func pull(_ cursor: Cursor, _ watch: Watch) async throws -> Update? {
    while !isClosed, !Task.isCancelled {
      if let event = cursor.next() { return .event(event) }
      if let inner = cursor.inner {
        var iterator = inner.makeAsyncIterator()
        return try await iterator.next()
      }
      let events = try store.events(of: id, after: cursor.sequence, limit: Limits.updatePage)
      if !events.isEmpty {
        cursor.fill(events)
      } else if let session = try await drive() {
        cursor.follow(await session.updates(after: cursor.sequence))
      } else if let preview = cursor.preview(of: try arriving(cursor.message)) {
        return .preview(preview)
      } else {
        await watch.bell.wait()
      }
    }
    return nil
  }

  /// What has been received of an answer so far.
  private func arriving(_ message: MessageID?) throws -> [UInt8] {
    try message.flatMap { try store.scratch(of: $0, in: id) } ?? []
  }

  /// Our own session, where the driver is gone.
  private func drive() async throws -> Session? {
    if let session { return session }
    guard let own = try store.own(id) else { return nil }
    let session = try await takeOver(own, ownKeys)
    self.session = session
    if isClosed { await session.close() }
    return session
  }

  private func watch() throws -> Watch {
    Watch(wakeups: try store.wakeups(of: id), every: Self.driverCheck, world)
  }

  func page(before sequence: Int, turns: Int) async throws -> [Event] {
    try store.page(of: id, before: sequence, turns: turns)
  }

  var isOver: Bool {
    get async { if let session { await session.isOver } else { isClosed } }
  }

  func close() async {
    isClosed = true
    await session?.close()
  }
}

/// How far one stream of a follower has come; used on the follower's executor only, one pull after
/// the other.
private final class Cursor: Sendable {
  private struct State {
    var sequence: Int
    var page: ArraySlice<Event> = []
    var answer = ArrivingAnswer()
    /// The stream of our own session, once we drive.
    var inner: Updates?
  }

  private let state: Mutex<State>

  init(after sequence: Int) { state = Mutex(State(sequence: sequence)) }

  var sequence: Int { state.withLock { $0.sequence } }
  var inner: Updates? { state.withLock { $0.inner } }
  /// The message of the answer that is arriving.
  var message: MessageID? { state.withLock { $0.answer.message } }

  /// The next event that was read already.
  func next() -> Event? {
    state.withLock { state in
      guard let event = state.page.popFirst() else { return nil }
      state.answer.apply(event.fact)
      return event
    }
  }

  /// An event before the stream begins.
  func passed(_ event: Event) { state.withLock { $0.answer.apply(event.fact) } }

  func fill(_ events: [Event]) {
    state.withLock { state in
      state.page = events[...]
      state.sequence = events.last?.sequence ?? state.sequence
    }
  }

  func follow(_ updates: Updates) { state.withLock { $0.inner = updates } }

  func preview(of scratch: [UInt8]) -> Preview? {
    state.withLock { $0.answer.preview(of: scratch) }
  }
}

/// Rings at every wake-up of a store and at regular intervals, for as long as it is held.
private final class Watch: Sendable {
  let bell: Bell
  private let tasks: [Task<Void, Never>]

  init(wakeups: AsyncStream<Void>, every interval: Duration, _ world: World) {
    let bell = Bell()
    self.bell = bell
    tasks = [
      Task(executorPreference: world.pool) { for await _ in wakeups { bell.ring() } },
      Task(executorPreference: world.pool) {
        // Sleeping fails only when the task is cancelled.
        while (try? await world.sleep(interval)) != nil { bell.ring() }
      },
    ]
  }

  deinit { for task in tasks { task.cancel() } }
}

import Events
import Synchronization
import Wire

/// Receives one answer: assembles it, offers text at a bounded rate, and gives up on a stream
/// that has gone silent.
final class AnswerStream: Sendable {
  /// Text in its order; what is thought comes separately.
  struct Piece: Sendable {
    var text = ""
    var thinking = ""
    var isEmpty: Bool { text.isEmpty && thinking.isEmpty }
  }

  /// What was received and when.
  struct Received: Sendable {
    var assembler = ReplyAssembler()
    var firstToken: Duration?
  }

  private struct State {
    var received = Received()
    var pending = Piece()
    var lastDelta: Duration
    var lastFlush: Duration
  }

  private let state: Mutex<State>
  private let world: World
  private let show: @Sendable (AnswerStream) async -> Void

  /// `show` is called when there is text to be taken; several such calls may be under way at once.
  init(world: World, show: @escaping @Sendable (AnswerStream) async -> Void) {
    self.world = world
    self.show = show
    let now = world.monotonic()
    state = Mutex(State(lastDelta: now, lastFlush: now - Limits.deltaInterval))
  }

  /// Runs the request to its end; everything that was received has been shown when it returns.
  ///
  /// Failure: `ModelError`, or `CancellationError` when the task was cancelled.
  @concurrent func receive(_ request: ModelRequest, from model: any Model) async throws -> Received
  {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await self.consume(model.stream(request)) }
        group.addTask { try await self.watch() }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch {
      await flush()
      try Task.checkCancellation()
      if error is CancellationError {
        throw ModelError(code: .internal, message: "the driver gave up the request by itself")
      }
      throw error
    }
    await flush()
    try Task.checkCancellation()
    return state.withLock { $0.received }
  }

  private func consume(_ stream: AsyncThrowingStream<ModelDelta, any Error>) async throws {
    for try await delta in stream {
      let now = world.monotonic()
      let isDue = try state.withLock { state in
        try state.received.assembler.add(delta)
        state.lastDelta = now
        switch delta {
        case .text(let text): state.pending.text += text
        case .thinking(let text): state.pending.thinking += text
        default: break
        }
        if state.received.firstToken == nil { state.received.firstToken = now }
        return !state.pending.isEmpty && now - state.lastFlush >= Limits.deltaInterval
      }
      if isDue { await flush() }
    }
  }

  /// Shows what is left pending by a pause in the stream, and ends one that stalls.
  private func watch() async throws {
    while true {
      let quiet = state.withLock { world.monotonic() - $0.lastDelta }
      if quiet >= Limits.modelStall {
        throw ModelError(
          code: .timeout, message: "no token for \(Limits.modelStall.components.seconds) seconds")
      }
      try await world.sleep(
        quiet < .seconds(1) ? Limits.deltaInterval : min(.seconds(1), Limits.modelStall - quiet))
      let isPending = state.withLock { !$0.pending.isEmpty }
      if isPending { await flush() }
    }
  }

  private func flush() async {
    let isPending = state.withLock { state in
      state.lastFlush = world.monotonic()
      return !state.pending.isEmpty
    }
    if isPending { await show(self) }
  }

  /// The text that has arrived since it was last taken. Whoever shows it takes it, so that it is
  /// shown in the order in which it is taken.
  func take() -> Piece {
    state.withLock { state in
      defer { state.pending = Piece() }
      return state.pending
    }
  }
}

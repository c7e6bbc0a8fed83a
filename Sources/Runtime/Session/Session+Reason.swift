import Events
import Wire

extension Session {
  /// Composes what the turn is told, and opens it.
  func startTurn(for input: MessageID) async throws(StoreError) {
    let workspace = state.workspace
    let composition = await kit.compose(workspace)
    let context = await kit.context(workspace)
    guard state.turn == nil, state.queue.contains(where: { $0.message.id == input }),
      !Task.isCancelled
    else { return }
    let turnID: TurnID = world.newID()
    let hash = try stored {
      try store.putBlob(composition.bytes, mediaType: "application/json")
    }
    try record([
      .sessionActivated(SessionActivated(turnID: turnID)),
      .turnStarted(
        TurnStarted(
          turnID: turnID, inputMessageID: input, configHash: hash, context: context)),
    ])
  }

  /// Asks the model and records its answer, or why there is none.
  func callModel(notBefore moment: Timestamp?) async throws(StoreError) {
    if let moment, await !wait(until: moment) { return }
    guard let turn = state.turn, turn.interruptedBy == nil, !isClosing,
      let settings = state.settings
    else { return }
    let composition = try composed(turn.configHash)
    let messageID: MessageID = world.newID()
    let (iteration, attempt) = turn.nextQuestion
    try record([
      .reasonStarted(
        ReasonStarted(
          iteration: iteration, attempt: attempt, model: settings.model,
          inputs: state.placeable(in: turn))),
      .outputStarted(
        OutputStarted(messageID: messageID, model: settings.model, iteration: iteration)),
    ])
    let began = world.monotonic()
    do {
      let model = try kit.model(settings.provider)
      let stream = AnswerStream(world: world) { [weak self] stream in
        await self?.show(stream, of: messageID)
      }
      let received = try await stream.receive(assemble(state, composition), from: model)
      let reply = try received.assembler.reply(
        id: messageID, at: world.now(), newCallID: { self.world.newID() })
      let firstToken = received.firstToken.map { ($0 - began).milliseconds }
      try answered(reply, duration: world.monotonic() - began, firstToken: firstToken)
    } catch let error as StoreError {
      throw error
    } catch let error as ModelError {
      try failed(error, messageID, duration: world.monotonic() - began)
    } catch is CancellationError {
      // What was received is on disk; whoever drives next turns it into a fact.
      return
    } catch {
      let error = ModelError(code: .internal, message: "the driver failed: \(error)")
      try failed(error, messageID, duration: world.monotonic() - began)
    }
  }

  private func show(_ stream: AnswerStream, of message: MessageID) {
    let piece = stream.take()
    if !piece.thinking.isEmpty {
      feed.publish(.thinkingDelta(messageID: message, text: piece.thinking))
    }
    guard !piece.text.isEmpty else { return }
    feed.publish(.outputDelta(messageID: message, text: piece.text))
    do throws(StoreError) {
      try stored { try store.appendScratch(Array(piece.text.utf8), of: message, in: id) }
    } catch {
      // The session has stopped and told every follower why.
      return
    }
  }

  private func answered(
    _ reply: Reply, duration: Duration, firstToken: Int?
  ) throws(StoreError) {
    let calls = reply.message.calls
    var facts: [Fact] = reply.items.map { .reasonItem($0) }
    facts.append(
      .outputCompleted(
        OutputCompleted(message: reply.message, usage: reply.usage, finishReason: reply.finish)))
    facts.append(
      .reasonCompleted(
        ReasonCompleted(
          success: true, toolCallCount: calls.count, textPreview: reply.message.text,
          usage: reply.usage, durationMs: duration.milliseconds, timeToFirstTokenMs: firstToken)))
    if !calls.isEmpty { facts.append(.actStarted(ActStarted(callIDs: calls.map(\.id)))) }
    try record(facts)
    forgetScratch(of: reply.message.id)
  }

  /// Keeps what was received, records why it is not all, and decides whether to ask again.
  private func failed(
    _ error: ModelError, _ message: MessageID, duration: Duration
  ) throws(StoreError) {
    // An interrupted turn is finished by `due`, whatever its last request came to.
    guard let turn = state.turn, turn.interruptedBy == nil, !isClosing else { return }
    var facts = partialAnswer(message, in: turn)
    facts.append(
      .reasonCompleted(
        ReasonCompleted(
          success: false, textPreview: error.message, error: error.message,
          errorCode: error.code, durationMs: duration.milliseconds)))
    let failures = turn.failures + 1
    let first = turn.firstFailureAt ?? world.now()
    facts += next(
      after: error.code, error.message, turn, failures: failures, since: first,
      retryAfter: error.retryAfter)
    try record(facts)
    forgetScratch(of: message)
  }

  /// Decides what follows a failure that a crash left undecided.
  func answerFailure(_ turn: Turn) throws(StoreError) {
    guard case .failed(let failure) = turn.phase else { return }
    try record(
      next(
        after: failure.code, failure.error, turn, failures: turn.failures,
        since: turn.firstFailureAt ?? world.now(), retryAfter: nil))
  }

  private func next(
    after code: ErrorCode, _ error: String, _ turn: Turn, failures: Int, since first: Timestamp,
    retryAfter: Duration?
  ) -> [Fact] {
    let now = world.now()
    let jitter = Double(world.random().0 >> 11) / Double(UInt64(1) << 53)
    let decision = decideRetry(
      code: code, failures: failures, elapsed: now.duration(since: first), retryAfter: retryAfter,
      jitter: jitter)
    switch decision {
    case .retry(let delay):
      return [
        .retryScheduled(
          RetryScheduled(
            attempt: failures + 1, of: Limits.modelAttempts, errorCode: code,
            // Times are stored in whole milliseconds.
            until: now.adding(.milliseconds(delay.milliseconds))))
      ]
    case .giveUp: return state.ending(.failed(code, error), of: turn, at: now)
    }
  }

  /// The answer nobody receives any more: what there is of it becomes a fact, and it is over.
  func recoverAnswer(_ message: MessageID?, in turn: Turn) throws(StoreError) {
    let isStopped = turn.interruptedBy != nil
    var facts = message.map { partialAnswer($0, in: turn) } ?? []
    facts.append(
      .reasonCompleted(
        ReasonCompleted(
          success: false,
          error: isStopped ? "interrupted by the user" : "interrupted by the end of the process",
          errorCode: isStopped ? .cancelled : .interrupted)))
    try record(facts)
    if let message { forgetScratch(of: message) }
  }

  func partialAnswer(_ id: MessageID, in turn: Turn) -> [Fact] {
    let bytes: [UInt8]
    do {
      bytes = try store.scratch(of: id, in: self.id) ?? []
    } catch {
      // Text that cannot be read is lost to the answer, not to the turn.
      return []
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.isEmpty else { return [] }
    let message = Message(id: id, role: .agent, content: [.text(text)], createdAt: world.now())
    return [
      .outputCompleted(OutputCompleted(message: message, finishReason: .cut, interrupted: true))
    ]
  }

  func forgetScratch(of message: MessageID) {
    // A scratch file that stays behind is only a few bytes on disk.
    try? store.dropScratch(of: message, in: id)
  }
}

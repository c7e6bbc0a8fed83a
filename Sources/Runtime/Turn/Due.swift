import Events
import Wire

extension SessionState {
  /// What the world owes this session now, from facts alone; what is in flight is not owed again.
  ///
  /// Fresh and resumed sessions ask the same question: a call that is started, unfinished and not
  /// in flight can only mean that a driver died.
  public func due(inFlight: Set<Effect.Subject>, iterationLimit: Int) -> [Effect] {
    guard let turn else { return dueIdle(inFlight) }
    if turn.interruptedBy != nil { return dueInterrupted(turn, inFlight) }
    switch turn.phase {
    case .ready: return ask(turn, inFlight, limit: iterationLimit, notBefore: nil)
    case .waiting(let until):
      return ask(turn, inFlight, limit: iterationLimit, notBefore: until)
    case .asking(let message):
      return inFlight.contains(.model) ? [] : [.recoverAnswer(message)]
    case .failed: return inFlight.contains(.model) ? [] : [.answerFailure]
    case .acting(let calls):
      return calls.compactMap { due(for: $0, cancelling: false, inFlight) }
    case .answered(let reason):
      if inFlight.contains(.turn) || inFlight.contains(.model) { return [] }
      if reason == .stop, turn.completedIterations < iterationLimit,
        queue.contains(where: { $0.delivery == .steer })
      {
        return ask(turn, inFlight, limit: iterationLimit, notBefore: nil)
      }
      return [.endTurn(Self.ending(reason))]
    }
  }

  /// The inputs that take their place at the next question: the turn's own, and what steers it.
  func placeable(in turn: Turn) -> [MessageID] {
    ([turn.input].compactMap(\.self) + queue.filter { $0.delivery == .steer }).map(\.message.id)
  }

  private func dueIdle(_ inFlight: Set<Effect.Subject>) -> [Effect] {
    guard let next = queue.first, !inFlight.contains(.turn) else { return [] }
    return [.startTurn(next.message.id)]
  }

  private func ask(
    _ turn: Turn, _ inFlight: Set<Effect.Subject>, limit: Int, notBefore: Timestamp?
  ) -> [Effect] {
    if inFlight.contains(.model) || inFlight.contains(.turn) { return [] }
    if turn.completedIterations >= limit {
      let text = "the turn reached its limit of \(limit) model requests"
      return [.endTurn(.failed(.maxTurnRequests, text))]
    }
    return [.callModel(notBefore: notBefore)]
  }

  private func due(
    for state: CallState, cancelling: Bool, _ inFlight: Set<Effect.Subject>
  ) -> Effect? {
    let id = state.call.id
    if inFlight.contains(.call(id)) { return nil }
    switch state.stage {
    case .settled: return nil
    case .pending: return cancelling ? .settle(id, .cancelled) : .run(id, attempt: 1)
    case .started(_, found: nil): return .inspect(id)
    case .started(let started, found: let finding?):
      switch recover(started, finding, cancelling ? .cancelling : .continuing) {
      case .again: return .finish(id)
      case .afresh: return .run(id, attempt: started.attempt + 1)
      case .adopt: return .adopt(id)
      case .cancelled: return .settle(id, .cancelled)
      case .interrupted(let reason): return .settle(id, .interrupted(reason))
      }
    }
  }

  private func dueInterrupted(_ turn: Turn, _ inFlight: Set<Effect.Subject>) -> [Effect] {
    if inFlight.contains(.model) || inFlight.contains(.turn) { return [] }
    if case .asking(let message) = turn.phase { return [.recoverAnswer(message)] }
    let open = turn.calls.filter { !$0.isSettled }
    if !open.isEmpty {
      return open.compactMap { due(for: $0, cancelling: true, inFlight) }
    }
    return [.endTurn(.cancelled(by: turn.interruptedBy ?? "user"))]
  }

  private static func ending(_ reason: FinishReason) -> Effect.Ending {
    switch reason {
    case .stop, .toolCalls: .completed
    case .maxTokens: .failed(.maxTokens, "the answer reached the model's output limit")
    case .refusal: .failed(.refusal, "the model refused to answer")
    case .cut: .failed(.network, "the answer broke off")
    }
  }
}

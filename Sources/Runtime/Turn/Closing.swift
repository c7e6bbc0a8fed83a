import Events
import Wire

extension SessionState {
  /// The facts that close an open turn without driving it: every unfinished call gets a result.
  func closing(reason: String, at now: Timestamp) -> [Fact] {
    guard let turn else { return [] }
    var facts: [Fact] = turn.calls.filter { !$0.isSettled }.map { state in
      let outcome = ToolOutcome.failed(
        "not finished: \(reason); its outcome is unknown", status: .interrupted)
      return .toolCompleted(completed(state.call, outcome, durationMs: nil))
    }
    facts.append(.turnSealed(TurnSealed(summary: summary(of: turn, at: now), reason: reason)))
    facts.append(.sessionIdled(SessionIdled(turnID: turn.id, usage: usage)))
    return facts
  }

  /// The facts that take back every input that waits.
  func withdrawing() -> [Fact] {
    queue.map { .inputWithdrawn(InputWithdrawn(messageID: $0.message.id)) }
  }

  /// The facts that give a call its result without running it.
  func cancelling(_ call: ToolCall) -> [Fact] {
    let outcome = ToolOutcome.failed("cancelled before it was run", status: .cancelled)
    return [.toolCompleted(completed(call, outcome, durationMs: nil))] + actCompleted(with: call.id)
  }

  /// The last result of an answer ends its act.
  func actCompleted(with id: CallID) -> [Fact] {
    guard let calls = turn?.calls else { return [] }
    let isLast = calls.allSatisfy { $0.isSettled || $0.call.id == id }
    return isLast ? [.actCompleted(ActCompleted(callIDs: calls.map(\.call.id)))] : []
  }

  /// What the turn came to.
  func summary(of turn: Turn, at now: Timestamp) -> TurnSummary {
    TurnSummary(
      turnID: turn.id, iterations: turn.iteration, usage: turn.usage,
      durationMs: now.duration(since: turn.startedAt).milliseconds,
      toolCallCount: turn.toolCallCount, llmCallCount: turn.llmCallCount,
      timeToFirstTokenMs: turn.timeToFirstTokenMs, finalMessageID: turn.lastAnswer?.id,
      finalAnswerPreview: turn.lastAnswer?.text)
  }

  /// The facts of an ending, in their order.
  func ending(_ ending: Effect.Ending, of turn: Turn, at now: Timestamp) -> [Fact] {
    let summary = summary(of: turn, at: now)
    let last: Fact =
      switch ending {
      case .completed: .turnCompleted(TurnCompleted(summary: summary))
      case .cancelled(let by): .turnCancelled(TurnCancelled(summary: summary, reason: by))
      case .failed(let code, let text):
        .turnFailed(TurnFailed(summary: summary, error: text, errorCode: code))
      }
    return [last, .sessionIdled(SessionIdled(turnID: turn.id, usage: usage))]
  }
}

/// The result of a call as a fact.
func completed(_ call: ToolCall, _ outcome: ToolOutcome, durationMs: Int?) -> ToolCompleted {
  ToolCompleted(
    callID: call.id, toolName: call.name, status: outcome.status, result: outcome.content,
    error: outcome.error, exitCode: outcome.exitCode, files: outcome.files,
    outputPath: outcome.outputPath,
    durationMs: outcome.duration.map(\.milliseconds) ?? durationMs)
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}

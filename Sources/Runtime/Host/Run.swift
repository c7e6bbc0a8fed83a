public import Events

/// What one input came to.
public struct RunResult: Sendable, Equatable {
  public var sessionID: SessionID
  /// The text of the message that ended the turn.
  public var text: String
  public var usage: Usage
  /// Why there is no final answer.
  public var error: String?
  public var errorCode: ErrorCode?
}

extension Host {
  /// Submits one input and waits for the end of the turn that answers it.
  ///
  /// A session that was not open before is let go again.
  /// Failure: `HostError`, `StoreError`; what the model or a tool failed at is in the result.
  public nonisolated func run(
    _ text: String, in session: SessionID? = nil
  ) async throws -> RunResult {
    let wasOpen = await isOpen(session)
    let port = try await open(OpenRequest(source: session.map { .resume($0) } ?? .new))
    do {
      let result = try await answer(text, port)
      if !wasOpen { await letGo(port.id) }
      return result
    } catch {
      if !wasOpen { await letGo(port.id) }
      throw error
    }
  }

  private nonisolated func answer(
    _ text: String, _ port: any SessionPort
  ) async throws -> RunResult {
    let key = "run-\((world.newID() as MessageID).text)"
    let receipt = await port.submit(
      .prompt(content: [.text(text)], delivery: .followUp, key: key))
    guard case .recorded(let sequence) = receipt else {
      throw HostError(code: .invalid, message: "the input was not accepted: \(receipt)")
    }
    var fold = RunFold(session: port.id, key: key)
    for try await update in await port.updates(after: max(0, sequence - 1)) {
      if case .event(let event) = update, let result = fold.apply(event) { return result }
    }
    throw HostError(code: .invalid, message: "the session was closed before the turn ended")
  }
}

/// Follows one input to the end of its turn: pure.
struct RunFold {
  private let session: SessionID
  private let key: String
  private var messageID: MessageID?
  private var turnID: TurnID?
  private var answers: [MessageID: String] = [:]

  init(session: SessionID, key: String) {
    self.session = session
    self.key = key
  }

  mutating func apply(_ event: Event) -> RunResult? {
    switch event.fact {
    case .inputMessage(let input) where input.inputKey == key: messageID = input.message.id
    case .inputWithdrawn(let withdrawn) where withdrawn.messageID == messageID:
      return RunResult(
        sessionID: session, text: "", usage: Usage(), error: "the input was withdrawn",
        errorCode: .cancelled)
    case .turnStarted(let started) where started.inputMessageID == messageID:
      turnID = started.turnID
    case .reasonStarted(let started):
      if let messageID, started.inputs.contains(messageID) { turnID = event.context.turnID }
    case .outputCompleted(let completed):
      answers[completed.message.id] = completed.message.text
    case .turnCompleted(let end): return result(end.summary)
    case .turnFailed(let end): return result(end.summary, end.error, end.errorCode)
    case .turnCancelled(let end): return result(end.summary, "cancelled", .cancelled)
    case .turnSealed(let end): return result(end.summary, end.reason, .interrupted)
    default: break
    }
    return nil
  }

  private func result(
    _ summary: TurnSummary, _ error: String? = nil, _ code: ErrorCode? = nil
  ) -> RunResult? {
    guard summary.turnID == turnID else { return nil }
    return RunResult(
      sessionID: session, text: summary.finalMessageID.flatMap { answers[$0] } ?? "",
      usage: summary.usage, error: error, errorCode: code)
  }
}

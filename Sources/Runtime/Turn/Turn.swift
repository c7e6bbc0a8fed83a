public import Events
public import Wire

/// One open turn: what has been asked, answered and done so far, folded from facts alone.
public struct Turn: Sendable, Equatable {
  public let id: TurnID
  public let inputMessageID: MessageID
  public let configHash: String
  public let context: [ContextNote]
  public let startedAt: Timestamp

  /// The input it answers, until that has its place in the history: a turn that ends before its
  /// first question takes it along.
  public internal(set) var input: InputMessage?
  public internal(set) var phase: Phase = .ready
  /// Answers asked for, and the attempt at the present one (0: not asked yet).
  public internal(set) var iteration = 0
  public internal(set) var attempt = 0
  /// Answers that came whole.
  public internal(set) var completedIterations = 0
  /// Failed attempts at the present answer that count against the retry limits, and the first.
  public internal(set) var failures = 0
  public internal(set) var firstFailureAt: Timestamp?
  public internal(set) var interruptedBy: String?
  public internal(set) var usage = Usage()
  public internal(set) var toolCallCount = 0
  public internal(set) var llmCallCount = 0
  public internal(set) var timeToFirstTokenMs: Int?
  public internal(set) var lastAnswer: Message?
  public internal(set) var execID: ExecID?

  /// Where the turn stands.
  public enum Phase: Sendable, Equatable {
    /// The model is owed a question.
    case ready
    /// The model was asked; the answer's message, once it is named.
    case asking(MessageID?)
    /// The attempt failed.
    case failed(Failure)
    /// The model will be asked again, not before a moment.
    case waiting(until: Timestamp)
    /// Calls are being carried out.
    case acting([CallState])
    /// A final answer.
    case answered(FinishReason)
  }

  /// Why an attempt at an answer failed.
  public struct Failure: Sendable, Equatable {
    public var error: String
    public var code: ErrorCode
  }

  init(_ started: TurnStarted, input: InputMessage?, at time: Timestamp) {
    self.input = input
    id = started.turnID
    inputMessageID = started.inputMessageID
    configHash = started.configHash
    context = started.context
    startedAt = time
  }

  /// Which answer the next question is for, and which attempt at it that is.
  var nextQuestion: (iteration: Int, attempt: Int) {
    iteration > completedIterations ? (iteration, attempt + 1) : (completedIterations + 1, 1)
  }

  /// The calls of the present answer; none unless the turn is acting.
  public var calls: [CallState] {
    if case .acting(let calls) = phase { calls } else { [] }
  }
}

/// One call of the present answer.
public struct CallState: Sendable, Equatable {
  public let call: ToolCall
  public internal(set) var stage: Stage

  public enum Stage: Sendable, Equatable {
    case pending
    /// Started, with what recovery found about it, if it looked in this run.
    case started(ToolStarted, found: Finding?)
    case settled
  }

  public var isSettled: Bool { stage == .settled }
}

extension Turn {
  /// Advances by one fact; facts that say nothing about a turn change nothing.
  mutating func apply(_ fact: Fact, at time: Timestamp) {
    switch fact {
    case .reasonStarted(let started):
      if started.iteration != iteration { (failures, firstFailureAt) = (0, nil) }
      (iteration, attempt) = (started.iteration, started.attempt)
      llmCallCount += 1
      phase = .asking(nil)
    case .outputStarted(let started): phase = .asking(started.messageID)
    case .outputCompleted(let completed): answer(completed)
    case .reasonCompleted(let completed): reasoned(completed, at: time)
    case .retryScheduled(let retry): phase = .waiting(until: retry.until)
    case .toolStarted(let started):
      update(started.call.id) { $0.stage = .started(started, found: nil) }
    case .callInspected(let inspected):
      update(inspected.callID) { call in
        guard case .started(let started, _) = call.stage else { return }
        call.stage = .started(started, found: inspected.finding)
      }
    case .toolCompleted(let completed): settle(completed.callID)
    case .interruptRequested(let request): interruptedBy = request.by
    case .sessionResumed:
      forgetFindings()
      // Whoever takes over has all attempts, and all of the time for them.
      (failures, firstFailureAt) = (0, nil)
    default: break
    }
  }

  private mutating func answer(_ completed: OutputCompleted) {
    usage = usage + completed.usage
    if completed.interrupted {
      // What was received is kept; the question stays open.
      phase = .ready
      return
    }
    lastAnswer = completed.message
    completedIterations = iteration
    let calls = completed.message.calls
    toolCallCount += calls.count
    phase =
      calls.isEmpty
      ? .answered(completed.finishReason)
      : .acting(calls.map { CallState(call: $0, stage: .pending) })
  }

  private mutating func reasoned(_ completed: ReasonCompleted, at time: Timestamp) {
    timeToFirstTokenMs = timeToFirstTokenMs ?? completed.timeToFirstTokenMs
    guard !completed.success, let code = completed.errorCode else { return }
    switch code {
    case .interrupted, .cancelled:
      phase = .ready
    default:
      failures += 1
      firstFailureAt = firstFailureAt ?? time
      phase = .failed(Failure(error: completed.error ?? code.rawValue, code: code))
    }
  }

  private mutating func update(_ id: CallID, _ change: (inout CallState) -> Void) {
    guard case .acting(var calls) = phase,
      let index = calls.firstIndex(where: { $0.call.id == id })
    else { return }
    change(&calls[index])
    phase = .acting(calls)
  }

  private mutating func settle(_ id: CallID) {
    update(id) { $0.stage = .settled }
    if !calls.isEmpty, calls.allSatisfy(\.isSettled) { phase = .ready }
  }

  /// A finding is true for the run that made it only: the world has moved on since.
  private mutating func forgetFindings() {
    for state in calls {
      update(state.call.id) { call in
        if case .started(let started, _) = call.stage {
          call.stage = .started(started, found: nil)
        }
      }
    }
  }
}

package import Events

/// What a run waits for, and what is open in the session, folded from events.
package struct Run: Sendable, Equatable {
  package enum Goal: Sendable, Equatable {
    /// The end of the turn that answers the input with this key.
    case answer(key: String)
    /// The end of everything that is open.
    case everything
  }

  /// A call that was started and has no result yet.
  package struct OpenCall: Sendable, Equatable {
    package var id: CallID
    package var narration: String
  }

  package let session: SessionID
  package let goal: Goal
  package private(set) var lastSequence = 0
  package private(set) var cwd = ""
  package private(set) var openTurn: TurnID?
  package private(set) var openCalls: [OpenCall] = []
  /// Accepted inputs that no turn has taken yet.
  package private(set) var queue: [Message] = []
  /// The text of the newest whole answer.
  package private(set) var lastAnswer: Message?
  /// How the newest turn ended.
  package private(set) var lastReport: Report?
  private var input: MessageID?
  private var turnOfInput: TurnID?
  private var reportOfInput: Report?

  package init(session: SessionID, goal: Goal) {
    self.session = session
    self.goal = goal
  }

  /// A session as its log left it, what was rewound left out.
  package init(session: SessionID, goal: Goal, log: [Event]) {
    self.init(session: session, goal: goal)
    for event in Timeline.live(log) { apply(event) }
    lastSequence = log.last?.sequence ?? 0
  }

  /// Whether a turn or an input still waits for its end.
  package var isOpen: Bool { openTurn != nil || !queue.isEmpty }

  /// How the run ended; nil while it goes on.
  package var report: Report? {
    switch goal {
    case .answer: reportOfInput
    case .everything: isOpen ? nil : lastReport
    }
  }

  /// What is open, in words; empty where nothing is.
  package var openDescription: [String] {
    var lines = openCalls.map { "running: \($0.narration)" }
    if openTurn != nil, openCalls.isEmpty { lines.append("an answer is outstanding") }
    return lines + queue.map { "waiting: \(firstLine(of: $0.text))" }
  }

  /// Advances by one event; an event that was applied already changes nothing.
  package mutating func apply(_ event: Event) {
    guard event.sequence > lastSequence else { return }
    lastSequence = event.sequence
    switch event.fact {
    case .sessionStarted(let started): cwd = started.cwd
    case .sessionUpdated(let updated): cwd = updated.cwd ?? cwd
    case .inputMessage(let fact): accept(fact)
    case .inputWithdrawn(let fact): withdraw(fact.messageID)
    case .turnStarted(let fact):
      openTurn = fact.turnID
      openCalls = []
      take(fact.inputMessageID, into: fact.turnID)
    case .reasonStarted(let fact):
      for id in fact.inputs { take(id, into: event.context.turnID ?? openTurn) }
    case .outputCompleted(let fact): if !fact.interrupted { lastAnswer = fact.message }
    case .toolStarted(let fact):
      openCalls.removeAll { $0.id == fact.call.id }
      openCalls.append(OpenCall(id: fact.call.id, narration: fact.narration))
    case .toolCompleted(let fact): openCalls.removeAll { $0.id == fact.callID }
    case .turnCompleted(let fact): end(fact.summary, .completed)
    case .turnFailed(let fact): end(fact.summary, .failed(fact.errorCode, fact.error))
    case .turnCancelled(let fact): end(fact.summary, .cancelled(fact.reason))
    case .turnSealed(let fact): end(fact.summary, .sealed(fact.reason))
    default: break
    }
  }

  private mutating func accept(_ fact: InputMessage) {
    queue.append(fact.message)
    if case .answer(let key) = goal, fact.inputKey == key { input = fact.message.id }
  }

  private mutating func withdraw(_ id: MessageID) {
    queue.removeAll { $0.id == id }
    if id == input {
      reportOfInput = Report(session: session, ending: .cancelled("the prompt was taken back"))
    }
  }

  private mutating func take(_ id: MessageID, into turn: TurnID?) {
    queue.removeAll { $0.id == id }
    if id == input { turnOfInput = turn }
  }

  private mutating func end(_ summary: TurnSummary, _ ending: Report.Ending) {
    openTurn = nil
    openCalls = []
    let isFinal = ending == .completed && lastAnswer?.id == summary.finalMessageID
    let report = Report(
      session: session, ending: ending, text: isFinal ? lastAnswer?.text ?? "" : "",
      turns: summary.iterations, durationMs: summary.durationMs, usage: summary.usage)
    lastReport = report
    if summary.turnID == turnOfInput { reportOfInput = report }
  }
}

import Events
import Wire

/// Turns facts into events that follow a state: the pure part of recording.
struct Recording {
  private let session: SessionID
  private var sequence: Int
  private var turnID: TurnID?
  private var inputMessageID: MessageID?
  private var execID: ExecID?
  private var queued: Set<MessageID>
  private(set) var events: [Event] = []

  /// Whether something is owed after these events.
  var isOpen: Bool { turnID != nil || !queued.isEmpty }

  init(after state: SessionState) {
    session = state.id
    sequence = state.lastSequence
    turnID = state.turn?.id
    inputMessageID = state.turn?.inputMessageID
    execID = state.turn?.execID
    queued = Set(state.queue.map(\.message.id))
  }

  mutating func add(_ fact: Fact, world: World) {
    enter(fact, world)
    sequence += 1
    events.append(
      Event(
        id: world.newID(), sessionID: session, sequence: sequence, time: world.now(),
        context: context(of: fact), fact: fact))
    leave(fact)
  }

  private mutating func enter(_ fact: Fact, _ world: World) {
    switch fact {
    case .sessionActivated(let activated): turnID = activated.turnID
    case .turnStarted(let started):
      (turnID, inputMessageID) = (started.turnID, started.inputMessageID)
    case .reasonStarted, .actStarted: execID = world.newID()
    default: break
    }
  }

  private mutating func leave(_ fact: Fact) {
    switch fact {
    case .inputMessage(let input): queued.insert(input.message.id)
    case .inputWithdrawn(let withdrawn): queued.remove(withdrawn.messageID)
    case .turnStarted(let started): queued.remove(started.inputMessageID)
    case .reasonStarted(let started): queued.subtract(started.inputs)
    case .sessionIdled: (turnID, inputMessageID, execID) = (nil, nil, nil)
    case .actCompleted: execID = nil
    default: break
    }
  }

  private func context(of fact: Fact) -> EventContext {
    EventContext(
      turnID: turnID, inputMessageID: inputMessageID, execID: Self.isWork(fact) ? execID : nil)
  }

  private static func isWork(_ fact: Fact) -> Bool {
    switch fact {
    case .reasonStarted, .reasonItem, .reasonCompleted, .outputStarted, .outputCompleted,
      .retryScheduled, .actStarted, .actCompleted, .toolStarted, .toolCompleted, .callInspected:
      true
    default: false
    }
  }
}

extension SessionSummary {
  /// Advances the projection of a session by one event.
  mutating func apply(_ event: Event) {
    updatedAt = event.time
    switch event.fact {
    case .sessionStarted(let started):
      (cwd, provider, model, origin) =
        (started.cwd, started.provider, started.model, started.origin)
      createdAt = event.time
    case .sessionUpdated(let updated):
      title = updated.title ?? title
      provider = updated.provider ?? provider
      model = updated.model ?? model
      cwd = updated.cwd ?? cwd
    case .inputMessage(let input):
      messages += 1
      if title.isEmpty { title = Self.title(from: input.message.text) }
    case .outputCompleted(let completed):
      messages += 1
      usage = usage + completed.usage
    default: break
    }
  }

  /// Takes what can be taken back from the events that still count; what was spent stays spent.
  mutating func restate(_ live: [Event]) {
    var fresh = SessionSummary(id: id, createdAt: createdAt, updatedAt: updatedAt)
    for event in live { fresh.apply(event) }
    (title, cwd) = (fresh.title, fresh.cwd)
    (provider, model) = (fresh.provider, fresh.model)
  }

  /// Characters of a title that is made from the first input.
  static let titleLength = 60

  private static func title(from text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    let words = (line ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > titleLength ? words.prefix(titleLength - 1) + "…" : words
  }
}

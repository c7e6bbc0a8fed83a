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

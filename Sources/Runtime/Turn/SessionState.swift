public import Events
import Wire

/// Everything the runtime knows of a session, folded from its log and from nothing else.
public struct SessionState: Sendable, Equatable {
  public let id: SessionID
  public private(set) var lastSequence = 0
  public private(set) var settings: Settings?
  /// Accepted inputs that no turn has taken yet, in the order of their arrival.
  public private(set) var queue: [InputMessage] = []
  /// Where each input key was recorded; what was abandoned since is still not asked again.
  public private(set) var inputKeys: [String: Int] = [:]
  public private(set) var turn: Turn?
  public private(set) var conversation = Conversation()
  public private(set) var usage = Usage()
  /// SHA-256 (hex) of each file as the session last read or wrote it.
  public private(set) var knownFiles: [String: String] = [:]
  /// Resumptions in a row since anything got done.
  public private(set) var fruitlessResumes = 0
  /// Things that a later version opened and this one cannot close, by type.
  public private(set) var foreign: [String: String] = [:]

  /// What a session was started with, and what was changed since.
  public struct Settings: Sendable, Equatable {
    public var cwd: String
    public var roots: [String]
    public var provider: String
    public var model: String
    public var effort: String?
    public var title: String?
    public var version: String
    public var origin: Origin?
  }

  public init(id: SessionID) { self.id = id }

  /// The state after a whole log, abandoned parts left out.
  public init(id: SessionID, log: [Event]) {
    self.init(id: id)
    for event in Timeline.live(log) { apply(event) }
    for event in log {
      if case .inputMessage(let input) = event.fact { inputKeys[input.inputKey] = event.sequence }
    }
    lastSequence = log.last?.sequence ?? 0
  }

  public var workspace: Workspace {
    Workspace(root: settings?.cwd ?? "/", roots: settings?.roots ?? [])
  }

  /// Advances by one event.
  ///
  /// `session.rewound` cannot be folded forwards: whoever records it folds the log anew.
  public mutating func apply(_ event: Event) {
    lastSequence = event.sequence
    switch event.fact {
    case .sessionStarted(let started): start(started)
    case .sessionUpdated(let updated): update(updated)
    case .sessionResumed: fruitlessResumes += 1
    case .sessionSuspended: fruitlessResumes = 0
    case .inputMessage(let input):
      queue.append(input)
      inputKeys[input.inputKey] = event.sequence
    case .inputWithdrawn(let withdrawn):
      queue.removeAll { $0.message.id == withdrawn.messageID }
    case .turnStarted(let started):
      turn = Turn(started, input: dequeue(started.inputMessageID), at: event.time)
    case .reasonStarted(let started): place(started.inputs)
    case .outputCompleted(let completed):
      usage = usage + completed.usage
      if !completed.interrupted { fruitlessResumes = 0 }
    case .toolCompleted(let completed):
      fruitlessResumes = 0
      for file in completed.files { knownFiles[file.path] = file.afterHash }
    case .unknown(let fact): if let opened = fact.opens { foreign[opened] = fact.type }
    default: break
    }
    closeForeign(event.fact.type)
    turn?.apply(event.fact, at: event.time)
    conversation.apply(event.fact, provider: settings?.provider ?? "")
    adopt(execOf: event)
    close(on: event.fact)
  }

  private mutating func start(_ started: SessionStarted) {
    settings = Settings(
      cwd: started.cwd, roots: started.roots, provider: started.provider, model: started.model,
      effort: started.effort, version: started.yoloVersion, origin: started.origin)
  }

  private mutating func update(_ updated: SessionUpdated) {
    if let title = updated.title { settings?.title = title }
    if let provider = updated.provider { settings?.provider = provider }
    if let model = updated.model { settings?.model = model }
    if let effort = updated.effort { settings?.effort = effort.isEmpty ? nil : effort }
    if let cwd = updated.cwd { settings?.cwd = cwd }
  }

  /// Gives the turn's own input and queued ones their place in the history.
  private mutating func place(_ inputs: [MessageID]) {
    for id in inputs {
      if let own = turn?.input, own.message.id == id {
        conversation.add(own.message, context: turn?.context ?? [])
        turn?.input = nil
      } else if let input = dequeue(id) {
        conversation.add(input.message, context: [])
      }
    }
  }

  /// The state as the next question of an open turn finds it.
  var atNextQuestion: SessionState {
    guard let turn else { return self }
    var state = self
    state.place(placeable(in: turn))
    return state
  }

  private mutating func dequeue(_ id: MessageID) -> InputMessage? {
    queue.firstIndex { $0.message.id == id }.map { queue.remove(at: $0) }
  }

  private mutating func adopt(execOf event: Event) {
    switch event.fact {
    case .reasonStarted, .actStarted: turn?.execID = event.context.execID
    default: break
    }
  }

  private mutating func close(on fact: Fact) {
    switch fact {
    case .turnCompleted, .turnFailed, .turnCancelled, .turnSealed: turn = nil
    default: break
    }
  }

  /// Also by a fact that is understood: what it closes may have been opened by a damaged one.
  private mutating func closeForeign(_ type: String) {
    guard !foreign.isEmpty else { return }
    if let closed = UnknownFact(type: type, data: .null).closes { foreign[closed] = nil }
  }
}

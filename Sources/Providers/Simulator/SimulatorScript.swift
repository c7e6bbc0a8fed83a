public import Events
public import Runtime
public import Wire

/// What a simulated model says, step by step; as a file, the JSON that this target's README
/// documents.
///
/// A step is an *answer*, or a *fault* where it ends in an error or is cut. Which answer is owed
/// follows from the messages of a request alone (`SimulatorHistory`), so that a session goes on at
/// the right step in whatever process it is resumed. A fault happens `times` times before the step
/// behind it is owed; that is counted per session and step by the process, so that a new process
/// counts from the beginning.
public struct SimulatorScript: Sendable, Equatable {
  /// What follows the last step.
  public enum Exhaustion: String, Sendable, CaseIterable {
    /// The last answer again.
    case `repeat`
    /// An `invalid_request` that says so.
    case error
    /// The first step again.
    case loop
  }

  public var steps: [SimulatorStep]
  public var onExhausted: Exhaustion

  public init(steps: [SimulatorStep], onExhausted: Exhaustion = .repeat) {
    self.steps = steps
    self.onExhausted = onExhausted
  }

  /// Answers of text alone, the last of them repeated.
  public init(answers: [String]) {
    self.init(steps: answers.map { SimulatorStep(text: $0) })
  }

  /// The step at a position that goes on counting behind the last one; nil when there is none.
  func step(at position: Int) -> SimulatorStep? {
    if position < steps.count { return steps[position] }
    switch onExhausted {
    case .repeat: return steps.last { !$0.isFault } ?? steps.last
    case .error: return nil
    case .loop: return steps.isEmpty ? nil : steps[position % steps.count]
    }
  }
}

/// One answer of a script, or one fault.
public struct SimulatorStep: Sendable, Equatable {
  /// Where a stream breaks off.
  public enum Cut: Sendable, Equatable {
    /// After so many bytes of thinking, text and arguments, or the whole characters in them.
    case after(bytes: Int)
    /// Halfway through the arguments of the last call.
    case inCall
  }

  public var text: String
  public var thinking: String
  public var calls: [SimulatorCall]
  /// Thrown behind what the step says, or at its cut.
  public var error: ModelError?
  public var cut: Cut?
  /// How often a fault happens before the next step is owed.
  public var times = 1
  /// A silence, and the bytes of thinking, text and arguments that come before it.
  public var stall = Duration.zero
  public var stallAfter = 0
  /// Why the answer ends; by itself for its calls, or because it is done.
  public var finish: FinishReason?
  /// By itself a token for every four bytes.
  public var usage: Usage?
  /// Characters a second; by itself all at once.
  public var speed: Double?
  /// Characters of one delta; by itself as many as `speed` allows in 50 ms, or `defaultChunk`.
  public var chunk: Int?

  /// Characters of one delta where neither chunk nor speed says otherwise.
  public static let defaultChunk = 64

  public init(text: String = "", thinking: String = "", calls: [SimulatorCall] = []) {
    self.text = text
    self.thinking = thinking
    self.calls = calls
  }

  /// A fault that says nothing.
  public init(error: ModelError, times: Int = 1) {
    self.init()
    self.error = error
    self.times = times
  }

  /// Whether it ends otherwise than a whole answer does.
  var isFault: Bool { error != nil || cut != nil }
}

/// A call that a simulated model asks for.
public struct SimulatorCall: Sendable, Equatable {
  public var name: String
  /// The text of the arguments, sent as it is, JSON or not.
  public var arguments: String
  /// The provider's id; by itself `llmsim_<answer>_<call>`, both from 1.
  public var id: String?

  public init(_ name: String, _ arguments: JSON, id: String? = nil) {
    self.init(name, raw: arguments.text, id: id)
  }

  public init(_ name: String, raw arguments: String, id: String? = nil) {
    self.name = name
    self.arguments = arguments
    self.id = id
  }
}

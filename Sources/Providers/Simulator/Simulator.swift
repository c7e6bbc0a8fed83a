import Events
public import Runtime
import Synchronization
import Wire

/// The provider `llmsim`: a model driver that runs offline and answers the same way every time.
///
/// Made without a script it has the models that this target's README lists; made with one it gives
/// its answers whatever model it is asked for. What it answers is a function of the request, but
/// for how often a fault has happened (`SimulatorScript`).
public final class Simulator: Model {
  /// Requests kept in `captured`; older ones are dropped.
  public static let capturedLimit = 64
  /// Faults that are counted; beyond that, counting starts again.
  public static let faultLimit = 4096

  public let provider = "llmsim"

  private struct Fault: Hashable {
    var session: SessionID
    var model: String
    var position: Int
  }

  private struct State {
    var captured: [ModelRequest] = []
    var faults: [Fault: Int] = [:]

    /// Counts a fault that has not happened `times` times yet; false where it has.
    mutating func happens(_ fault: Fault, atMost times: Int) -> Bool {
      let count = faults[fault] ?? 0
      guard count < times else { return false }
      if faults.count == Simulator.faultLimit { faults = [:] }
      faults[fault] = count + 1
      return true
    }
  }

  private let script: SimulatorScript?
  private let capture: (@Sendable (ModelRequest) -> Void)?
  private let sleep: @Sendable (Duration) async throws -> Void
  private let state = Mutex(State())

  /// A simulator with its models by name, or one that plays `script`.
  ///
  /// `capture` is called with every request before it is answered. `sleep` makes stalls and
  /// speeds, by the real clock unless a test has its own; it must throw when its task is cancelled.
  public init(
    script: SimulatorScript? = nil, capture: (@Sendable (ModelRequest) -> Void)? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void = {
      try await ContinuousClock().sleep(for: $0)
    }
  ) {
    self.script = script
    self.capture = capture
    self.sleep = sleep
  }

  /// A simulator that gives these answers in turn, and the last one from then on.
  public convenience init(answers: [String]) {
    self.init(script: SimulatorScript(answers: answers))
  }

  /// The newest requests it was sent, oldest first.
  public var captured: [ModelRequest] { state.withLock { $0.captured } }

  /// The answer, made piece by piece as it is asked for; cancelling the asking task ends it.
  ///
  /// Failure: `model_not_found` for a name it does not know, `invalid_request` for a script that
  /// cannot be read, is not of its form or has no more steps, and whatever a step says.
  public func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
    state.withLock { state in
      if state.captured.count == Self.capturedLimit { state.captured.removeFirst() }
      state.captured.append(request)
    }
    capture?(request)
    let prepared = Mutex(Result { () throws(ModelError) in try playback(of: request) })
    let sleep = sleep
    return AsyncThrowingStream {
      while true {
        let move = try prepared.withLock { prepared in
          var playback = try prepared.get()
          defer { prepared = .success(playback) }
          return playback.next()
        }
        switch move {
        case .send(let delta): return delta
        case .wait(let duration): try await sleep(duration)
        case .fail(let error): throw error
        case nil: return nil
        }
      }
    }
  }

  private func playback(of request: ModelRequest) throws(ModelError) -> SimulatorPlayback {
    let script: SimulatorScript
    if let given = self.script {
      script = given
    } else {
      script = try SimulatorModel(request.model).script(for: request)
    }
    let history = SimulatorHistory(request)
    let step = try owed(in: script, from: history.position(in: script), for: request)
    let sent = request.messages.reduce(request.system.simulatedTokens) {
      $0 + $1.json.text.simulatedTokens
    }
    let tokens = request.tools.reduce(sent) { $0 + $1.json.text.simulatedTokens }
    return SimulatorPlayback(step, answer: history.answers.count + 1, inputTokens: tokens)
  }

  /// The first step from `position` on that is an answer, or a fault that has to happen again.
  private func owed(
    in script: SimulatorScript, from position: Int, for request: ModelRequest
  ) throws(ModelError) -> SimulatorStep {
    var fault = Fault(session: request.sessionID, model: request.model, position: position)
    while let step = script.step(at: fault.position) {
      if !step.isFault || state.withLock({ $0.happens(fault, atMost: step.times) }) { return step }
      fault.position += 1
    }
    throw ModelError(
      code: .invalidRequest,
      message: "all \(script.steps.count) steps of the llmsim script were given; add steps, or "
        + "set on_exhausted to repeat or loop")
  }
}

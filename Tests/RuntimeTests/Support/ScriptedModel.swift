import Events
import Runtime
import Synchronization
import Wire

/// One answer of a scripted model.
struct Step: Sendable {
  var text = ""
  var calls: [(name: String, arguments: JSON)] = []
  /// Errors before the answer succeeds.
  var errors: [ModelError] = []
  /// Pieces after which the stream breaks off, once.
  var cutAfter: Int?
  var finish: FinishReason?
}

/// Answers by the number of whole answers the request shows, so that it goes on at the right place
/// after a crash.
final class ScriptedModel: Model {
  let provider = "scripted"
  private let steps: [Step]
  private let stage: Stage
  private let world: World
  let requests = Mutex<[ModelRequest]>([])

  init(_ steps: [Step], _ stage: Stage, _ world: World) {
    self.steps = steps
    self.stage = stage
    self.world = world
  }

  func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
    requests.withLock { $0.append(request) }
    let index = Self.answers(in: request)
    let pieces = Mutex(deltas(for: index))
    let (stage, world) = (stage, world)
    return AsyncThrowingStream {
      try stage.point()
      try await world.sleep(.milliseconds(10))
      guard let next = pieces.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return nil }
      return try next.get()
    }
  }

  static func answers(in request: ModelRequest) -> Int {
    let messages = request.messages
    return messages.indices.filter { index in
      guard messages[index].role == .agent else { return false }
      let next = index + 1 < messages.count ? messages[index + 1].content.first?.text : nil
      return next?.hasPrefix(Conversation.cutOffNote) != true
    }.count
  }

  private func deltas(for index: Int) -> [Result<ModelDelta, any Error>] {
    guard index < steps.count else { return [.success(.text("done")), .success(.finish(.stop))] }
    let step = steps[index]
    let failures = stage { state in
      defer { state.failures[index, default: 0] += 1 }
      return state.failures[index, default: 0]
    }
    if failures < step.errors.count { return [.failure(step.errors[failures])] }
    var deltas: [ModelDelta] = step.text.split(separator: " ").map { .text($0 + " ") }
    for (number, call) in step.calls.enumerated() {
      deltas.append(.callStarted(index: number, providerCallID: "call_0", name: call.name))
      deltas.append(.callArguments(index: number, fragment: call.arguments.text))
      deltas.append(.callEnded(index: number))
    }
    deltas.append(.usage(Usage(inputTokens: 10, outputTokens: deltas.count)))
    deltas.append(.finish(step.finish ?? (step.calls.isEmpty ? .stop : .toolCalls)))
    if let cut = step.cutAfter, failures == step.errors.count {
      deltas = Array(deltas.prefix(cut))
    }
    return deltas.map { .success($0) }
  }
}

/// Looks once, then gives the same answer, for every input.
struct RepeatingModel: Model {
  let provider = "scripted"

  func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
    let deltas: [ModelDelta] =
      request.messages.last?.role == .toolResult
      ? [.text("The same answer."), .finish(.stop)]
      : [
        .callStarted(index: 0, providerCallID: nil, name: "look"),
        .callArguments(index: 0, fragment: #"{"name":"same"}"#), .callEnded(index: 0),
        .finish(.toolCalls),
      ]
    let rest = Mutex(deltas[...])
    return AsyncThrowingStream { rest.withLock { $0.popFirst() } }
  }
}

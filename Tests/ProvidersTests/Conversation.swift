import Events
import Platform
import Providers
import Runtime
import Wire

/// A conversation with a simulator, as a runtime would send it.
struct Conversation {
  static let session = SessionID(time: Timestamp(microseconds: 0), random: (1, 2))

  var model = "test"
  var tools: [ToolDefinition] = []
  var messages: [PromptMessage] = []
  private var calls: UInt64 = 0

  init(_ prompt: String, model: String = "test", tools: [ToolDefinition] = []) {
    self.model = model
    self.tools = tools
    say(prompt)
  }

  var request: ModelRequest {
    ModelRequest(
      sessionID: Self.session, model: model, system: "", tools: tools, messages: messages)
  }

  /// The user says something.
  mutating func say(_ text: String...) {
    messages.append(PromptMessage(role: .user, content: text.map { .text($0) }))
  }

  /// The answer was this text.
  mutating func answered(_ text: String) {
    messages.append(PromptMessage(role: .agent, content: [.text(text)]))
  }

  /// The answer asked for a call, which came to `result` or to an error.
  mutating func called(
    _ name: String, _ arguments: JSON, result: String? = nil, error: String? = nil
  ) {
    calls += 1
    let id = CallID(time: Timestamp(microseconds: 0), random: (0, calls))
    let call = ToolCall(id: id, name: name, arguments: arguments)
    messages.append(PromptMessage(role: .agent, content: [.toolCall(call)]))
    let part = ToolResultPart(
      callID: id, content: result.map { [.text($0)] } ?? [], error: error)
    messages.append(PromptMessage(role: .toolResult, content: [.toolResult(part)]))
  }

  /// The answer broke off after this text, and the model is told so.
  mutating func brokeOff(_ text: String) {
    answered(text)
    say("[Your answer above was cut off by a crash. Go on.]")
  }
}

/// Everything a stream gave, and the error it ended in.
struct Reply: Equatable {
  var deltas: [ModelDelta] = []
  var error: ModelError?

  var text: String {
    deltas.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  var calls: [String] {
    deltas.compactMap { if case .callStarted(_, _, let name) = $0 { name } else { nil } }
  }

  /// Whether it came to its end.
  var isWhole: Bool { if case .finish = deltas.last { true } else { false } }
}

extension Simulator {
  /// Reads a whole answer.
  func reply(to conversation: Conversation) async throws -> Reply {
    var reply = Reply()
    do {
      for try await delta in stream(conversation.request) { reply.deltas.append(delta) }
    } catch let error as ModelError {
      reply.error = error
    }
    return reply
  }
}

/// A file below a directory that is removed with the last reference.
final class TemporaryFile {
  let path: String
  private let directory: String

  init(_ text: String, name: String = "script.json") throws {
    directory = try Files.makeTemporaryDirectory("yolo-providers-tests")
    path = "\(directory)/\(name)"
    try Files.write(path, Array(text.utf8))
  }

  deinit {
    // What cannot be removed is left to the system's own cleaning.
    try? Files.removeTree(directory)
  }
}

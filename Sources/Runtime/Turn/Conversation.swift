public import Events
import Wire

/// The message history, folded from inputs, answers and results; nothing else adds to it.
public struct Conversation: Sendable, Equatable {
  private var entries: [Entry] = []
  private var results: [CallID: ToolResultPart] = [:]
  /// What the model must be told with the next input.
  private var notes: [String] = []
  /// Of the answer that is being waited for: who was asked, and what came ahead of it.
  private var reasoning = Reasoning(provider: "", model: "")

  private enum Entry: Sendable, Equatable {
    case user([ContentPart])
    case agent(Message, Reasoning)
  }

  public init() {}

  /// What the model is told after an answer that was cut off; simulators and tests rely on it.
  public static let cutOffNote =
    "[Your answer above was cut off before it was complete. What you see of it is all that was "
    + "shown. Go on from there.]"

  mutating func add(_ message: Message, context: [ContextNote]) {
    var content = takeNotes().map { ContentPart.text($0) }
    content += context.map { .text($0.text) }
    entries.append(.user(content + message.content))
  }

  /// Advances by one fact; `provider` is the session's at that moment.
  mutating func apply(_ fact: Fact, provider: String) {
    switch fact {
    case .reasonStarted(let started):
      reasoning = Reasoning(provider: provider, model: started.model)
    case .reasonItem(let item): reasoning.items.append(item)
    case .outputCompleted(let completed): add(completed)
    case .toolCompleted(let completed):
      results[completed.callID] = ToolResultPart(
        callID: completed.callID, content: Self.visible(completed.result), error: completed.error)
    case .transcriptRepaired(let repaired):
      results[repaired.callID] = ToolResultPart(
        callID: repaired.callID, content: [], error: Self.noResult)
    case .turnCancelled:
      notes.append(
        "[The user interrupted the previous turn. What had been done until then stands; "
          + "nothing else was done.]")
    case .turnSealed(let sealed):
      notes.append("[The previous turn was closed without an answer: \(sealed.reason)]")
    case .turnFailed(let failed):
      notes.append("[The previous turn ended with an error: \(failed.error)]")
    default: break
    }
  }

  private mutating func add(_ completed: OutputCompleted) {
    let message = completed.message
    defer { reasoning.items = [] }
    if Self.visible(message.content).isEmpty { return }
    var reasoning = reasoning
    (reasoning.thinking, reasoning.signature) = (message.thinking, message.thinkingSignature)
    entries.append(.agent(message, reasoning))
    if completed.interrupted { entries.append(.user([.text(Self.cutOffNote)])) }
  }

  /// The parts that a provider accepts: blank text is refused by some.
  private static func visible(_ content: [ContentPart]) -> [ContentPart] {
    content.filter { $0.text?.allSatisfy(\.isWhitespace) != true }
  }

  private mutating func takeNotes() -> [String] {
    defer { notes = [] }
    return notes
  }

  private static let noResult = "no result was recorded for this call; its outcome is unknown"

  /// The calls that have no result.
  var unanswered: [ToolCall] {
    entries.flatMap { entry -> [ToolCall] in
      guard case .agent(let message, _) = entry else { return [] }
      return message.calls.filter { results[$0.id] == nil }
    }
  }

  /// The text of the last answer, if there is one.
  public var lastAnswer: Message? {
    for case .agent(let message, _) in entries.reversed() { return message }
    return nil
  }

  /// The history as a model is sent it.
  ///
  /// Guarantee: whatever the log, no content is empty or blank, neighbouring user parts are one
  /// message, and every call is followed by exactly one result.
  public var messages: [PromptMessage] {
    var messages: [PromptMessage] = []
    for entry in entries {
      switch entry {
      case .user(let content):
        let content = Self.visible(content)
        if content.isEmpty { continue }
        if messages.last?.role == .user {
          messages[messages.count - 1].content += content
        } else {
          messages.append(PromptMessage(role: .user, content: content))
        }
      case .agent(let message, let reasoning):
        messages.append(
          PromptMessage(
            role: .agent, content: Self.visible(message.content), reasoning: reasoning))
        let calls = message.calls
        if calls.isEmpty { continue }
        let parts = calls.map { call in
          results[call.id]
            ?? ToolResultPart(callID: call.id, content: [], error: Self.noResult)
        }
        messages.append(
          PromptMessage(role: .toolResult, content: parts.map { .toolResult($0) }))
      }
    }
    return messages
  }
}

public import Events
public import Wire

/// A driver for one provider's wire.
///
/// It maps a neutral request to its wire and bytes to deltas; it never reads the environment and
/// never retries, which is the runtime's part.
public protocol Model: Sendable {
  /// The provider name it is registered under.
  var provider: String { get }
  /// The answer as it arrives. Cancelling the consuming task ends the request.
  ///
  /// Failure: the stream throws `ModelError`. A stream that ends without `finish` counts as cut.
  func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error>
}

/// Everything a model is sent, in no provider's terms.
public struct ModelRequest: Sendable, Equatable {
  public var sessionID: SessionID
  public var model: String
  public var effort: String?
  public var system: String
  public var tools: [ToolDefinition]
  public var messages: [PromptMessage]

  public init(
    sessionID: SessionID, model: String, effort: String? = nil, system: String,
    tools: [ToolDefinition], messages: [PromptMessage]
  ) {
    self.sessionID = sessionID
    self.model = model
    self.effort = effort
    self.system = system
    self.tools = tools
    self.messages = messages
  }

  /// The form of `yolo context --json` and of captured requests.
  public var json: JSON {
    var json: JSON = [
      "session_id": sessionID.json, "model": .string(model), "system": .string(system),
      "tools": .array(tools.map(\.json)), "messages": .array(messages.map(\.json)),
    ]
    if let effort { json["effort"] = .string(effort) }
    return json
  }
}

/// One entry of the history as a model is sent it.
///
/// Guarantee of the runtime: roles alternate sensibly, no content is empty, and every tool call is
/// followed by exactly one result, in the order of the calls.
public struct PromptMessage: Sendable, Equatable {
  public var role: Role
  public var content: [ContentPart]
  /// Reasoning that belongs to an agent message, for the provider that wrote it.
  public var reasoning: Reasoning?

  public init(role: Role, content: [ContentPart], reasoning: Reasoning? = nil) {
    self.role = role
    self.content = content
    self.reasoning = reasoning
  }

  public var json: JSON {
    var json: JSON = ["role": role.json, "content": content.json]
    if let thinking = reasoning?.thinking { json["thinking"] = .string(thinking) }
    return json
  }
}

/// Thinking that came with an answer; of use only to the provider and model it came from.
public struct Reasoning: Sendable, Equatable {
  public var provider: String
  public var model: String
  public var thinking: String?
  public var signature: String?
  public var items: [ReasonItem]

  public init(
    provider: String, model: String, thinking: String? = nil, signature: String? = nil,
    items: [ReasonItem] = []
  ) {
    self.provider = provider
    self.model = model
    self.thinking = thinking
    self.signature = signature
    self.items = items
  }
}

/// One piece of an answer.
public enum ModelDelta: Sendable, Equatable {
  case text(String)
  case thinking(String)
  case thinkingSignature(String)
  case reasonItem(ReasonItem)
  /// A call begins; `index` names it until the answer ends.
  case callStarted(index: Int, providerCallID: String?, name: String)
  case callArguments(index: Int, fragment: String)
  case callEnded(index: Int)
  /// What the whole answer has cost so far; the last one counts.
  case usage(Usage)
  case finish(FinishReason)
}

/// Why a provider did not answer, in its own words.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
  public var code: ErrorCode
  public var message: String
  /// How long the provider asks to wait.
  public var retryAfter: Duration?

  public init(code: ErrorCode, message: String, retryAfter: Duration? = nil) {
    self.code = code
    self.message = message
    self.retryAfter = retryAfter
  }

  public var description: String { message }
}

public import Wire

/// What is shown while it happens and never stored: the fact that completes it replaces it.
public enum Preview: Sendable, Equatable {
  case outputDelta(messageID: MessageID, text: String)
  case thinkingDelta(messageID: MessageID, text: String)
  case toolOutput(callID: CallID, text: String)

  public var type: String {
    switch self {
    case .outputDelta: "output.message.delta"
    case .thinkingDelta: "reason.thinking.delta"
    case .toolOutput: "tool.output.delta"
    }
  }

  public var data: JSON {
    switch self {
    case .outputDelta(let id, let text), .thinkingDelta(let id, let text):
      ["message_id": id.json, "delta": .string(text)]
    case .toolOutput(let id, let text):
      ["tool_call_id": id.json, "delta": .string(text)]
    }
  }
}

/// One thing a follower of a session is told, in order.
public enum Update: Sendable, Equatable {
  case event(Event)
  case preview(Preview)
}

public import Wire

/// A fact of the moment a turn began (date, repository status), replayed identically ever after.
public struct ContextNote: JSONRepresentable {
  public var kind: String
  public var text: String

  public init(kind: String, text: String) {
    self.kind = kind
    self.text = text
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    kind = try fields("kind")
    text = try fields("text")
  }

  public var json: JSON { record(("kind", kind.json), ("text", text.json)) }
}

/// `turn.started`: one input is being worked on.
public struct TurnStarted: FactPayload {
  public static let type = "turn.started"
  public var turnID: TurnID
  public var inputMessageID: MessageID
  /// The blob that holds the system prompt and the tools of this turn.
  public var configHash: String
  public var context: [ContextNote]

  public init(
    turnID: TurnID, inputMessageID: MessageID, configHash: String, context: [ContextNote]
  ) {
    self.turnID = turnID
    self.inputMessageID = inputMessageID
    self.configHash = configHash
    self.context = context
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields("turn_id")
    inputMessageID = try fields("input_message_id")
    configHash = try fields("config_hash")
    context = try fields.list("context")
  }

  public var json: JSON {
    record(
      ("turn_id", turnID.json), ("input_message_id", inputMessageID.json),
      ("config_hash", configHash.json), ("context", context.jsonUnlessEmpty))
  }
}

/// `turn.interrupt_requested`: recorded before anything is stopped, so that no crash can restart
/// what the user stopped.
public struct InterruptRequested: FactPayload {
  public static let type = "turn.interrupt_requested"
  public var turnID: TurnID
  public var by: String

  public init(turnID: TurnID, by: String) {
    self.turnID = turnID
    self.by = by
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields("turn_id")
    by = try fields("by")
  }

  public var json: JSON { record(("turn_id", turnID.json), ("by", by.json)) }
}

/// What a turn came to; the end of a turn in every one of its four forms carries it.
public struct TurnSummary: JSONRepresentable {
  /// Characters of the answer repeated in the event that ends the turn.
  public static let previewLimit = 2000

  public var turnID: TurnID
  public var iterations: Int
  public var usage: Usage
  public var durationMs: Int
  public var toolCallCount: Int
  public var llmCallCount: Int
  public var timeToFirstTokenMs: Int?
  public var finalMessageID: MessageID?
  public var finalAnswerPreview: String?

  public init(
    turnID: TurnID, iterations: Int = 0, usage: Usage = Usage(), durationMs: Int = 0,
    toolCallCount: Int = 0, llmCallCount: Int = 0, timeToFirstTokenMs: Int? = nil,
    finalMessageID: MessageID? = nil, finalAnswerPreview: String? = nil
  ) {
    self.turnID = turnID
    self.iterations = iterations
    self.usage = usage
    self.durationMs = durationMs
    self.toolCallCount = toolCallCount
    self.llmCallCount = llmCallCount
    self.timeToFirstTokenMs = timeToFirstTokenMs
    self.finalMessageID = finalMessageID
    self.finalAnswerPreview = finalAnswerPreview.map { String($0.prefix(Self.previewLimit)) }
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields("turn_id")
    iterations = try fields("iterations")
    usage = try fields("usage")
    durationMs = try fields("duration_ms")
    toolCallCount = try fields("tool_call_count")
    llmCallCount = try fields("llm_call_count")
    timeToFirstTokenMs = try fields.optional("time_to_first_token_ms")
    finalMessageID = try fields.optional("final_message_id")
    finalAnswerPreview = try fields.optional("final_answer_preview")
  }

  public var json: JSON {
    record(
      ("turn_id", turnID.json), ("iterations", iterations.json), ("usage", usage.json),
      ("duration_ms", durationMs.json), ("tool_call_count", toolCallCount.json),
      ("llm_call_count", llmCallCount.json),
      ("time_to_first_token_ms", timeToFirstTokenMs?.json),
      ("final_message_id", finalMessageID?.json),
      ("final_answer_preview", finalAnswerPreview?.json))
  }
}

/// Adds the members of `more` to those of `summary`.
private func merged(_ summary: TurnSummary, _ more: (key: String, value: JSON)...) -> JSON {
  var json = summary.json
  for (key, value) in more { json[key] = value }
  return json
}

/// `turn.completed`: the model gave its final answer.
public struct TurnCompleted: FactPayload {
  public static let type = "turn.completed"
  public var summary: TurnSummary

  public init(summary: TurnSummary) { self.summary = summary }

  public init(json: JSON) throws(FormatError) { summary = try TurnSummary(json: json) }

  public var json: JSON { summary.json }
}

/// `turn.failed`: it cannot go on; the provider's own words are in `error`.
public struct TurnFailed: FactPayload {
  public static let type = "turn.failed"
  public var summary: TurnSummary
  public var error: String
  public var errorCode: ErrorCode

  public init(summary: TurnSummary, error: String, errorCode: ErrorCode) {
    self.summary = summary
    self.error = error
    self.errorCode = errorCode
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    summary = try TurnSummary(json: json)
    error = try fields("error")
    errorCode = try fields("error_code")
  }

  public var json: JSON {
    merged(summary, ("error", error.json), ("error_code", errorCode.json))
  }
}

/// `turn.cancelled`: the user interrupted it, and everything it ran has ended.
public struct TurnCancelled: FactPayload {
  public static let type = "turn.cancelled"
  public var summary: TurnSummary
  public var reason: String

  public init(summary: TurnSummary, reason: String) {
    self.summary = summary
    self.reason = reason
  }

  public init(json: JSON) throws(FormatError) {
    summary = try TurnSummary(json: json)
    reason = try Fields(json)("reason")
  }

  public var json: JSON { merged(summary, ("reason", reason.json)) }
}

/// `turn.sealed`: closed without an answer, so that nothing continues it by itself.
public struct TurnSealed: FactPayload {
  public static let type = "turn.sealed"
  public var summary: TurnSummary
  public var reason: String

  public init(summary: TurnSummary, reason: String) {
    self.summary = summary
    self.reason = reason
  }

  public init(json: JSON) throws(FormatError) {
    summary = try TurnSummary(json: json)
    reason = try Fields(json)("reason")
  }

  public var json: JSON { merged(summary, ("reason", reason.json)) }
}

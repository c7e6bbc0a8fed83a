public import Wire

/// Why a model call or a turn failed; the same words in events, results and exit codes.
public enum ErrorCode: String, JSONRepresentable {
  case authentication, permission
  case quotaExhausted = "quota_exhausted"
  case rateLimited = "rate_limited"
  case overloaded, unavailable, timeout, network
  case requestTooLarge = "request_too_large"
  case invalidRequest = "invalid_request"
  case modelNotFound = "model_not_found"
  case refusal
  case maxTokens = "max_tokens"
  case maxTurnRequests = "max_turn_requests"
  case cancelled, interrupted, `internal`
}

/// Why an answer ended.
public enum FinishReason: String, JSONRepresentable {
  case stop
  case toolCalls = "tool_calls"
  case maxTokens = "max_tokens"
  case refusal
  /// The stream broke off or was cut; what was received is kept.
  case cut
}

/// `reason.started`: the model is asked; queued inputs take their place in the history here.
public struct ReasonStarted: FactPayload {
  public static let type = "reason.started"
  /// 1 for the first answer of the turn; repeated attempts at one answer share it.
  public var iteration: Int
  public var attempt: Int
  public var model: String
  public var purpose: String
  public var inputs: [MessageID]

  public init(
    iteration: Int, attempt: Int, model: String, purpose: String = "turn", inputs: [MessageID]
  ) {
    self.iteration = iteration
    self.attempt = attempt
    self.model = model
    self.purpose = purpose
    self.inputs = inputs
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    iteration = try fields("iteration")
    attempt = try fields("attempt")
    model = try fields("model")
    purpose = try fields("purpose")
    inputs = try fields.list("inputs")
  }

  public var json: JSON {
    record(
      ("iteration", iteration.json), ("attempt", attempt.json), ("model", model.json),
      ("purpose", purpose.json), ("inputs", inputs.json))
  }
}

/// `output.message.started`: recorded before the request leaves.
public struct OutputStarted: FactPayload {
  public static let type = "output.message.started"
  public var messageID: MessageID
  public var model: String
  public var iteration: Int

  public init(messageID: MessageID, model: String, iteration: Int) {
    self.messageID = messageID
    self.model = model
    self.iteration = iteration
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    messageID = try fields("message_id")
    model = try fields("model")
    iteration = try fields("iteration")
  }

  public var json: JSON {
    record(
      ("message_id", messageID.json), ("model", model.json), ("iteration", iteration.json))
  }
}

/// `reason.item`: a provider's own reasoning, opaque to us, replayed only to that provider.
public struct ReasonItem: FactPayload {
  public static let type = "reason.item"
  public var provider: String
  public var model: String
  public var itemID: String
  public var encryptedContent: String?
  public var summary: [String]

  public init(
    provider: String, model: String, itemID: String, encryptedContent: String? = nil,
    summary: [String] = []
  ) {
    self.provider = provider
    self.model = model
    self.itemID = itemID
    self.encryptedContent = encryptedContent
    self.summary = summary
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    provider = try fields("provider")
    model = try fields("model")
    itemID = try fields("item_id")
    encryptedContent = try fields.optional("encrypted_content")
    summary = try fields.list("summary")
  }

  public var json: JSON {
    record(
      ("provider", provider.json), ("model", model.json), ("item_id", itemID.json),
      ("encrypted_content", encryptedContent?.json), ("summary", summary.json))
  }
}

/// `output.message.completed`: an answer, whole or (`interrupted`) as far as it was received.
public struct OutputCompleted: FactPayload {
  public static let type = "output.message.completed"
  public var message: Message
  public var usage: Usage
  public var finishReason: FinishReason
  public var interrupted: Bool

  public init(
    message: Message, usage: Usage = Usage(), finishReason: FinishReason,
    interrupted: Bool = false
  ) {
    self.message = message
    self.usage = usage
    self.finishReason = finishReason
    self.interrupted = interrupted
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    message = try fields("message")
    usage = try fields("usage")
    finishReason = try fields("finish_reason")
    interrupted = try fields.optional("interrupted") ?? false
  }

  public var json: JSON {
    record(
      ("message", message.json), ("usage", usage.json), ("finish_reason", finishReason.json),
      ("interrupted", interrupted ? true : nil))
  }
}

/// `reason.completed`: how one attempt at an answer ended.
public struct ReasonCompleted: FactPayload {
  public static let type = "reason.completed"
  /// Characters of the answer or of the failure repeated here for lists.
  public static let previewLimit = 200

  public var success: Bool
  public var toolCallCount: Int
  public var textPreview: String
  public var error: String?
  public var errorCode: ErrorCode?
  public var usage: Usage?
  public var durationMs: Int
  public var timeToFirstTokenMs: Int?

  public init(
    success: Bool, toolCallCount: Int = 0, textPreview: String = "", error: String? = nil,
    errorCode: ErrorCode? = nil, usage: Usage? = nil, durationMs: Int = 0,
    timeToFirstTokenMs: Int? = nil
  ) {
    self.success = success
    self.toolCallCount = toolCallCount
    self.textPreview = String(textPreview.prefix(Self.previewLimit))
    self.error = error
    self.errorCode = errorCode
    self.usage = usage
    self.durationMs = durationMs
    self.timeToFirstTokenMs = timeToFirstTokenMs
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    success = try fields("success")
    toolCallCount = try fields("tool_call_count")
    textPreview = try fields("text_preview")
    error = try fields.optional("error")
    errorCode = try fields.optional("error_code")
    usage = try fields.optional("usage")
    durationMs = try fields("duration_ms")
    timeToFirstTokenMs = try fields.optional("time_to_first_token_ms")
  }

  public var json: JSON {
    record(
      ("success", success.json), ("has_tool_calls", (toolCallCount > 0).json),
      ("tool_call_count", toolCallCount.json), ("text_preview", textPreview.json),
      ("error", error?.json), ("error_code", errorCode?.json), ("usage", usage?.json),
      ("duration_ms", durationMs.json), ("time_to_first_token_ms", timeToFirstTokenMs?.json))
  }
}

/// `retry.scheduled`: the same question will be asked again, not before `until`.
public struct RetryScheduled: FactPayload {
  public static let type = "retry.scheduled"
  public var attempt: Int
  public var of: Int
  public var errorCode: ErrorCode
  public var until: Timestamp

  public init(attempt: Int, of: Int, errorCode: ErrorCode, until: Timestamp) {
    self.attempt = attempt
    self.of = of
    self.errorCode = errorCode
    self.until = until
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    attempt = try fields("attempt")
    of = try fields("of")
    errorCode = try fields("error_code")
    until = try fields("until")
  }

  public var json: JSON {
    record(
      ("attempt", attempt.json), ("of", of.json), ("error_code", errorCode.json),
      ("until", until.json))
  }
}

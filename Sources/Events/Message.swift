public import Wire

/// One entry of a conversation.
public struct Message: JSONRepresentable {
  public var id: MessageID
  public var role: Role
  public var content: [ContentPart]
  /// What an answer is for, where the provider says so: `commentary` or `final_answer`.
  public var phase: String?
  public var thinking: String?
  public var thinkingSignature: String?
  public var createdAt: Timestamp

  public init(
    id: MessageID, role: Role, content: [ContentPart], phase: String? = nil,
    thinking: String? = nil, thinkingSignature: String? = nil, createdAt: Timestamp
  ) {
    self.id = id
    self.role = role
    self.content = content
    self.phase = phase
    self.thinking = thinking
    self.thinkingSignature = thinkingSignature
    self.createdAt = createdAt
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    id = try fields("id")
    role = try fields("role")
    content = try fields("content")
    phase = try fields.optional("phase")
    thinking = try fields.optional("thinking")
    thinkingSignature = try fields.optional("thinking_signature")
    createdAt = try fields("created_at")
  }

  public var json: JSON {
    record(
      ("id", id.json), ("role", role.json), ("content", content.json), ("phase", phase?.json),
      ("thinking", thinking?.json), ("thinking_signature", thinkingSignature?.json),
      ("created_at", createdAt.json))
  }

  /// All text parts, joined without a separator.
  public var text: String { content.compactMap(\.text).joined() }

  /// The calls the message asks for, in the model's order.
  public var calls: [ToolCall] {
    content.compactMap { part in if case .toolCall(let call) = part { call } else { nil } }
  }
}

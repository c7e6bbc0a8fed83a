public import Wire

/// A session in lists: a projection of its log, never a source of anything.
public struct SessionSummary: Sendable, Equatable {
  public enum Kind: String, JSONRepresentable {
    case chat
    case oneShot = "one_shot"
    case child
  }

  public enum Status: String, JSONRepresentable {
    /// No turn is open.
    case idle
    /// A turn is open and somebody drives it.
    case running
    /// A turn is open and nobody does.
    case interrupted
  }

  public var id: SessionID
  public var kind: Kind
  /// Given by the user, else the beginning of the first input.
  public var title: String
  public var cwd: String
  public var provider: String
  public var model: String
  public var status: Status
  /// Inputs and answers.
  public var messages: Int
  public var usage: Usage
  public var createdAt: Timestamp
  public var updatedAt: Timestamp
  public var origin: Origin?

  public init(
    id: SessionID, kind: Kind = .chat, title: String = "", cwd: String = "",
    provider: String = "", model: String = "", status: Status = .idle, messages: Int = 0,
    usage: Usage = Usage(), createdAt: Timestamp, updatedAt: Timestamp, origin: Origin? = nil
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.cwd = cwd
    self.provider = provider
    self.model = model
    self.status = status
    self.messages = messages
    self.usage = usage
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.origin = origin
  }

  /// The form of `yolo sessions list --json`.
  public var json: JSON {
    [
      "id": id.json, "title": title.json, "cwd": cwd.json, "status": status.json,
      "provider": provider.json, "model": model.json, "messages": messages.json,
      "cost_usd": usage.estimatedCostUSD?.json ?? .null, "created_at": createdAt.json,
      "updated_at": updatedAt.json,
    ]
  }
}

public import Wire

/// What somebody wants of a session; the session answers each with a `Receipt`.
public enum Command: Sendable, Equatable {
  /// A new input. The key makes submitting it again harmless.
  case prompt(content: [ContentPart], delivery: Delivery, key: String)
  /// Takes a queued input back.
  case withdraw(key: String)
  /// Ends the open turn, or one of its calls.
  case interrupt(Interruption)
  /// Ends the wait before the next attempt of a model call.
  case retryNow
  case set(Setting)
  case rename(title: String)
  /// Abandons everything after an event; refused while a turn is open, or was open then.
  case rewind(toSequence: Int)
}

extension Command {
  /// The key under which an input may be submitted again without any effect; nil for other
  /// commands.
  public var inputKey: String? {
    if case .prompt(_, _, let key) = self { key } else { nil }
  }
}

/// What an interrupt ends.
public enum Interruption: Sendable, Equatable {
  case turn
  case call(CallID)
}

/// A setting of one session.
public enum Setting: Sendable, Equatable {
  case model(provider: String, model: String)
  case effort(String?)
  case cwd(String)
}

/// What became of a command.
public enum Receipt: Sendable, Equatable {
  /// It is in the log; where it was there already, this is its place.
  case recorded(sequence: Int)
  /// Nothing changed, and why.
  case refused(String)
  /// The log could not be written.
  case failed(String)
}

extension Command: JSONRepresentable {
  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    let type: String = try fields("type")
    switch type {
    case "prompt":
      self = .prompt(
        content: try fields("content"), delivery: try fields("delivery"), key: try fields("key"))
    case "withdraw": self = .withdraw(key: try fields("key"))
    case "interrupt":
      let call: CallID? = try fields.optional("tool_call_id")
      self = .interrupt(call.map { .call($0) } ?? .turn)
    case "retry_now": self = .retryNow
    case "set_model":
      self = .set(.model(provider: try fields("provider"), model: try fields("model")))
    case "set_effort": self = .set(.effort(try fields.optional("effort")))
    case "set_cwd": self = .set(.cwd(try fields("cwd")))
    case "rename": self = .rename(title: try fields("title"))
    case "rewind": self = .rewind(toSequence: try fields("to_sequence"))
    default: throw FormatError(path: "type", expected: "a known command, found \(type)")
    }
  }

  public var json: JSON {
    switch self {
    case .prompt(let content, let delivery, let key):
      [
        "type": "prompt", "content": content.json, "delivery": delivery.json,
        "key": .string(key),
      ]
    case .withdraw(let key): ["type": "withdraw", "key": .string(key)]
    case .interrupt(.turn): ["type": "interrupt"]
    case .interrupt(.call(let id)): ["type": "interrupt", "tool_call_id": id.json]
    case .retryNow: ["type": "retry_now"]
    case .set(.model(let provider, let model)):
      ["type": "set_model", "provider": .string(provider), "model": .string(model)]
    case .set(.effort(let effort)): record(("type", "set_effort"), ("effort", effort?.json))
    case .set(.cwd(let path)): ["type": "set_cwd", "cwd": .string(path)]
    case .rename(let title): ["type": "rename", "title": .string(title)]
    case .rewind(let sequence): ["type": "rewind", "to_sequence": sequence.json]
    }
  }
}

public import Wire

/// Who a message is from, in the terms of the history sent to a model.
public enum Role: String, JSONRepresentable { case system, user, agent, toolResult = "tool_result" }

/// One piece of a message.
public enum ContentPart: JSONRepresentable {
  case text(String)
  case image(ImagePart)
  case toolCall(ToolCall)
  case toolResult(ToolResultPart)

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    let type: String = try fields("type")
    switch type {
    case "text": self = .text(try fields("text"))
    case "image": self = .image(try ImagePart(json: json))
    case "tool_call": self = .toolCall(try ToolCall(json: json))
    case "tool_result": self = .toolResult(try ToolResultPart(json: json))
    default: throw FormatError(path: "type", expected: "a content part, found \(type)")
    }
  }

  public var json: JSON {
    switch self {
    case .text(let text): ["type": "text", "text": .string(text)]
    case .image(let image): image.json
    case .toolCall(let call): call.part
    case .toolResult(let result): result.json
    }
  }

  /// The text of a text part, nil for the others.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// A picture, in the log always by the hash of its blob.
public struct ImagePart: JSONRepresentable {
  public var blob: String?
  public var url: String?
  public var mediaType: String
  public var width: Int?
  public var height: Int?

  public init(
    blob: String? = nil, url: String? = nil, mediaType: String, width: Int? = nil,
    height: Int? = nil
  ) {
    self.blob = blob
    self.url = url
    self.mediaType = mediaType
    self.width = width
    self.height = height
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    blob = try fields.optional("image_id")
    url = try fields.optional("url")
    mediaType = try fields("media_type")
    width = try fields.optional("width")
    height = try fields.optional("height")
  }

  public var json: JSON {
    record(
      ("type", "image"), ("image_id", blob?.json), ("url", url?.json),
      ("media_type", mediaType.json), ("width", width?.json), ("height", height?.json))
  }
}

/// A call the model asked for. `id` is ours; the provider's own id is data for that provider only.
public struct ToolCall: JSONRepresentable {
  public var id: CallID
  public var name: String
  /// Always an object; an empty one where the model's text was none.
  public var arguments: JSON
  /// Why the call cannot be run: what was wrong with the text of its arguments.
  public var malformed: String?
  /// That text, as the model wrote it.
  public var rawArguments: String?
  public var providerCallID: String?

  public init(
    id: CallID, name: String, arguments: JSON, malformed: String? = nil,
    rawArguments: String? = nil, providerCallID: String? = nil
  ) {
    self.id = id
    self.name = name
    self.arguments = arguments
    self.malformed = malformed
    self.rawArguments = rawArguments
    self.providerCallID = providerCallID
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    id = try fields("id")
    name = try fields("name")
    arguments = try fields.optional("arguments") ?? .object([:])
    malformed = try fields.optional("malformed")
    rawArguments = try fields.optional("raw_arguments")
    providerCallID = try fields.optional("provider_call_id")
  }

  public var json: JSON {
    record(
      ("id", id.json), ("name", name.json), ("arguments", arguments),
      ("malformed", malformed?.json), ("raw_arguments", rawArguments?.json),
      ("provider_call_id", providerCallID?.json))
  }

  var part: JSON {
    var part = json
    part["type"] = "tool_call"
    return part
  }
}

/// What a call came to, as it stands in the history: a result or an error, never both.
public struct ToolResultPart: JSONRepresentable {
  public var callID: CallID
  public var content: [ContentPart]
  public var error: String?

  public init(callID: CallID, content: [ContentPart], error: String? = nil) {
    self.callID = callID
    self.content = content
    self.error = error
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    callID = try fields("tool_call_id")
    content = try fields.list("result")
    error = try fields.optional("error")
  }

  public var json: JSON {
    record(
      ("type", "tool_result"), ("tool_call_id", callID.json), ("result", content.jsonUnlessEmpty),
      ("error", error?.json))
  }
}

import Events
import Wire

/// What a turn is told besides its history: stored once as a blob, named by its hash.
public struct Composition: Sendable, Equatable {
  public var system: String
  public var tools: [ToolDefinition]

  public init(system: String, tools: [ToolDefinition]) {
    self.system = system
    self.tools = tools
  }

  /// The bytes of the blob; members keep their order, so that a stored composition is sent as the
  /// same bytes as a fresh one.
  var bytes: [UInt8] {
    let json: JSON = ["system": .string(system), "tools": .array(tools.map(\.json))]
    return json.bytes
  }

  init(bytes: [UInt8]) throws {
    let json = try JSON.parse(bytes)
    guard let system = json["system"]?.string, let tools = json["tools"]?.array else {
      throw FormatError(path: "composition", expected: "a system prompt and tools")
    }
    self.system = system
    self.tools = try tools.map { tool in
      guard let name = tool["name"]?.string, let description = tool["description"]?.string,
        let parameters = tool["parameters"], let effect = tool["effect_class"]
      else { throw FormatError(path: "composition.tools", expected: "a tool definition") }
      return ToolDefinition(
        name: name, description: description, parameters: parameters,
        effectClass: try EffectClass(json: effect))
    }
  }
}

/// The one way a request comes into being: what is inspected is what is sent.
func assemble(_ state: SessionState, _ composition: Composition) -> ModelRequest {
  ModelRequest(
    sessionID: state.id, model: state.settings?.model ?? "", effort: state.settings?.effort,
    system: composition.system, tools: composition.tools, messages: state.conversation.messages)
}

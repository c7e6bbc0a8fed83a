import Events
import Wire

/// What the sessions of a process work with.
struct Kit: Sendable {
  private let models: [String: any Model]
  private let capabilities: [Capability]
  private let tools: [String: any Tool]
  private let toolOrder: [String]
  let redact: Redactor

  /// Of two tools of one name the later one counts, in the place of the first.
  init(models: [any Model], capabilities: [Capability], redact: Redactor) {
    self.models = Dictionary(models.map { ($0.provider, $0) }) { _, later in later }
    self.capabilities = capabilities
    self.redact = redact
    let all = capabilities.flatMap(\.tools)
    tools = Dictionary(all.map { ($0.definition.name, $0) }) { _, later in later }
    var seen: Set<String> = []
    toolOrder = all.map(\.definition.name).filter { seen.insert($0).inserted }
  }

  /// What a turn is told besides its history.
  func compose(_ workspace: Workspace) async -> Composition {
    var parts: [String] = []
    for capability in capabilities {
      let part = await capability.prompt(workspace)
      if !part.allSatisfy(\.isWhitespace) { parts.append(part) }
    }
    return Composition(
      system: parts.joined(separator: "\n\n"),
      tools: toolOrder.compactMap { tools[$0]?.definition })
  }

  /// The facts of this moment.
  func context(_ workspace: Workspace) async -> [ContextNote] {
    var notes: [ContextNote] = []
    for capability in capabilities { notes += await capability.context(workspace) }
    return notes
  }

  /// Failure: `ModelError` with code `model_not_found`, naming what there is.
  func model(_ provider: String) throws(ModelError) -> any Model {
    if let model = models[provider] { return model }
    let known = models.keys.sorted().joined(separator: ", ")
    throw ModelError(
      code: .modelNotFound,
      message: "no model driver \"\(provider)\" is registered; registered: "
        + (known.isEmpty ? "none" : known))
  }

  func tool(_ name: String) -> (any Tool)? { tools[name] }

  func unknownTool(_ name: String) -> String {
    "there is no tool \"\(name)\"; there are: \(toolOrder.joined(separator: ", "))"
  }

  enum Check {
    case accepted(any Tool)
    case refused(String)
  }

  /// Whether a call can be prepared at all.
  func check(_ call: ToolCall) -> Check {
    if let malformed = call.malformed {
      return .refused("\(call.name) was not run: \(malformed)")
    }
    guard let tool = tools[call.name] else { return .refused(unknownTool(call.name)) }
    let problems = JSONSchema(tool.definition.parameters).problems(in: call.arguments)
    if problems.isEmpty { return .accepted(tool) }
    let list = problems.map { "\($0)" }.joined(separator: "; ")
    return .refused("the arguments of \(call.name) do not fit its schema: \(list)")
  }

  func touches(_ call: ToolCall, _ workspace: Workspace) -> Touches {
    switch check(call) {
    case .accepted(let tool): tool.touches(call.arguments, in: workspace)
    case .refused: .nothing
    }
  }

  /// Whether every capability lets a call run.
  func permit(_ call: ToolCall, _ definition: ToolDefinition) async -> Permission {
    for capability in capabilities {
      let answer = await capability.permit(call, definition)
      if answer != .allow { return answer }
    }
    return .allow
  }
}

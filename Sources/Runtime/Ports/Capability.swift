public import Events

/// A value that contributes to what the model is told and may do; nothing else adds to a prompt.
public struct Capability: Sendable {
  public var id: String
  public var tools: [any Tool]
  /// A part of the system prompt, stable while what it is made from is; empty adds nothing.
  public var prompt: @Sendable (Workspace) async -> String
  /// Facts of the moment, asked when a turn begins and attached to its input.
  public var context: @Sendable (Workspace) async -> [ContextNote]
  /// Whether a call may run at all.
  public var permit: @Sendable (ToolCall, ToolDefinition) async -> Permission

  public init(
    id: String, tools: [any Tool] = [],
    prompt: @escaping @Sendable (Workspace) async -> String = { _ in "" },
    context: @escaping @Sendable (Workspace) async -> [ContextNote] = { _ in [] },
    permit: @escaping @Sendable (ToolCall, ToolDefinition) async -> Permission = { _, _ in .allow }
  ) {
    self.id = id
    self.tools = tools
    self.prompt = prompt
    self.context = context
    self.permit = permit
  }
}

/// The answer to whether a call may run.
public enum Permission: Sendable, Equatable {
  case allow
  /// The reason is given to the model.
  case deny(String)
}

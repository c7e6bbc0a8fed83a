package import Events
package import Runtime

/// What makes the runtime a coding agent.
package enum CodingAgent {
  /// The capabilities of a session, in the order in which they contribute.
  ///
  /// `variables` are those that children get, without provider keys. `configDirectory` is the
  /// user's own, where personal instructions may be.
  package static func capabilities(
    tools: [any Tool], configDirectory: String?, variables: [String: String],
    world: World
  ) -> [Capability] {
    [
      .base, Capability(id: "session_file_system", tools: tools),
      .environment(variables: variables, world: world),
      .instructions(configDirectory: configDirectory),
    ]
  }
}

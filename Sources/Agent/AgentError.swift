/// Why an agent could not be set up; the message says what to do.
package struct AgentError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// A wrong argument.
    case usage
    /// Something has to be configured or is not built yet.
    case notConfigured
  }

  package var code: Code
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }

  static func unknownProvider(_ name: String) -> AgentError {
    let names = ProviderCatalog.all.map(\.name).joined(separator: ", ")
    return AgentError(.usage, "there is no provider named \"\(name)\"; there are \(names)")
  }

  static func notBuilt(_ provider: String) -> AgentError {
    AgentError(
      .notConfigured,
      "provider \(provider) is not there yet in this version; use --provider llmsim")
  }

  static func noModel(_ provider: String) -> AgentError {
    AgentError(.usage, "provider \(provider) has no default model; name one with --model")
  }

  /// Names the variables of the providers that can be talked to, and no others.
  static func notConfigured(_ drivers: [String]) -> AgentError {
    let variables = ProviderCatalog.all.filter { drivers.contains($0.name) }
      .compactMap(\.configuredBy.first)
    let last = variables.last.map { variables.count > 1 ? " or \($0)" : $0 } ?? ""
    let advice =
      variables.isEmpty
      ? "this version has none but the simulator: use --provider llmsim, which works offline"
      : "set \(variables.dropLast().joined(separator: ", "))\(last), or use --provider llmsim, "
        + "which works offline"
    return AgentError(.notConfigured, "no provider is configured: \(advice)")
  }
}

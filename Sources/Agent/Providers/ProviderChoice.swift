/// The provider and the model that a session is to use.
package struct ProviderChoice: Sendable, Equatable {
  package var provider: String
  /// The model's name in the provider's own terms.
  package var model: String
  package var effort: String?

  package init(provider: String, model: String, effort: String? = nil) {
    self.provider = provider
    self.model = model
    self.effort = effort
  }
}

extension ProviderCatalog {
  /// Chooses: `flag`, else the provider in a model given as `provider/model`, else the first one
  /// that is configured.
  ///
  /// `model` may end in `:effort`, except for llmsim, whose models have colons of their own.
  /// Without it `YOLO_MODEL` is taken, where it does not name another provider. `drivers` are the
  /// providers that this version can talk to.
  package static func choose(
    flag: String?, model: String?, environment: [String: String], drivers: [String] = ["llmsim"]
  ) -> Result<ProviderChoice, AgentError> {
    let saved = environment["YOLO_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
    let provider: Provider
    if let flag {
      guard let known = named(flag) else { return .failure(.unknownProvider(flag)) }
      provider = known
    } else if let prefixed = prefix(of: model ?? saved) {
      provider = prefixed
    } else if let configured = all.first(where: { isConfigured($0, environment) }) {
      provider = configured
    } else {
      return .failure(.notConfigured(drivers))
    }
    guard drivers.contains(provider.name) else { return .failure(.notBuilt(provider.name)) }
    return named(model, saved, for: provider)
  }

  private static func named(
    _ model: String?, _ saved: String?, for provider: Provider
  ) -> Result<ProviderChoice, AgentError> {
    var name = model ?? ""
    if model == nil, let saved, prefix(of: saved).map({ $0 == provider }) ?? true { name = saved }
    if prefix(of: name) == provider { name.removeFirst(provider.name.count + 1) }
    var effort: String?
    if provider.wire != .simulator, let colon = name.lastIndex(of: ":") {
      let suffix = String(name[name.index(after: colon)...])
      if efforts.contains(suffix) {
        effort = suffix
        name = String(name[..<colon])
      }
    }
    if name.isEmpty { name = provider.defaultModel ?? "" }
    guard !name.isEmpty else { return .failure(.noModel(provider.name)) }
    return .success(ProviderChoice(provider: provider.name, model: name, effort: effort))
  }

  /// The provider that a model given as `provider/model` names.
  private static func prefix(of model: String?) -> Provider? {
    guard let model, let slash = model.firstIndex(of: "/") else { return nil }
    return named(model[..<slash])
  }

  private static func isConfigured(
    _ provider: Provider, _ environment: [String: String]
  ) -> Bool {
    provider.configuredBy.contains { environment[$0]?.isEmpty == false }
  }
}

import Agent
import Arguments
import Events
import OneShot

/// Which provider and model a run asks; nil leaves a session's own.
struct ModelSelection {
  private(set) var provider: String?
  private(set) var model: String?
  private(set) var effort: String?

  /// What a new session starts with.
  ///
  /// Failure: exit code 3 where no provider is named and none is configured.
  init(forNew options: Options, environment: [String: String]) throws {
    try choose(options.provider, options, environment)
  }

  /// What a session of `provider` is changed to by the options, if by anything.
  init(forSessionOf provider: String, _ options: Options, environment: [String: String]) throws {
    guard options.provider != nil || options.model != nil else { return }
    let names = ProviderCatalog.all.map(\.name)
    let isNamed = names.contains { options.model?.hasPrefix("\($0)/") == true }
    try choose(options.provider ?? (isNamed ? nil : provider), options, environment)
  }

  private mutating func choose(
    _ provider: String?, _ options: Options, _ environment: [String: String]
  ) throws {
    let result = ProviderCatalog.choose(
      flag: provider, model: options.model, environment: environment)
    switch result {
    case .success(let choice):
      (self.provider, model, effort) = (choice.provider, choice.model, choice.effort)
    case .failure(let error):
      throw Failure(error.code == .usage ? .usage : .notConfigured, error.message)
    }
  }
}

import Arguments
import OneShot

/// Which provider and model a run asks.
struct ModelSelection: Equatable {
  /// nil leaves a session's own.
  var provider: String?
  var model: String?
  var effort: String?

  /// The providers there are, each with the model it answers with where none is named.
  static let defaultModels = ["llmsim": "llmsim-yolo"]
  /// Providers of later versions: named so that they are refused as such.
  static let planned = ["openai", "anthropic", "google", "openrouter", "ollama", "custom"]

  /// What a session that exists keeps, but for what the options say.
  init(forExisting options: Options) throws {
    let known = Array(Self.defaultModels.keys) + Self.planned
    if let text = options.model {
      let choice = ModelChoice(text, providers: known, named: options.provider)
      (provider, model, effort) = (choice.provider, choice.model, choice.effort)
    } else {
      provider = options.provider
      model = options.provider.flatMap { Self.defaultModels[$0] }
    }
    if let provider { try Self.check(provider) }
  }

  /// What a new session starts with.
  ///
  /// Failure: exit code 3 where no provider is named and none is configured.
  init(forNew options: Options, environment: [String: String]) throws {
    var options = options
    options.model = options.model ?? environment["YOLO_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
    try self.init(forExisting: options)
    guard let provider else {
      throw Failure(
        .notConfigured,
        "no provider is configured: this version has only the simulator, which answers offline; "
          + "use it with --provider llmsim")
    }
    model = model ?? Self.defaultModels[provider]
  }

  private static func check(_ provider: String) throws {
    if defaultModels[provider] != nil { return }
    if planned.contains(provider) {
      throw Failure(.usage, "the provider \(provider) is not there yet in this version")
    }
    let near = Nearest.match(provider, in: defaultModels.keys.sorted() + planned, within: 2)
    throw Failure(
      .usage,
      "there is no provider “\(provider)”; "
        + (near.map { "did you mean \($0)?" }
          ?? "there is \(defaultModels.keys.sorted().joined(separator: ", "))"))
  }
}

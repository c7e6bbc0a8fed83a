/// The providers there are, as data: how each is configured, and which is chosen.
package enum ProviderCatalog {
  /// One provider.
  package struct Provider: Sendable, Equatable {
    package var name: String
    /// Variables that hold its key; the first that is set counts.
    package var keys: [String]
    /// The variable that holds the address of its service.
    package var baseURL: String?
    /// Which of these variables says that the user has it.
    package var configuredBy: [String]
    package var defaultModel: String?
    package var wire: Wire
  }

  /// The protocol a provider speaks.
  package enum Wire: String, Sendable {
    case responses = "Responses"
    case messages = "Messages"
    case chatCompletions = "Chat Completions"
    case simulator = "offline simulator"
  }

  /// In the order in which a configured one is looked for.
  package static let all: [Provider] = [
    provider("openai", ["OPENAI_API_KEY"], "gpt-5.5", .responses),
    provider("anthropic", ["ANTHROPIC_API_KEY"], "claude-sonnet-4-5", .messages),
    provider("google", ["GEMINI_API_KEY", "GOOGLE_API_KEY"], "gemini-2.5-flash", .chatCompletions),
    provider("openrouter", ["OPENROUTER_API_KEY"], "openai/gpt-5.5", .chatCompletions),
    Provider(
      name: "ollama", keys: ["OLLAMA_API_KEY"], baseURL: "OLLAMA_BASE_URL",
      configuredBy: ["OLLAMA_BASE_URL", "OLLAMA_API_KEY"], defaultModel: "llama3.2",
      wire: .chatCompletions),
    Provider(
      name: "custom", keys: ["CUSTOM_API_KEY"], baseURL: "CUSTOM_BASE_URL",
      configuredBy: ["CUSTOM_BASE_URL"], defaultModel: nil, wire: .chatCompletions),
    Provider(
      name: "llmsim", keys: [], baseURL: nil, configuredBy: [], defaultModel: "llmsim-yolo",
      wire: .simulator),
  ]

  /// A provider that is configured by its key.
  private static func provider(
    _ name: String, _ keys: [String], _ model: String, _ wire: Wire
  ) -> Provider {
    Provider(
      name: name, keys: keys, baseURL: "\(name.uppercased())_BASE_URL", configuredBy: keys,
      defaultModel: model, wire: wire)
  }

  static func named(_ name: some StringProtocol) -> Provider? { all.first { $0.name == name } }

  /// How hard a model may be asked to think, the least first.
  package static let efforts = ["minimal", "low", "medium", "high", "xhigh"]

  /// Variables that hold provider keys: no child gets them, and nothing stored contains them.
  ///
  /// Keys of what programs themselves need (GitHub, package registries, clouds) are not among them.
  package static let secretVariables: Set<String> = Set(
    all.flatMap(\.keys) + [
      "ANTHROPIC_AUTH_TOKEN", "AZURE_OPENAI_API_KEY", "CEREBRAS_API_KEY", "CLAUDE_API_KEY",
      "CLAUDE_CODE_OAUTH_TOKEN", "CODEX_API_KEY", "COHERE_API_KEY", "DASHSCOPE_API_KEY",
      "DEEPINFRA_API_KEY", "DEEPSEEK_API_KEY", "FIREWORKS_API_KEY", "GROQ_API_KEY",
      "HUGGINGFACE_API_KEY", "HYPERBOLIC_API_KEY", "LLM_API_KEY", "MINIMAX_API_KEY",
      "MISTRAL_API_KEY", "MOONSHOT_API_KEY", "NOVITA_API_KEY", "NVIDIA_API_KEY",
      "OPENAI_API_KEYS", "PERPLEXITY_API_KEY", "REPLICATE_API_TOKEN", "SAMBANOVA_API_KEY",
      "TOGETHER_API_KEY", "VOYAGE_API_KEY", "XAI_API_KEY", "YOLO_API_KEY", "ZAI_API_KEY",
    ])

  /// Characters from which on a key is told apart from ordinary words.
  package static let secretLength = 8

  /// The keys in an environment, for redaction, the longest first.
  package static func secrets(in environment: [String: String]) -> [String] {
    let values = secretVariables.compactMap { environment[$0] }
    return Set(values.filter { $0.count >= secretLength }).sorted {
      ($1.count, $0) < ($0.count, $1)
    }
  }
}

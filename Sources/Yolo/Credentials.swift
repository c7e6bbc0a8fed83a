/// The secrets that the environment may hold.
enum Credentials {
  /// The variables of the providers' keys; no command is given them.
  static let names: Set<String> = [
    "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY",
    "OPENROUTER_API_KEY", "OLLAMA_API_KEY", "CUSTOM_API_KEY",
  ]

  /// Their values, which must not reach the log.
  static func values(in environment: [String: String]) -> [String] {
    names.sorted().compactMap { environment[$0] }.filter { !$0.isEmpty }
  }
}

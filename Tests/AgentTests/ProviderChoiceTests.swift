import Agent
import Testing

@Suite struct ProviderChoiceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var flag: String?
    var model: String?
    var environment: [String: String] = [:]
    var choice: ProviderChoice
    var testDescription: String { "\(flag ?? "-") \(model ?? "-") \(environment)" }

    init(
      _ flag: String?, _ model: String?, with environment: [String: String] = [:],
      _ provider: String, _ chosen: String, _ effort: String? = nil
    ) {
      self.flag = flag
      self.model = model
      self.environment = environment
      choice = ProviderChoice(provider: provider, model: chosen, effort: effort)
    }
  }

  private static let drivers = ProviderCatalog.all.map(\.name)
  private static let keys = ["OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"]

  @Test(arguments: [
    Row("llmsim", nil, "llmsim", "llmsim-yolo"),
    Row("llmsim", nil, with: keys, "llmsim", "llmsim-yolo"),
    Row("llmsim", "echo", "llmsim", "echo"),
    Row("llmsim", "llmsim/echo", "llmsim", "echo"),
    Row("llmsim", "fixed:so it is: high", "llmsim", "fixed:so it is: high"),
    Row("llmsim", "fixed:x:high", "llmsim", "fixed:x:high"),
    Row("llmsim", "script:/a/b.json", "llmsim", "script:/a/b.json"),
    Row(nil, "llmsim/script:/a/b.json", "llmsim", "script:/a/b.json"),
    Row(nil, "llmsim/lorem:5", with: keys, "llmsim", "lorem:5"),
    Row(nil, nil, with: keys, "openai", "gpt-5.5"),
    Row(
      nil, nil, with: ["OPENAI_API_KEY": "", "GOOGLE_API_KEY": "k"], "google", "gemini-2.5-flash"),
    Row(nil, nil, with: ["OLLAMA_BASE_URL": "http://x"], "ollama", "llama3.2"),
    Row(nil, "gpt-5.5-mini:low", with: keys, "openai", "gpt-5.5-mini", "low"),
    Row(nil, ":high", with: keys, "openai", "gpt-5.5", "high"),
    Row(nil, "anthropic/claude-opus-4-5:xhigh", "anthropic", "claude-opus-4-5", "xhigh"),
    Row("ollama", "qwen3:8b", "ollama", "qwen3:8b"),
    Row("ollama", "qwen3:8b:minimal", "ollama", "qwen3:8b", "minimal"),
    Row("openrouter", "openai/gpt-5.5:medium", "openrouter", "openai/gpt-5.5", "medium"),
    Row(nil, "openrouter/openai/gpt-5.5", "openrouter", "openai/gpt-5.5"),
    Row(nil, "meta/llama", with: ["OPENROUTER_API_KEY": "k"], "openrouter", "meta/llama"),
    Row("custom", "m", with: ["CUSTOM_BASE_URL": "u"], "custom", "m"),
    Row("openai", nil, with: ["YOLO_MODEL": "gpt-4.1:low"], "openai", "gpt-4.1", "low"),
    Row("openai", "gpt-5.5", with: ["YOLO_MODEL": "gpt-4.1"], "openai", "gpt-5.5"),
    Row("llmsim", nil, with: ["YOLO_MODEL": "openai/gpt-4.1"], "llmsim", "llmsim-yolo"),
    Row(nil, nil, with: ["YOLO_MODEL": "llmsim/echo", "OPENAI_API_KEY": "k"], "llmsim", "echo"),
  ]) func oneIsChosen(row: Row) {
    #expect(
      ProviderCatalog.choose(
        flag: row.flag, model: row.model, environment: row.environment, drivers: Self.drivers)
        == .success(row.choice))
  }

  @Test func onlyTheSimulatorIsThereYet() {
    for (flag, model, environment) in [
      ("openai", nil, [:]), (nil, "anthropic/x", [:]), (nil, nil, Self.keys),
    ] as [(String?, String?, [String: String])] {
      guard
        case .failure(let error) = ProviderCatalog.choose(
          flag: flag, model: model, environment: environment)
      else {
        Issue.record("chosen: \(flag ?? "-") \(model ?? "-")")
        continue
      }
      #expect(error.code == .notConfigured)
      #expect(error.message.hasSuffix(" is not there yet in this version; use --provider llmsim"))
    }
  }

  @Test(arguments: [
    (["llmsim"], "this version has none but the simulator: use"),
    (["openai"], "set OPENAI_API_KEY, or use"),
    (
      ["openai", "google", "ollama"],
      "set OPENAI_API_KEY, GEMINI_API_KEY or OLLAMA_BASE_URL, or use"
    ),
  ])
  func nothingConfiguredSaysWhatToSet(drivers: [String], advice: String) {
    for environment in [[:], ["OPENAI_API_KEY": ""], ["GITHUB_TOKEN": "x"]] {
      let choice = ProviderCatalog.choose(
        flag: nil, model: "echo", environment: environment, drivers: drivers)
      let message =
        "no provider is configured: \(advice) --provider llmsim, which works offline"
      #expect(choice == .failure(AgentError(.notConfigured, message)))
    }
  }

  @Test func wrongArguments() {
    #expect(
      ProviderCatalog.choose(flag: "opanai", model: nil, environment: [:])
        == .failure(
          AgentError(
            .usage,
            "there is no provider named \"opanai\"; there are openai, anthropic, google, "
              + "openrouter, ollama, custom, llmsim")))
    #expect(
      ProviderCatalog.choose(
        flag: "custom", model: nil, environment: [:], drivers: Self.drivers)
        == .failure(
          AgentError(.usage, "provider custom has no default model; name one with --model")))
  }

  @Test func keysAreSecretAndOtherTokensAreNot() {
    let secret = ProviderCatalog.secretVariables
    for provider in ProviderCatalog.all { #expect(secret.isSuperset(of: provider.keys)) }
    #expect(secret.contains("GROQ_API_KEY"))
    for name in ["GH_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN", "PATH"] {
      #expect(!secret.contains(name))
    }
    #expect(
      ProviderCatalog.secrets(in: [
        "OPENAI_API_KEY": "sk-12345678", "GEMINI_API_KEY": "sk-123456789", "GROQ_API_KEY": "short",
        "GOOGLE_API_KEY": "sk-123456789", "GH_TOKEN": "ghp_12345678",
      ]) == ["sk-123456789", "sk-12345678"])
  }
}

extension Flag {
  /// Every flag, in the order of help.
  package static let table: [Flag] = [input, session, model, output, limits, rules, other].flatMap {
    $0
  }

  static func named(_ word: String) -> Flag? { table.first { $0.isCalled(word) } }

  private static let input: [Flag] = [
    Flag(
      "--print", ["-p"], .optional("PROMPT"), .input,
      help: "Answer one prompt and exit; piped input is added to it"),
    Flag(
      "--cwd", ["-C"], .required("DIR"), .input, for: .prompt(and: [.sessions, .context]),
      help: "Work in DIR instead of the current directory"),
    Flag("--add-dir", [], .required("DIR"), .input, .planned, help: "Allow a further directory"),
    Flag("--acp", [], .none, .input, .planned, help: "Speak the Agent Client Protocol on stdio"),
    Flag("--inline", [], .none, .input, .planned, help: "Chat without the full screen"),
  ]

  private static let session: [Flag] = [
    Flag(
      "--continue", ["-c"], .none, .session, for: .prompt(and: [.context]),
      help: "Continue the last session of this directory"),
    Flag(
      "--resume", ["-r"], .optional("ID"), .session, for: .prompt(and: [.context]),
      help: "Continue a session by its id, the ending of its id, or its title"),
    Flag(
      "--session", ["-s"], .required("ID"), .session, for: .prompt(and: [.context]),
      help: "The same as --resume ID"),
    Flag("--fork", [], .none, .session, .planned, help: "Continue in a copy of the session"),
    Flag(
      "--no-continue", [], .none, .session,
      help: "Show what an interrupted session left open, and leave it so"),
    Flag(
      "--no-follow", [], .none, .session,
      help: "Fail when another process drives the session"),
    Flag(
      "--no-session", [], .none, .session,
      help: "Keep nothing: the session is gone when the run ends"),
    Flag(
      "--session-dir", [], .required("DIR"), .session,
      for: .prompt(and: [.sessions, .context, .doctor]),
      help: "Keep the data in DIR"),
  ]

  private static let model: [Flag] = [
    Flag(
      "--provider", [], .required("P"), .model, for: .prompt(and: [.context]),
      help: "The provider of the model"),
    Flag(
      "--model", ["-m"], .required("M"), .model, for: .prompt(and: [.context]),
      help: "The model; may be provider/model and may end in :effort"),
    Flag(
      "--effort", ["--reasoning-effort"], .required("E"), .model, .planned,
      choices: ["minimal", "low", "medium", "high", "xhigh"], help: "How hard the model thinks"),
  ]

  private static let output: [Flag] = [
    Flag(
      "--output-format", [], .required("FORMAT"), .output,
      choices: ["text", "json", "stream-json"],
      help: "Print text, one json object at the end, or one json event a line"),
    Flag(
      "--json", [], .none, .output, for: .prompt(and: [.sessions, .context]),
      help: "The same as --output-format stream-json; lists as JSON"),
    Flag("--json-schema", [], .required("FILE"), .output, .planned, help: "The form of the answer"),
    Flag(
      "--color", [], .required("WHEN"), .output, choices: ["auto", "always", "never"],
      for: .everything,
      help: "Whether to use colours; auto obeys NO_COLOR"),
    Flag("--screen-reader", [], .none, .output, .planned, help: "Plain output for screen readers"),
  ]

  private static let limits: [Flag] = [
    Flag("--max-turns", [], .required("N"), .limits, help: "End after N requests to the model"),
    Flag("--max-budget-usd", [], .required("X"), .limits, .planned, help: "End after X dollars"),
  ]

  private static let rules: [Flag] = [
    Flag(
      "--allow-tools", [], .required("GLOBS"), .rules, .planned, help: "Tools that need no question"
    ),
    Flag("--deny-tools", [], .required("GLOBS"), .rules, .planned, help: "Tools that are refused"),
    Flag(
      "--permission-mode", [], .required("MODE"), .rules, .planned,
      choices: ["plan", "ask", "edits", "auto"], help: "What is asked before it is done"),
    Flag("--yolo", [], .none, .rules, .planned, help: "Ask nothing and give no advice"),
    Flag(
      "--sandbox", [], .required("KIND"), .rules, .planned,
      choices: ["read-only", "workspace-write", "off"], help: "What commands may reach"),
    Flag("--agent", [], .required("FILE"), .rules, .planned, help: "The agent to be"),
    Flag(
      "--system-prompt-file", [], .required("FILE"), .rules, .planned, help: "Another system prompt"
    ),
    Flag(
      "--append-system-prompt", [], .required("TEXT"), .rules, .planned,
      help: "More system prompt"),
    Flag("--mcp-config", [], .required("FILE"), .rules, .planned, help: "Further MCP servers"),
    Flag("--trust", [], .none, .rules, .planned, help: "Trust what this project runs"),
  ]

  private static let other: [Flag] = [
    Flag(
      "--crash", [], .none, .other, for: .only([.demo]), help: "Let the demonstration kill itself"),
    Flag(
      "--all", [], .none, .other, for: .only([.sessions]),
      help: "List the sessions of every directory"),
    Flag(
      "--licenses", [], .none, .other, for: .only([.version]),
      help: "Print the notices of what is built in"),
    Flag("--debug", [], .attached("FILE"), .other, .planned, help: "Write a log"),
    Flag("--version", ["-v"], .none, .other, for: .everything, help: "Print the version"),
    Flag("--help", ["-h"], .none, .other, for: .everything, help: "Print this help"),
  ]
}

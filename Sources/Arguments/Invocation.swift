/// What one command line asks for.
package enum Invocation: Sendable, Equatable {
  /// Which standard streams are terminals; decides what is meant where nothing is said.
  package struct Terminals: Sendable, Equatable {
    package var input: Bool
    package var output: Bool

    package init(input: Bool, output: Bool) {
      self.input = input
      self.output = output
    }
  }

  /// Where the prompt of a run comes from.
  package enum Prompt: Sendable, Equatable {
    /// These words, and what is piped in, as a block of its own.
    case words(String)
    /// All of stdin.
    case stdin
    /// What is piped in, if anything is; without it an open turn is driven to its end.
    case open
  }

  /// What `sessions list` lists.
  package enum Listing: Sendable, Equatable { case directory, everything }
  package enum Layout: Sendable, Equatable { case people, json }
  package enum Demo: Sendable, Equatable { case plain, crash }

  case oneShot(Prompt, Options)
  case chat(Options)
  case demo(Demo, Options)
  case sessionsList(Listing, Layout, Options)
  case sessionsShow(id: String, Layout, Options)
  case context(Layout, Options)
  case doctor(Options)
  case version
  case notices
  /// The text of `Help`.
  case help(String)

  /// What the arguments (without the program's name) mean.
  package static func parse(
    _ arguments: [String], terminals: Terminals
  ) throws(UsageError) -> Invocation {
    let words = try CommandWords(arguments)
    let command = try subcommand(words)
    if words.has("--help") { return .help(Help.text(on: command)) }
    if words.has("--version") { return .version }
    if let given = words.flags.first(where: { !$0.flag.goes(with: command?.name) }) {
      let place = command.map { "yolo \($0.name.rawValue)" } ?? "a prompt"
      throw UsageError(.misplaced, "\(given.word) does not go with \(place)")
    }
    let options = try Options(words)
    guard let command else { return try run(words, options, terminals) }
    return try run(command, words, options)
  }

  /// The subcommand that is meant; nil for a prompt.
  private static func subcommand(_ words: CommandWords) throws(UsageError) -> Subcommand? {
    guard let first = words.others.first, !words.has("--print") else { return nil }
    if let command = Subcommand.named(first) {
      if command.since == .planned { throw .notBuilt("yolo \(first)") }
      return command
    }
    let names = Subcommand.table.map(\.name.rawValue)
    guard words.rest == nil, let near = Nearest.match(first, in: names, within: 2) else {
      return nil
    }
    let verbs = Subcommand.named(near)?.verbs.map(\.name) ?? []
    // More than one word is a prompt, unless even the second one says what was meant.
    guard words.others.count == 1 || verbs.contains(words.others[1]) else { return nil }
    throw UsageError(
      .nearMiss,
      "“\(first)” is not a command; did you mean yolo \(near)? To send it as a prompt: "
        + "yolo -p \"\(words.others.joined(separator: " "))\"")
  }

  private static func run(
    _ words: CommandWords, _ options: Options, _ terminals: Terminals
  ) throws(UsageError) -> Invocation {
    let spoken = [words.value("--print")].compactMap { $0 } + words.others + (words.rest ?? [])
    let isOneShot = words.has("--print") || !terminals.input || !terminals.output
    guard isOneShot else {
      if let given = words.flags.first(where: { $0.flag.group == .output && $0.word != "--color" })
      {
        throw UsageError(.misplaced, "\(given.word) works only with -p")
      }
      return .chat(options)
    }
    if spoken == ["-"] { return .oneShot(.stdin, options) }
    if !spoken.isEmpty {
      return .oneShot(.words(spoken.joined(separator: " ")), options)
    }
    if options.target != .new { return .oneShot(.open, options) }
    guard !terminals.input else {
      throw UsageError(.missingOperand, "there is no prompt: yolo -p \"PROMPT\"")
    }
    return .oneShot(.stdin, options)
  }

  private static func run(
    _ command: Subcommand, _ words: CommandWords, _ options: Options
  ) throws(UsageError) -> Invocation {
    let operands = words.others.dropFirst() + (words.rest ?? [])
    let layout = words.has("--json") ? Layout.json : .people
    switch command.name {
    case .sessions: return try sessions(Array(operands), words, layout, options)
    case .help:
      guard operands.count < 2 else { throw unwanted(operands[operands.startIndex + 1], command) }
      return .help(
        try operands.first.map { topic throws(UsageError) in try Help.topic(topic) }
          ?? Help.text(on: nil))
    default: break
    }
    if let operand = operands.first { throw unwanted(operand, command) }
    switch command.name {
    case .demo: return .demo(words.has("--crash") ? .crash : .plain, options)
    case .context: return .context(layout, options)
    case .doctor: return .doctor(options)
    case .version: return words.has("--licenses") ? .notices : .version
    default: throw .notBuilt("yolo \(command.name.rawValue)")
    }
  }

  private static func sessions(
    _ operands: [String], _ words: CommandWords, _ layout: Layout, _ options: Options
  ) throws(UsageError) -> Invocation {
    let command = Subcommand.named("sessions")
    let verbs = command?.verbs ?? []
    let name = operands.first ?? "list"
    guard let verb = verbs.first(where: { $0.name == name }) else {
      let near = Nearest.match(name, in: verbs.map(\.name), within: 2)
      let list = verbs.filter { $0.since == .built }.map(\.name).joined(separator: ", ")
      throw UsageError(
        .unknownVerb,
        "there is no yolo sessions \(name); "
          + (near.map { "did you mean yolo sessions \($0)?" } ?? "there is \(list)"))
    }
    if verb.since == .planned { throw .notBuilt("yolo sessions \(name)") }
    let rest = operands.dropFirst()
    switch name {
    case "show":
      guard !rest.isEmpty else {
        throw UsageError(
          .missingOperand, "yolo sessions show needs an id; yolo sessions list shows them")
      }
      return .sessionsShow(id: rest.joined(separator: " "), layout, options)
    default:
      if let operand = rest.first {
        throw UsageError(.unwantedOperand, "yolo sessions \(name) takes no “\(operand)”")
      }
      return .sessionsList(words.has("--all") ? .everything : .directory, layout, options)
    }
  }

  private static func unwanted(_ operand: String, _ command: Subcommand) -> UsageError {
    UsageError(
      .unwantedOperand,
      "yolo \(command.name.rawValue) takes no “\(operand)”; to send it as a prompt use yolo -p")
  }
}

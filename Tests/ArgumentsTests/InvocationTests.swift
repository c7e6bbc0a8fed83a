import Arguments
import Testing

/// What command lines mean.
struct InvocationTests {
  static let pipe = Invocation.Terminals(input: false, output: false)
  static let screen = Invocation.Terminals(input: true, output: true)

  private func parse(
    _ line: String, _ terminals: Invocation.Terminals = screen
  ) throws -> Invocation {
    try Invocation.parse(line.split(separator: " ").map(String.init), terminals: terminals)
  }

  private func options(_ edit: (inout Options) -> Void) -> Options {
    var options = Options()
    edit(&options)
    return options
  }

  @Test func thePromptIsTheValueAndAllOtherWords() throws {
    #expect(try parse("-p say hi") == .oneShot(.words("say hi"), Options()))
    #expect(try parse("say hi -p") == .oneShot(.words("say hi"), Options()))
    #expect(try parse("--print=hi") == .oneShot(.words("hi"), Options()))
    #expect(try parse("-p -- --help me") == .oneShot(.words("--help me"), Options()))
    #expect(try parse("-- demo", Self.pipe) == .oneShot(.words("demo"), Options()))
    #expect(try parse("-p demo") == .oneShot(.words("demo"), Options()))
    #expect(try parse("fix the demo", Self.pipe) == .oneShot(.words("fix the demo"), Options()))
  }

  @Test func withoutWordsThePromptIsStdin() throws {
    #expect(try parse("", Self.pipe) == .oneShot(.stdin, Options()))
    #expect(try parse("-p -") == .oneShot(.stdin, Options()))
    #expect(throws: UsageError(.missingOperand, "there is no prompt: yolo -p \"PROMPT\"")) {
      try parse("-p")
    }
    #expect(
      try parse("-p -r abcd") == .oneShot(.open, options { $0.target = .named("abcd") }))
    #expect(try parse("-p -c") == .oneShot(.open, options { $0.target = .last }))
  }

  @Test func aTerminalOnBothSidesMeansTheChat() throws {
    #expect(try parse("") == .chat(Options()))
    #expect(try parse("hello there") == .chat(Options()))
    let toFile = Invocation.Terminals(input: true, output: false)
    #expect(try parse("hello there", toFile) == .oneShot(.words("hello there"), Options()))
    #expect(code("--json") == .misplaced)
    #expect(code("--output-format json hello there") == .misplaced)
  }

  @Test func flagsMayBeJoinedAndCarryTheirValue() throws {
    let last = options { $0.target = .last }
    #expect(try parse("-cp hi") == .oneShot(.words("hi"), last))
    #expect(try parse("-pc hi") == .oneShot(.words("hi"), last))
    #expect(try parse("-p hi -mecho") == .oneShot(.words("hi"), options { $0.model = "echo" }))
    #expect(
      try parse("-p hi -C /w --provider=llmsim --json --max-turns 3 --session-dir d --color never")
        == .oneShot(
          .words("hi"),
          options {
            $0.cwd = "/w"
            $0.provider = "llmsim"
            $0.format = .streamJSON
            $0.maxTurns = 3
            $0.keeping = .directory("d")
            $0.color = .never
          }))
    #expect(
      try parse("-p hi -s abcd --no-follow --no-continue --output-format json")
        == .oneShot(
          .words("hi"),
          options {
            $0.target = .named("abcd")
            $0.contention = .fail
            $0.openTurn = .leave
            $0.format = .json
          }))
    #expect(
      try parse("-p hi --no-session") == .oneShot(.words("hi"), options { $0.keeping = .nothing }))
  }

  @Test func theFirstWordMayBeASubcommand() throws {
    #expect(try parse("demo") == .demo(.plain, Options()))
    #expect(try parse("demo --crash") == .demo(.crash, Options()))
    #expect(try parse("sessions") == .sessionsList(.directory, .people, Options()))
    let stream = options { $0.format = .streamJSON }
    #expect(try parse("sessions list --json --all") == .sessionsList(.everything, .json, stream))
    #expect(
      try parse("sessions show my title") == .sessionsShow(id: "my title", .people, Options()))
    #expect(
      try parse("context -r abcd") == .context(.people, options { $0.target = .named("abcd") }))
    #expect(try parse("doctor") == .doctor(Options()))
    #expect(try parse("version") == .version)
    #expect(try parse("--version") == .version)
    #expect(try parse("-v") == .version)
    #expect(try parse("version --licenses") == .notices)
    #expect(try parse("-h") == .help(Help.text(on: nil)))
    #expect(try parse("help sessions") == parse("sessions --help"))
  }

  private func code(_ line: String) -> UsageError.Code? {
    do {
      _ = try parse(line)
      return nil
    } catch { return (error as? UsageError)?.code }
  }

  @Test(arguments: [
    ("--nonsense", UsageError.Code.unknownFlag), ("-x", .unknownFlag), ("-p hi -cz", .unknownFlag),
    ("--fork", .notBuilt), ("--yolo", .notBuilt), ("--effort high", .notBuilt),
    ("--debug=log", .notBuilt), ("setup", .notBuilt), ("mcp list", .notBuilt),
    ("sessions export abcd", .notBuilt), ("help mcp", .notBuilt),
    ("-p hi -m", .missingValue), ("-p hi -m --json", .missingValue),
    ("-p hi --cwd=", .missingValue),
    ("-p hi -r", .missingValue), ("-r", .missingValue), ("sessions show", .missingOperand),
    ("--continue=yes", .unwantedValue), ("-p hi --output-format xml", .wrongValue),
    ("-p hi --max-turns 0", .wrongValue), ("-p hi --max-turns two", .wrongValue),
    ("help nothing", .wrongValue), ("-p hi -c -r abcd", .conflict),
    ("-p hi --no-session -c", .conflict), ("-p hi --no-session --session-dir d", .conflict),
    ("-p hi --crash", .misplaced), ("doctor --max-turns 2", .misplaced),
    ("demo --json", .misplaced), ("sesions", .nearMiss), ("dmeo", .nearMiss),
    ("sesions list", .nearMiss), ("sessions lst", .unknownVerb), ("demo now", .unwantedOperand),
    ("sessions list all", .unwantedOperand), ("help demo doctor", .unwantedOperand),
  ])
  func whatMeansNothingIsRefused(line: String, code: UsageError.Code) {
    #expect(self.code(line) == code)
  }

  @Test func refusalsSayWhatToDo() {
    #expect(
      throws: UsageError(.unknownFlag, "there is no flag --provder; did you mean --provider?")
    ) { try parse("-p hi --provder llmsim") }
    #expect(throws: UsageError(.notBuilt, "--fork is not there yet in this version")) {
      try parse("-p hi -r abcd --fork")
    }
    #expect(
      throws: UsageError(
        .nearMiss,
        "“sesions” is not a command; did you mean yolo sessions? To send it as a prompt: "
          + "yolo -p \"sesions\"")
    ) { try parse("sesions") }
  }
}

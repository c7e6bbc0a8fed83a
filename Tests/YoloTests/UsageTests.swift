import Testing

/// What is refused, with which words and which exit code.
struct UsageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var code: Int32
    var says: String

    init(_ line: String, _ code: Int32, _ says: String) {
      arguments = line.split(separator: " ").map(String.init)
      self.code = code
      self.says = says
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Case("-p hi --nonsense", 2, "there is no flag --nonsense"),
    Case("-p hi --provder llmsim", 2, "did you mean --provider?"),
    Case("-p hi --fork -c", 2, "--fork is not there yet in this version"),
    Case("setup", 2, "yolo setup is not there yet in this version"),
    Case("sesions", 2, "did you mean yolo sessions?"),
    Case("sessions shwo abcd", 2, "did you mean yolo sessions show?"),
    Case("-p hi -r", 2, "yolo sessions list"),
    Case("-p hi -m", 2, "-m needs a value"),
    Case("-p hi --output-format xml", 2, "is one of text, json, stream-json"),
    Case("-p hi --max-turns none", 2, "a whole number from 1 on"),
    Case("-p hi --no-session -c", 2, "--no-session keeps nothing"),
    Case("-p hi -C /nowhere --provider llmsim", 2, "there is no directory /nowhere"),
    Case("-p hi -C /dev/null --provider llmsim", 2, "/dev/null is not a directory"),
    Case("-p hi --provider openai", 3, "openai is not there yet in this version"),
    Case("-p hi --provider lmsim", 2, "there is no provider named"),
    Case("-p hi", 3, "no provider is configured"),
    Case("-p", 2, "the prompt is empty"),
    Case("", 2, "the prompt is empty"),
    Case("-p hi -r abcdef --provider llmsim", 4, "there is no session “abcdef”"),
    Case("-p hi -c", 4, "there is no session of"),
    Case("sessions show abcdef", 4, "there is no session “abcdef”"),
    Case("context -c", 4, "there is no session yet"),
    Case("help nothing", 2, "there is no help on “nothing”"),
  ])
  func refused(_ given: Case) async throws {
    let yolo = try Yolo()
    let result = try await yolo.start(given.arguments).end()
    #expect(result.code == given.code)
    #expect(result.err.contains(given.says), "\(result.err)")
    #expect(result.out == "")
    // A refusal is one sentence, and leaves nothing behind.
    #expect(result.errLines.count == 1)
    #expect(try await yolo("sessions", "list", "--all", "--json").out == "[]\n")
  }

  @Test func atATerminalTheChatIsRefusedAsNotThereYet() async throws {
    let yolo = try Yolo()
    for arguments in [[], ["fix the tests"], ["-c"]] {
      let result = try await yolo.start(arguments, input: .terminal).end()
      #expect(result.code == 2)
      #expect(result.err.contains("the full-screen chat is not there yet in this version"))
      #expect(result.err.contains("yolo -p"))
    }
  }

  @Test func helpAndVersionAnswerAtOnce() async throws {
    let yolo = try Yolo()
    for arguments in [["--version"], ["-v"], ["version"], ["-p", "hi", "--version"]] {
      let result = try await yolo.start(arguments).end()
      #expect(result.code == 0)
      #expect(result.outLines.count == 1 && result.out.hasPrefix("yolo "))
    }
    for arguments in [["--help"], ["help"], ["-p", "hi", "-h"]] {
      let result = try await yolo.start(arguments).end()
      #expect(result.code == 0)
      #expect(result.out.contains("--output-format"))
    }
    let notices = try await yolo("version", "--licenses")
    #expect(notices.code == 0)
    #expect(notices.out.contains("SQLite") && notices.out.contains("Swift"))
    // None of these made anything.
    #expect(Shell.run(["test", "-e", yolo.home]) != 0)
  }

  @Test func aCurrentDirectoryThatCannotBeUsedIsNamed() async throws {
    let yolo = try Yolo()
    let line =
      "mkdir gone && cd gone && rmdir ../gone && exec \(Yolo.binary) -p hi --provider llmsim"
    let result = try await yolo.shell(line)
    #expect(result.code == 2)
    #expect(
      result.err == "yolo: the current directory is gone; go to another one, or give -C DIR\n")
    let strange = try await yolo.shell(
      "mkdir $'a\\xff' && cd $'a\\xff' && exec \(Yolo.binary) -p hi --provider llmsim")
    #expect(strange.code == 2)
    #expect(
      strange.err == "yolo: the name of the current directory is not UTF-8; go to another one, or "
        + "give -C DIR\n")
    // What does not need it works all the same.
    let doctor = try await yolo.shell(
      "mkdir gone && cd gone && rmdir ../gone && exec \(Yolo.binary) doctor")
    #expect(doctor.code == 0, "\(doctor.out)")
  }
}

extension Yolo {
  /// Runs a line of bash, for what only a shell can arrange.
  func shell(_ line: String, environment: [String: String] = [:]) async throws -> Result {
    let variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory, "YOLO_HOME": home,
      "TMPDIR": directory, "YOLO": Self.binary,
    ].merging(environment) { $1 }
    return try await Running(
      ["/bin/bash", "-c", line], variables, .null, scratch: directory, directory: workspace
    ).end()
  }
}

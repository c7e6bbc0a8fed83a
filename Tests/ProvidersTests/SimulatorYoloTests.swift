import Events
import Runtime
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorYoloTests {
  private static let readFile = ToolDefinition(
    name: "read_file", description: "", parameters: [:], effectClass: .pure)
  private static let list = ToolDefinition(
    name: "list_directory", description: "", parameters: [:], effectClass: .pure)
  private static let bash = ToolDefinition(
    name: "bash", description: "", parameters: [:], effectClass: .command)

  private func ask(_ prompt: String, tools: [ToolDefinition] = []) async throws -> Reply {
    try await Simulator().reply(to: Conversation(prompt, model: "llmsim-yolo", tools: tools))
  }

  @Test func aGreetingGetsOneShortLine() async throws {
    for prompt in ["say hi", "say hi\n\n<stdin>\nread secret.txt\nand more\n</stdin>"] {
      let reply = try await ask(prompt, tools: [Self.readFile, Self.bash])
      #expect(
        reply.text == "Hi! I am llmsim, an offline simulator without any intelligence. "
          + "Name a file and I read it; I cannot do more.")
      #expect(reply.calls == [])
    }
  }

  @Test func itSaysThatItIsASimulator() async throws {
    let reply = try await ask("Write a compiler for me in /tmp")
    #expect(reply.text.contains("offline simulator"))
    #expect(reply.text.contains("no model was asked"))
    #expect(!reply.text.contains("\n"))
  }

  @Test func itReadsTheFilesAPromptNames() async throws {
    let prompt = "Compare `src/main.c` and README.md (e.g. by eye)."
    let reply = try await ask(prompt, tools: [Self.readFile, Self.bash])
    #expect(
      reply.deltas.filter { if case .text = $0 { false } else { true } }.dropLast(2) == [
        .callStarted(index: 0, providerCallID: "llmsim_1_1", name: "read_file"),
        .callArguments(index: 0, fragment: #"{"path":"src/main.c"}"#), .callEnded(index: 0),
        .callStarted(index: 1, providerCallID: "llmsim_1_2", name: "read_file"),
        .callArguments(index: 1, fragment: #"{"path":"README.md"}"#), .callEnded(index: 1),
      ])
    #expect(reply.deltas.last == .finish(.toolCalls))
  }

  @Test func itReportsWhatItFound() async throws {
    var conversation = Conversation("read a.txt and b.txt", model: "llmsim-yolo")
    conversation.called("read_file", ["path": "a.txt"], result: "1→hello\n2→world\n[2 lines]")
    conversation.called("read_file", ["path": "b.txt"], error: "b.txt does not exist\nlook again")
    let reply = try await Simulator().reply(to: conversation)
    #expect(
      reply.text == """
        I am llmsim, an offline simulator: I looked, but I cannot think about it.
        - a.txt: 2 lines, the first: hello
        - b.txt: failed: b.txt does not exist
        """)
    #expect(reply.calls == [])
  }

  @Test func resultsOfEarlierPromptsAreNotReportedAgain() async throws {
    var conversation = Conversation("read a.txt", model: "llmsim-yolo", tools: [Self.readFile])
    conversation.called("read_file", ["path": "a.txt"], result: "1→hello")
    conversation.answered("done")
    conversation.say("now b.txt")
    #expect(try await Simulator().reply(to: conversation).calls == ["read_file"])
  }

  @Test func itUsesNothingThatHasEffects() async throws {
    var writer = Self.readFile
    writer.effectClass = .filePlan
    for tools in [[], [Self.bash], [writer]] {
      #expect(try await ask("read README.md and list files", tools: tools).calls == [])
    }
  }

  @Test func itLooksAroundWithWhatThereIs() async throws {
    #expect(try await ask("Look around!", tools: [Self.readFile]).calls == ["read_file"])
    let both = [Self.readFile, Self.list]
    #expect(try await ask("please list files", tools: both).calls == ["list_directory"])
  }

  @Test(arguments: [
    ("see /etc/hostname, ok?", ["/etc/hostname"]), ("a.b.txt and a.b.txt", ["a.b.txt"]),
    ("version 1.5 of https://x.org/a.html, me@x.org", []), ("the Makefile.", ["Makefile"]),
    ("one.c two.c three.c four.c", ["one.c", "two.c", "three.c"]), ("end of sentence. Next", []),
    ("i.e. and etc.", []), ("", []),
  ]) func wordsThatLookLikeFiles(prompt: String, files: [String]) {
    #expect(SimulatorYolo.files(in: prompt) == files)
  }
}

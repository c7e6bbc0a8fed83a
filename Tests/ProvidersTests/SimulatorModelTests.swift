import Events
import Runtime
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorModelTests {
  @Test(arguments: [
    ("llmsim-yolo", SimulatorModel.yolo), ("echo", .echo), ("fixed:a: b", .fixed("a: b")),
    ("fixed:", .fixed("")), ("lorem:5", .lorem(words: 5)), ("lorem:0", .lorem(words: 0)),
    ("sequence:/a:b", .sequence(file: "/a:b")), ("script:x.json", .script(file: "x.json")),
  ]) func namesAreRead(name: String, model: SimulatorModel) throws {
    #expect(try SimulatorModel(name) == model)
  }

  @Test(arguments: ["", "gpt-5.5", "echo:x", "llmsim-yolo:high", "fixed", "script:", "lorem"])
  func anUnknownNameListsTheForms(name: String) async throws {
    let reply = try await Simulator().reply(to: Conversation("hi", model: name))
    #expect(reply.deltas == [])
    #expect(reply.error?.code == .modelNotFound)
    for form in ["llmsim-yolo", "echo", "fixed:TEXT", "lorem:WORDS", "script:FILE"] {
      #expect(reply.error?.message.contains(form) == true)
    }
  }

  @Test(arguments: ["lorem:x", "lorem:-1", "lorem:100001"])
  func aNumberOfWordsHasLimits(name: String) {
    #expect(throws: ModelError.self) { try SimulatorModel(name) }
  }

  @Test func echoRepeatsWhatTheUserSaidLast() async throws {
    var conversation = Conversation("first", model: "echo")
    conversation.answered("first")
    conversation.say("<environment>\nDate: today\n</environment>", "queued", "second")
    conversation.brokeOff("sec")
    let reply = try await Simulator().reply(to: conversation)
    #expect(reply.text == "second")
    #expect(reply.deltas.last == .finish(.stop))
  }

  @Test func fixedAndLorem() async throws {
    let fixed = try await Simulator().reply(to: Conversation("?", model: "fixed:Yes: 42"))
    #expect(fixed.text == "Yes: 42")
    let lorem = try await Simulator().reply(to: Conversation("?", model: "lorem:40"))
    #expect(lorem.text.split(separator: " ").count == 40)
    #expect(lorem.text.hasPrefix("Lorem ipsum dolor sit amet"))
    let none = try await Simulator().reply(to: Conversation("?", model: "lorem:0"))
    #expect(none.text == "")
  }

  @Test(arguments: ["one\ntwo\r\n\nthree\n", #"["one", "two", "three"]"#])
  func aSequenceGoesOnWhereTheConversationStands(content: String) async throws {
    let file = try TemporaryFile(content)
    var conversation = Conversation("a", model: "sequence:\(file.path)")
    for answer in ["one", "two", "three", "three"] {
      // A new simulator every time: nothing is remembered between requests.
      #expect(try await Simulator().reply(to: conversation).text == answer)
      conversation.answered(answer)
      conversation.say("next")
    }
  }

  @Test func everyModelIsDeterministic() async throws {
    for model in ["llmsim-yolo", "echo", "fixed:x", "lorem:20"] {
      let conversation = Conversation("read README.md", model: model)
      let first = try await Simulator().reply(to: conversation)
      #expect(try await Simulator().reply(to: conversation) == first)
    }
  }
}

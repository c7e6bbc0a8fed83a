import Events
import Runtime
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorPositionTests {
  private static let busy = ModelError(code: .overloaded, message: "busy")

  private static func cut(_ step: SimulatorStep, _ cut: SimulatorStep.Cut) -> SimulatorStep {
    var step = step
    step.cut = cut
    return step
  }

  @Test func theNextAnswerFollowsFromTheMessagesAlone() async throws {
    let script = SimulatorScript(answers: ["one", "two", "three"])
    var conversation = Conversation("a")
    conversation.answered("one")
    conversation.say("b")
    conversation.called("bash", [:], result: "ok")
    let used = Simulator(script: script)
    for _ in 1...3 {
      #expect(try await used.reply(to: conversation).text == "three")
    }
    #expect(try await Simulator(script: script).reply(to: conversation).text == "three")
  }

  @Test func anAnswerThatBrokeOffIsGivenAgain() async throws {
    var conversation = Conversation("a")
    conversation.brokeOff("on")
    #expect(try await Simulator(answers: ["one", "two"]).reply(to: conversation).text == "one")
    conversation.brokeOff("o")
    #expect(try await Simulator(answers: ["one", "two"]).reply(to: conversation).text == "one")
    conversation.answered("one")
    conversation.say("b")
    #expect(try await Simulator(answers: ["one", "two"]).reply(to: conversation).text == "two")
  }

  @Test func aFaultHappensAsOftenAsItSays() async throws {
    let simulator = Simulator(
      script: SimulatorScript(steps: [
        SimulatorStep(error: Self.busy, times: 2),
        Self.cut(SimulatorStep(text: "Hello"), .after(bytes: 2)), SimulatorStep(text: "Hello"),
        SimulatorStep(error: Self.busy), SimulatorStep(text: "Bye"),
      ]))
    var conversation = Conversation("a")
    #expect(try await simulator.reply(to: conversation) == Reply(error: Self.busy))
    #expect(try await simulator.reply(to: conversation) == Reply(error: Self.busy))
    #expect(try await simulator.reply(to: conversation) == Reply(deltas: [.text("He")]))
    conversation.brokeOff("He")
    #expect(try await simulator.reply(to: conversation).text == "Hello")
    conversation.answered("Hello")
    conversation.say("b")
    #expect(try await simulator.reply(to: conversation).error == Self.busy)
    #expect(try await simulator.reply(to: conversation).text == "Bye")
    // A new process counts faults from the beginning, but does not go back to an answer.
    conversation.answered("Bye")
    conversation.say("c")
    let resumed = Simulator(
      script: SimulatorScript(steps: [
        SimulatorStep(error: Self.busy), SimulatorStep(text: "1"), SimulatorStep(text: "2"),
        SimulatorStep(error: Self.busy), SimulatorStep(text: "3"),
      ]))
    #expect(try await resumed.reply(to: conversation).error == Self.busy)
    #expect(try await resumed.reply(to: conversation).text == "3")
  }

  @Test func faultsAreCountedForEachSession() async throws {
    let script = SimulatorScript(steps: [
      SimulatorStep(error: Self.busy), SimulatorStep(text: "x"),
    ])
    let simulator = Simulator(script: script)
    let first = Conversation("a").request
    var second = first
    second.sessionID = SessionID(time: Timestamp(microseconds: 9), random: (3, 4))
    for request in [first, second] {
      await #expect(throws: Self.busy) {
        for try await _ in simulator.stream(request) {}
      }
    }
  }

  @Test func aCutInACallLeavesNothingBehind() async throws {
    let call = SimulatorCall("bash", ["command": "ls"])
    let script = SimulatorScript(steps: [
      Self.cut(SimulatorStep(calls: [call]), .inCall), SimulatorStep(calls: [call]),
      SimulatorStep(text: "done"),
    ])
    var conversation = Conversation("a")
    let simulator = Simulator(script: script)
    #expect(try await simulator.reply(to: conversation).isWhole == false)
    #expect(try await simulator.reply(to: conversation).isWhole)
    conversation.called("bash", ["command": "ls"], result: "ok")
    #expect(try await Simulator(script: script).reply(to: conversation).text == "done")
  }

  @Test func aNewInputBesideTheNoteChangesNothing() async throws {
    var conversation = Conversation("a")
    conversation.answered("o")
    conversation.say(
      "[Your answer above was cut off. Go on.]", "[The previous turn ended with an error: x]",
      "<environment>\n</environment>", "b")
    #expect(try await Simulator(answers: ["one", "two"]).reply(to: conversation).text == "one")
    conversation.model = "echo"
    #expect(try await Simulator().reply(to: conversation).text == "b")
  }

  @Test func whatFollowsTheLastStep() async throws {
    let steps = [
      SimulatorStep(text: "one"), SimulatorStep(text: "two"), SimulatorStep(error: Self.busy),
    ]
    var conversation = Conversation("a")
    for answer in ["one", "two"] {
      conversation.answered(answer)
      conversation.say("next")
    }
    let again = Simulator(script: SimulatorScript(steps: steps))
    #expect(try await again.reply(to: conversation).error == Self.busy)
    #expect(try await again.reply(to: conversation).text == "two")
    let loop = Simulator(script: SimulatorScript(steps: steps, onExhausted: .loop))
    #expect(try await loop.reply(to: conversation).error == Self.busy)
    #expect(try await loop.reply(to: conversation).text == "one")
    let end = Simulator(script: SimulatorScript(steps: steps, onExhausted: .error))
    #expect(try await end.reply(to: conversation).error == Self.busy)
    let error = try await end.reply(to: conversation).error
    #expect(error?.code == .invalidRequest)
    #expect(error?.message.contains("all 3 steps") == true)
  }

  @Test func aScriptOfNothingButFaultsGoesOnFailing() async throws {
    for exhaustion in [SimulatorScript.Exhaustion.repeat, .loop] {
      var conversation = Conversation("a")
      conversation.answered("by another model")
      conversation.say("b")
      let simulator = Simulator(
        script: SimulatorScript(
          steps: [SimulatorStep(error: Self.busy)], onExhausted: exhaustion))
      for _ in 1...5 {
        #expect(try await simulator.reply(to: conversation).error == Self.busy)
      }
    }
    let empty = Simulator(script: SimulatorScript(steps: []))
    #expect(try await empty.reply(to: Conversation("a")).error?.code == .invalidRequest)
  }
}

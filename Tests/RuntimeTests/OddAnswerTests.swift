import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// Models and tools that do what they should not.
@Suite struct OddAnswerTests {
  /// Gives up by itself, as if it had been told to.
  private struct Quitter: Model {
    let provider = "scripted"

    func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
      AsyncThrowingStream { throw CancellationError() }
    }
  }

  @Test func aDriverThatCancelsItselfEndsTheTurnWithAnError() throws {
    var scenario = Scenario([])
    scenario.driver = Quitter()
    let seen = Mutex<Session?>(nil)
    let (session, commits) = scenario.process(nil) { session in
      seen.withLock { $0 = session }
      _ = await session.submit(Scenario.say("go", key: "1"))
    } while: {
      seen.withLock { $0 }.map { $0.now.lastSequence < 200 } ?? true
    }
    #expect(commits < 10)
    #expect(try #require(session).now.turn == nil)
  }

  @Test func aSecretThatIsAWordOfTheFormatDoesNotUndoTheLog() throws {
    let scenario = Scenario([Step(calls: [("look", ["name": "a"])]), Step(text: "End.")])
    for secret in ["tool_calls", "tool_name", "narration", "tool_call_id"] {
      let store = MemoryStore(spools: "/s")
      let host = Builder(world: scenario.executor.world).store(store).model(scenario.model)
        .tool(LookTool(stage: scenario.stage)).redacting([secret])
        .session { ($0.provider, $0.model) = ("scripted", "m") }.build()
      let seen = Mutex<Session?>(nil)
      Task(executorPreference: scenario.executor) {
        guard let session = try await host.open(OpenRequest(source: .new)) as? Session else {
          return
        }
        seen.withLock { $0 = session }
        _ = await session.submit(Scenario.say("go", key: "1"))
      }
      scenario.executor.run(while: {
        seen.withLock { $0 }.map { $0.now.lastSequence < 200 } ?? true
      })
      let live = try #require(seen.withLock { $0 }).now
      #expect(live.turn == nil && live.lastSequence < 200, "\(secret)")
      #expect(live.foreign == [:], "\(secret)")
    }
  }

  @Test func resultsAndAnswersWithoutVisibleTextReachNoModel() throws {
    let scenario = Scenario([Step(calls: [("silent", [:])]), Step(text: "End.")])
    var conversation = Conversation()
    let world = scenario.executor.world
    let call = ToolCall(id: world.newID(), name: "silent", arguments: [:])
    func say(_ role: Role, _ content: [ContentPart]) -> Message {
      Message(id: world.newID(), role: role, content: content, createdAt: world.now())
    }
    conversation.add(say(.user, [.text("go")]), context: [])
    let answers = [[.text("\n\n"), .toolCall(call)], [ContentPart.text(" \n")]]
    for content in answers {
      let answer = OutputCompleted(message: say(.agent, content), finishReason: .stop)
      conversation.apply(.outputCompleted(answer), provider: "p")
    }
    let result = ToolCompleted(
      callID: call.id, toolName: "silent", status: .success, result: [.text("")])
    conversation.apply(.toolCompleted(result), provider: "p")
    #expect(
      conversation.messages.map(\.content) == [
        [.text("go")], [.toolCall(call)],
        [.toolResult(ToolResultPart(callID: call.id, content: []))],
      ])
  }

  @Test func thinkingBelongsToTheModelThatWasAsked() throws {
    let scenario = Scenario([Step(text: "a b c")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      try? await session.world.sleep(.milliseconds(15))
      _ = await session.submit(.set(.model(provider: "other", model: "n")))
    }
    let answer = try #require(session).now.conversation.messages.last
    #expect(answer?.reasoning == Reasoning(provider: "scripted", model: "m"))
  }

  @Test func anErrorIsBoundedLikeAnyResult() {
    let outcome = bounded(.failed(String(repeating: "x", count: 10 * Limits.toolResultBytes)))
    #expect((outcome.error?.utf8.count ?? 0) < Limits.toolResultBytes + 200)
  }

  @Test func aPictureInAnAddressCountsLikeText() throws {
    let scenario = Scenario([Step(text: "x")])
    scenario.process(nil) { session in
      let url = "data:image/png;base64," + String(repeating: "x", count: Limits.inputBytes)
      let image = ImagePart(url: url, mediaType: "image/png")
      let receipt = await session.submit(
        .prompt(content: [.image(image)], delivery: .newTurn, key: "1"))
      guard case .refused = receipt else {
        Issue.record("accepted")
        return
      }
    }
  }

  @Test func textIsShownInOrderThoughShowingTakesTime() throws {
    let scenario = Scenario([Step(text: "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20")])
    let world = scenario.executor.world
    let shown = Mutex("")
    let delays = Mutex<[Int]>([0, 50, 0, 30, 0])
    let stream = AnswerStream(world: world) { stream in
      let delay = delays.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
      try? await world.sleep(.milliseconds(delay))
      shown.withLock { $0 += stream.take().text }
    }
    let request = ModelRequest(
      sessionID: world.newID(), model: "m", system: "", tools: [], messages: [])
    let model = scenario.model
    Task(executorPreference: scenario.executor) {
      _ = try await stream.receive(request, from: model)
    }
    scenario.executor.run()
    let numbers = shown.withLock { $0 }.split(separator: " ").compactMap { Int($0) }
    #expect(numbers == Array(1...20))
  }
}

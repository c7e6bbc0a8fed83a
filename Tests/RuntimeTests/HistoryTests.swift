import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// No state of a log can make a provider refuse the history.
@Suite struct HistoryTests {
  /// A log with everything in it: parallel calls, a cut answer, a failure, a steering input.
  static func richLog() throws -> (Scenario, SessionID, [Event]) {
    let steps = [
      Step(text: "Partial text that is cut.", calls: [("look", ["name": "a"])], cutAfter: 2),
      Step(
        text: "Then calls.",
        calls: [("look", ["name": "b"]), ("once", ["name": "c"]), ("nonsense", [:])],
        errors: [ModelError(code: .network, message: "gone")]),
      Step(text: "End."), Step(calls: [("command", ["name": "d"])]), Step(text: "Last."),
    ]
    let scenario = Scenario(steps)
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      _ = await session.submit(Scenario.say("two", key: "2", .steer))
      _ = await session.submit(Scenario.say("three", key: "3", .followUp))
    }
    let id = try #require(session?.id)
    return (scenario, id, try scenario.log(id))
  }

  @Test func everyPrefixFoldsToAValidHistory() throws {
    let (_, id, log) = try Self.richLog()
    for count in 0...log.count {
      let state = SessionState(id: id, log: Array(log.prefix(count)))
      checkHistory(state.conversation.messages, "prefix of \(count) events")
    }
  }

  @Test func logsWithEventsMissingFoldToAValidHistory() throws {
    let (_, id, log) = try Self.richLog()
    var random = SplitMix64(state: 7)
    for round in 0..<2000 {
      let damaged = log.filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
      let state = SessionState(id: id, log: damaged)
      checkHistory(state.conversation.messages, "round \(round)")
      _ = state.due(inFlight: [], iterationLimit: 500)
    }
  }

  /// Law 2 for every prefix of the log: whoever finds it finishes it.
  @Test func everyPrefixResumesToTheEnd() throws {
    let (_, id, log) = try Self.richLog()
    for count in 1...log.count {
      let (scenario, _, _) = try Self.richLog()
      let store = MemoryStore(spools: "/spools")
      let prefix = Array(log.prefix(count))
      let summary = SessionSummary(id: id, createdAt: log[0].time, updatedAt: log[0].time)
      for event in log.prefix(count) {
        if case .turnStarted = event.fact {
          // The composition that the facts name is there before they are.
          let blob = try scenario.store.blob(configHash(event))
          _ = try store.putBlob(try #require(blob), mediaType: "application/json")
        }
      }
      try store.append(Batch(session: id, expectedLast: 0, events: prefix, summary: summary))
      let resumed = Scenario(scenario.steps, seed: 2, store: store)
      let (session, _) = resumed.process(id)
      let note = Comment(rawValue: "prefix of \(count) events, last \(prefix.last!.fact.type)")
      let live = try #require(session, note)
      #expect(live.now.turn == nil && live.now.queue.isEmpty, note)
      #expect(try resumed.log(id).starts(with: prefix), note)
      checkHistory(live.now.conversation.messages, note)
    }
  }

  private func configHash(_ event: Event) -> String {
    if case .turnStarted(let started) = event.fact { started.configHash } else { "" }
  }

  @Test func aCutAnswerIsShownToTheModelWithANote() throws {
    let (scenario, _, _) = try Self.richLog()
    let request = try #require(scenario.model.requests.withLock { $0.dropFirst().first })
    #expect(request.messages.map(\.role) == [.user, .agent, .user])
    #expect(request.messages[1].content == [.text("Partial text ")])
    #expect(request.messages[2].content == [.text(Conversation.cutOffNote)])
  }

  @Test func whatIsInspectedIsWhatIsSent() throws {
    let scenario = Scenario([Step(text: "First."), Step(text: "Second.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
    }
    let id = try #require(session?.id)
    scenario.process(id) { session in
      let seen = try? await session.inspect()
      scenario.model.requests.withLock { $0 = seen.map { [$0] } ?? [] }
      _ = await session.submit(Scenario.say("two", key: "2"))
    }
    let requests = scenario.model.requests.withLock { $0 }
    let sent = try #require(requests.last)
    #expect(requests.count == 2)
    var expected = try #require(requests.first)
    expected.messages.append(PromptMessage(role: .user, content: [.text("two")]))
    #expect(sent == expected)
    #expect(sent.json.text == expected.json.text)
  }
}

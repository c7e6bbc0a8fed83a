import Events
import Testing
import Wire

@testable import Runtime

/// What a person can do to a turn while it runs.
@Suite struct ControlTests {
  private func types(_ scenario: Scenario, _ session: Session?) throws -> [String] {
    try scenario.log(try #require(session).id).map(\.fact.type)
  }

  @Test func steeringTakesItsPlaceAtTheNextQuestion() throws {
    let scenario = Scenario([Step(calls: [("look", ["name": "a"])]), Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      try? await session.world.sleep(.milliseconds(5))
      _ = await session.submit(Scenario.say("also this", key: "2", .steer))
    }
    let live = try #require(session)
    try checkLaws(scenario, live, "steering")
    let roles = live.now.conversation.messages.map(\.role)
    #expect(roles == [.user, .agent, .toolResult, .user, .agent])
    #expect(try types(scenario, session).filter { $0 == "turn.completed" }.count == 1)
  }

  @Test func followUpsWaitForTheEndOfTheTurn() throws {
    let scenario = Scenario([Step(calls: [("look", ["name": "a"])]), Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      _ = await session.submit(Scenario.say("later", key: "2", .followUp))
    }
    try checkLaws(scenario, try #require(session), "follow-up")
    #expect(try types(scenario, session).filter { $0 == "turn.completed" }.count == 2)
  }

  @Test func aQueuedInputCanBeWithdrawnAndIsNeverAnswered() throws {
    let scenario = Scenario([Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      _ = await session.submit(Scenario.say("later", key: "2", .followUp))
      let receipt = await session.submit(.withdraw(key: "2"))
      let last = await session.state.lastSequence
      #expect(receipt == .recorded(sequence: last))
      #expect(
        await session.submit(.withdraw(key: "2"))
          == .refused("that input is not queued any more"))
    }
    #expect(try #require(session).now.conversation.messages.count == 2)
  }

  @Test func submittingAKeyAgainChangesNothing() throws {
    let scenario = Scenario([Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      let first = await session.submit(Scenario.say("one", key: "1"))
      let second = await session.submit(Scenario.say("one", key: "1"))
      #expect(first == .recorded(sequence: 2) && first == second)
    }
    #expect(try types(scenario, session).filter { $0 == "input.message" }.count == 1)
  }

  @Test func anInterruptKeepsWhatThereWasAndEndsTheTurn() throws {
    let scenario = Scenario([Step(text: "one two three four five six seven eight")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      try? await session.world.sleep(.milliseconds(60))
      _ = await session.submit(.interrupt(.turn))
    }
    let live = try #require(session)
    try checkLaws(scenario, live, "interrupt")
    checkFacts(try scenario.log(live.id), "interrupt")
    #expect(live.now.conversation.lastAnswer?.text.hasPrefix("one two") == true)
    #expect(try types(scenario, session).suffix(2) == ["turn.cancelled", "session.idled"])
  }

  @Test func anInterruptSurvivesACrash() throws {
    let steps = [Step(text: "a b c d e f g h i j k"), Step(text: "never")]
    var fuse = 1
    var sawInterrupt = 0
    while fuse < 60 {
      let scenario = Scenario(steps)
      let (session, _) = scenario.process(nil, fuse: fuse) { session in
        _ = await session.submit(Scenario.say("go", key: "1"))
        try? await session.world.sleep(.milliseconds(60))
        _ = await session.submit(.interrupt(.turn))
      }
      let id = try #require(session?.id)
      let before = try scenario.log(id).map(\.fact.type)
      let (again, _) = scenario.process(before.isEmpty ? nil : id)
      let log = try scenario.log(try #require(again).id)
      checkFacts(log, "fuse \(fuse)")
      if before.contains("turn.interrupt_requested") {
        sawInterrupt += 1
        #expect(log.contains { $0.fact.type == "turn.cancelled" }, "fuse \(fuse)")
      }
      fuse += 1
    }
    #expect(sawInterrupt > 3)
  }

  @Test func closingLeavesTheTurnOpenForTheNextDriver() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h"), Step(text: "unused")])
    let (first, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      try? await session.world.sleep(.milliseconds(50))
      await session.close()
    }
    let id = try #require(first?.id)
    #expect(try #require(first).now.turn != nil)
    let (second, _) = scenario.process(id)
    let live = try #require(second)
    try checkLaws(scenario, live, "closed")
    #expect(live.now.conversation.messages.map(\.role) == [.user, .agent, .user, .agent])
  }

  @Test func theIterationLimitEndsTheTurnAndSurvivesARestart() throws {
    let steps = (0..<10).map { Step(calls: [("look", ["name": .string("\($0)")])]) }
    let scenario = Scenario(steps)
    let (first, _) = scenario.process(nil, fuse: 30, maxTurns: 4) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    let (second, _) = scenario.process(id, maxTurns: 4)
    #expect(try #require(second).now.turn == nil)
    let asked = Set(
      try scenario.log(id).compactMap { event -> Int? in
        if case .reasonStarted(let started) = event.fact { started.iteration } else { nil }
      })
    #expect(asked == [1, 2, 3, 4])
    guard case .turnFailed(let failed) = try scenario.log(id).dropLast().last?.fact else {
      Issue.record("the turn did not fail")
      return
    }
    #expect(failed.errorCode == .maxTurnRequests)
  }

  @Test func aSessionThatDiesAgainAndAgainIsSealed() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h")])
    let (first, _) = scenario.process(nil, fuse: 14) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    for _ in 0..<Limits.resumesWithoutProgress {
      scenario.process(id, fuse: 8, continuing: .unlessStuck)
    }
    scenario.process(id, continuing: .unlessStuck)
    #expect(try scenario.log(id).dropLast().last?.fact.type == "turn.sealed")
    let (again, _) = scenario.process(id) { session in
      _ = await session.submit(Scenario.say("once more", key: "2"))
    }
    try checkLaws(scenario, try #require(again), "sealed")
  }

  @Test func endingARunInOrderIsNoDeath() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h")])
    var id: SessionID?
    for _ in 0...(2 * Limits.resumesWithoutProgress) {
      let (session, _) = scenario.process(id, continuing: .unlessStuck) { session in
        _ = await session.submit(Scenario.say("go", key: "1"))
        // Before the first word has come, so that nothing at all gets done.
        try? await session.world.sleep(.milliseconds(5))
        await session.close()
      }
      id = session?.id
      #expect(try scenario.log(try #require(id)).last?.fact.type == "session.suspended")
    }
    let (last, _) = scenario.process(id, continuing: .unlessStuck)
    try checkLaws(scenario, try #require(last), "ended in order")
    #expect(try scenario.log(try #require(id)).contains { $0.fact.type == "turn.completed" })
  }

  @Test func sealingKeepsWhatWasReceived() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h i j k l m n o p q r s t u v w x y z")])
    let (first, _) = scenario.process(nil, fuse: 14) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    for _ in 0..<Limits.resumesWithoutProgress {
      scenario.process(id, fuse: 20, continuing: .unlessStuck)
    }
    let answers = try scenario.log(id).filter { $0.fact.type == "output.message.completed" }
    let (last, _) = scenario.process(id, continuing: .unlessStuck)
    let kept = try scenario.log(id).filter { $0.fact.type == "output.message.completed" }
    #expect(kept.count == answers.count + 1)
    #expect(try #require(last).now.turn == nil)
    try checkLaws(scenario, try #require(last), "sealed")
  }

  @Test func anInputThatKillsEveryDriverIsTakenBack() throws {
    let scenario = Scenario([Step(text: "never")])
    let (first, _) = scenario.process(nil, fuse: 3) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    for _ in 0..<Limits.resumesWithoutProgress {
      scenario.process(id, fuse: 3, continuing: .unlessStuck)
    }
    let (last, _) = scenario.process(id, continuing: .unlessStuck)
    #expect(try #require(last).now.queue == [])
    #expect(
      try scenario.log(id).suffix(2).map(\.fact.type) == ["input.withdrawn", "notice.raised"])
  }

  @Test func aPersonWhoResumesAlwaysTriesAgain() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h")])
    let (first, _) = scenario.process(nil, fuse: 14) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    for _ in 0..<5 { scenario.process(id, fuse: 8) }
    let (last, _) = scenario.process(id)
    try checkLaws(scenario, try #require(last), "resumed by a person")
    #expect(try scenario.log(id).contains { $0.fact.type == "turn.completed" })
  }

  @Test func lookingDoesNotContinue() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h")])
    let (first, _) = scenario.process(nil, fuse: 14) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first?.id)
    let before = try scenario.log(id)
    scenario.process(id, continuing: .never)
    #expect(try scenario.log(id) == before)
  }

  @Test func retriesAreFactsAndGiveUp() throws {
    let busy = ModelError(code: .overloaded, message: "try later")
    let scenario = Scenario([Step(text: "x", errors: Array(repeating: busy, count: 9))])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let all = try types(scenario, session)
    #expect(all.filter { $0 == "retry.scheduled" }.count == Limits.modelAttempts - 1)
    #expect(all.suffix(2) == ["turn.failed", "session.idled"])
  }

  @Test func anUnknownDriverFailsTheTurnAndNamesTheKnownOnes() throws {
    let scenario = Scenario([Step(text: "x")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(.set(.model(provider: "elsewhere", model: "m")))
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let end = try scenario.log(try #require(session).id).dropLast().last
    guard case .turnFailed(let failed) = end?.fact else {
      Issue.record("the turn did not fail")
      return
    }
    #expect(failed.errorCode == .modelNotFound)
    #expect(failed.error.contains("elsewhere") && failed.error.contains("scripted"))
  }
}

import Events
import Synchronization
import Testing

@testable import Runtime

/// Moments at which a turn can be stopped or steered that a clock does not hit.
@Suite struct TurnMomentTests {
  @Test func aTurnInterruptedBeforeItsFirstQuestionIsNotStartedAgain() throws {
    let scenario = Scenario([Step(text: "never")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      _ = await session.onceATurnIsOpen(.interrupt(.turn))
    } while: {
      scenario.model.requests.withLock { $0.isEmpty }
    }
    let live = try #require(session)
    #expect(scenario.model.requests.withLock { $0.isEmpty })
    try checkLaws(scenario, live, "interrupted at its start")
    let types = try scenario.log(live.id).map(\.fact.type)
    #expect(types.suffix(2) == ["turn.cancelled", "session.idled"])
    #expect(types.filter { $0 == "turn.started" }.count == 1)
    #expect(try scenario.store.summary(of: live.id)?.status == .idle)
  }

  @Test func theInputOfAnOpenTurnCannotBeTakenBack() throws {
    let scenario = Scenario([Step(text: "Answer.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      let receipt = await session.onceATurnIsOpen(.withdraw(key: "1"))
      #expect(receipt == .refused("that input is not queued any more"))
    }
    #expect(try #require(session).now.conversation.messages.map(\.role) == [.user, .agent])
  }

  @Test func anAnswerAtTheIterationLimitStandsThoughSteeringWaits() throws {
    let scenario = Scenario([Step(text: "one two three"), Step(text: "And that.")])
    let (session, _) = scenario.process(nil, maxTurns: 1) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      _ = await session.onceATurnIsOpen(.rename(title: "t"))
      try? await session.world.sleep(.milliseconds(15))
      _ = await session.submit(Scenario.say("also", key: "2", .steer))
    }
    let types = try scenario.log(try #require(session).id).map(\.fact.type)
    #expect(types.filter { $0 == "turn.completed" }.count == 2)
    #expect(!types.contains("turn.failed"))
  }
}

extension Session {
  /// Submits at the very moment at which a turn has begun and nothing has been asked.
  fileprivate func onceATurnIsOpen(_ command: Command) async -> Receipt {
    while state.turn == nil { await Task.yield() }
    return accept(command)
  }
}

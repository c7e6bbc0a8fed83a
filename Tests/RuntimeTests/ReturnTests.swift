import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// Coming back: to an earlier place, to another day, to what was asked already.
@Suite struct ReturnTests {
  private static let overloaded = ModelError(code: .overloaded, message: "try later")

  @Test func rewindingASessionWithoutAnyEventIsRefused() throws {
    let scenario = Scenario([])
    scenario.process(nil) { session in
      let receipt = await session.submit(.rewind(toSequence: 1))
      #expect(receipt == .refused("there is no event 1 to rewind to"))
    }
  }

  @Test func rewindingIntoATurnRunsNoCallAgain() throws {
    let scenario = Scenario([Step(calls: [("once", ["name": "a"])]), Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(session).id
    for event in try scenario.log(id).dropLast() {
      scenario.process(id) { session in
        _ = await session.submit(.rewind(toSequence: event.sequence))
      }
      #expect(scenario.stage { $0.effects } == ["once a": 1], "to \(event.fact.type)")
    }
  }

  @Test func aKeyThatWasRewoundStaysKnown() throws {
    let scenario = Scenario([Step(text: "One."), Step(text: "Two.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      try? await session.world.sleep(.seconds(1))
      let end = await session.state.lastSequence
      _ = await session.submit(Scenario.say("two", key: "2"))
      try? await session.world.sleep(.seconds(1))
      _ = await session.submit(.rewind(toSequence: end))
      let receipt = await session.submit(Scenario.say("two", key: "2"))
      #expect(receipt == .recorded(sequence: end + 1))
    }
    let id = try #require(session).id
    let inputs = try scenario.log(id).filter { $0.fact.type == "input.message" }
    #expect(inputs.count == 2)
  }

  @Test func aTurnResumedTheNextDayHasAllItsRetries() throws {
    let errors = Array(repeating: Self.overloaded, count: 4)
    let scenario = Scenario([Step(text: "At last.", errors: errors)])
    let (first, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      try? await session.world.sleep(.milliseconds(1500))
      await session.close()
      try? await session.world.sleep(.seconds(24 * 3600))
    }
    let (second, _) = scenario.process(try #require(first).id)
    #expect(try #require(second).now.conversation.lastAnswer?.text == "At last. ")
  }

  @Test func aClockThatWasSetBackDoesNotHoldUpARetry() throws {
    let scenario = Scenario([Step(text: "At last.", errors: [Self.overloaded])])
    let (first, _) = scenario.process(nil) { session in
      try? await session.world.sleep(.seconds(24 * 3600))
      _ = await session.submit(Scenario.say("go", key: "1"))
      try? await session.world.sleep(.milliseconds(500))
      await session.close()
    }
    let id = try #require(first).id
    let later = Scenario([Step(text: "At last.")], store: scenario.store)
    var elapsed = Duration.zero
    let (second, _) = later.process(id)
    elapsed = later.executor.world.monotonic()
    #expect(try #require(second).now.turn == nil)
    #expect(elapsed < Limits.retryTotal + .seconds(60))
  }

  @Test func whatIsInspectedHoldsTheInputsThatAreAskedNext() throws {
    let scenario = Scenario([Step(text: "Never.")])
    let (first, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      while await session.state.turn == nil { await Task.yield() }
    } while: {
      let sessions = try? scenario.store.sessions(in: nil)
      let log = sessions?.first.flatMap { try? scenario.log($0.id) }
      return log?.last?.fact.type != "turn.started"
    }
    let id = try #require(first).id
    // An executor of its own: the first one still holds what the first process was about to do.
    let later = Scenario([], store: scenario.store)
    let (second, _) = later.process(id, continuing: .never)
    let texts = Mutex<[String]>([])
    let session = try #require(second)
    try later.run {
      let request = try await session.inspect()
      texts.withLock { $0 = request.messages.flatMap { $0.content.compactMap(\.text) } }
    }
    #expect(texts.withLock { $0 } == ["go"])
  }

  @Test func aDamagedFactLeavesTheSessionUsableOnceItsThingIsOver() throws {
    let scenario = Scenario([Step(text: "End.")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(session).id
    var log = try scenario.log(id)
    for type in ["turn.started", "reason.started"] {
      let index = try #require(log.firstIndex { $0.fact.type == type })
      log[index].fact = Fact(type: type, data: ["damaged": true])
      #expect(log[index].fact == .unknown(UnknownFact(type: type, data: ["damaged": true])))
    }
    #expect(SessionState(id: id, log: log).foreign == [:])
  }

  @Test func aPageHasTheInputOfItsFirstTurnAndNothingThatWasAbandoned() throws {
    let scenario = Scenario((1...4).map { Step(text: "Answer \($0)") })
    let (session, _) = scenario.process(nil) { session in
      for number in 1...3 {
        _ = await session.submit(Scenario.say("input \(number)", key: "\(number)"))
        try? await session.world.sleep(.seconds(1))
      }
      let second = await session.state.inputKeys["2"] ?? 0
      _ = await session.submit(.rewind(toSequence: second - 1))
      _ = await session.submit(Scenario.say("input 4", key: "4"))
    }
    let id = try #require(session).id
    let store = scenario.store
    let last = try store.page(of: id, before: Int.max, turns: 1)
    func texts(_ page: [Event]) -> [String] {
      SessionState(id: id, log: page).conversation.messages.flatMap {
        $0.content.compactMap(\.text)
      }
    }
    #expect(texts(last) == ["input 4", "Answer 2 "])
    let earlier = try store.page(of: id, before: try #require(last.first).sequence, turns: 1)
    #expect(texts(earlier) == ["input 1", "Answer 1 "])
  }
}

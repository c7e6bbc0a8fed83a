import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// Several processes on one session: whose input is driven by whom, and what closing ends.
@Suite struct HandoverTests {
  @Test(arguments: [nil, ErrorCode.authentication])
  func aRunOfOneInputLeavesTheInputsOfOthersToThem(error: ErrorCode?) throws {
    var steps = [Step(text: "Mine."), Step(text: "Theirs.")]
    if let error { steps[0].errors = [ModelError(code: error, message: "no")] }
    let scenario = Scenario(steps)
    let host = Builder(world: scenario.executor.world).store(scenario.store).model(scenario.model)
      .session { ($0.provider, $0.model) = ("scripted", "m") }.build()
    let session = try scenario.run {
      let request = OpenRequest(source: .new, kind: .oneShot)
      let session = try #require(try await host.open(request) as? Session)
      _ = await session.submit(Scenario.say("mine", key: "1"))
      try scenario.store.post(Scenario.say("theirs", key: "2"), to: session.id)
      return session
    }
    #expect(scenario.model.requests.withLock { $0.count } == 1)
    #expect(session.now.queue.map(\.inputKey) == ["2"])
  }

  @Test func aFollowerSeesAnAnswerArrive() throws {
    let scenario = Scenario([Step(text: String(repeating: "wörd ", count: 100))])
    let texts = Mutex<[String]>([])
    scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      // Once its log is there, somebody else follows it.
      try? await session.world.sleep(.milliseconds(20))
      let follower = Follower(id: session.id, store: session.store, world: session.world) { _, _ in
        throw CancellationError()
      }
      do {
        let now = await session.state.lastSequence
        for try await update in await follower.updates(after: now) {
          if case .preview(.outputDelta(_, let text)) = update {
            texts.withLock { $0.append(text) }
          }
          if case .event(let event) = update, case .turnCompleted = event.fact { break }
        }
      } catch {
        Issue.record(error)
      }
      await follower.close()
    }
    let shown = texts.withLock { $0 }
    #expect(shown.count > 2)
    #expect(String(repeating: "wörd ", count: 100).hasPrefix(shown.joined()))
  }

  @Test func aFollowerThatIsClosedWhileItTakesOverDrivesNothing() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h i j k l")])
    let (first, _) = scenario.process(nil, fuse: 12) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first).id
    scenario.stage.startProcess(fuse: nil)
    let world = scenario.executor.world
    let host = Builder(world: world).store(scenario.store).model(scenario.model).build()
    let follower = Follower(id: id, store: scenario.store, world: world) { own, _ in
      own.release()
      try await world.sleep(.milliseconds(50))
      return try #require(try await host.open(OpenRequest(source: .resume(id))) as? Session)
    }
    let asked = scenario.model.requests.withLock { $0.count }
    try scenario.run {
      Task(executorPreference: scenario.executor) {
        for try await _ in await follower.updates(after: 0) {}
      }
      try await world.sleep(.milliseconds(20))
      await follower.close()
    }
    #expect(scenario.model.requests.withLock { $0.count } <= asked + 1)
    #expect(try scenario.log(id).last?.fact.type != "session.idled")
    let owner = try scenario.store.own(id)
    #expect(owner != nil)
  }

  @Test func aCommandToAClosedFollowerIsNotLeftForTheDriver() throws {
    let scenario = Scenario([])
    let (first, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(first).id
    let follower = Follower(id: id, store: scenario.store, world: scenario.executor.world) { _, _ in
      throw CancellationError()
    }
    let receipt = try scenario.run {
      await follower.close()
      return await follower.submit(Scenario.say("too late", key: "2"))
    }
    #expect(receipt == .refused("the session is closed"))
    #expect(try scenario.store.inbox(of: id) == [])
  }

  @Test func runEndsWhenItsInputIsWithdrawnByAnother() throws {
    let scenario = Scenario([Step(text: "a b c d e f g h")])
    let host = Builder(world: scenario.executor.world).store(scenario.store).model(scenario.model)
      .session { ($0.provider, $0.model) = ("scripted", "m") }.build()
    let result = try scenario.run {
      let port = try await host.open(OpenRequest(source: .new))
      _ = await port.submit(Scenario.say("go", key: "1"))
      async let result = host.run("later", in: port.id)
      try await host.world.sleep(.milliseconds(30))
      guard let session = port as? Session, let key = await session.state.queue.last?.inputKey
      else { return try await result }
      _ = await port.submit(.withdraw(key: key))
      return try await result
    }
    #expect(result.errorCode == .cancelled)
  }

  @Test func theListSaysOfARewoundSessionWhatItIsNow() throws {
    let scenario = Scenario([])
    let (first, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("one", key: "1"))
      try? await session.world.sleep(.seconds(1))
      let end = await session.state.lastSequence
      _ = await session.submit(.set(.model(provider: "other", model: "n")))
      _ = await session.submit(.rename(title: "renamed"))
      _ = await session.submit(.rewind(toSequence: end))
    }
    let session = try #require(first)
    let summary = try #require(try scenario.store.summary(of: session.id))
    let settings = try #require(session.now.settings)
    #expect(summary.provider == settings.provider && summary.model == settings.model)
    #expect(summary.title == "one")
  }
}

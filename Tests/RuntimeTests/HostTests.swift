import Events
import Platform
import Store
import Synchronization
import Testing
import Wire

@testable import Runtime

/// Sessions over a host: forks, rewinds, followers.
@Suite struct HostTests {
  private struct Echo: Model {
    let provider = "echo"

    func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
      let text = request.messages.last { $0.role == .user }?.content.last?.text ?? ""
      let rest = Mutex<ArraySlice<ModelDelta>>([.text(text), .finish(.stop)])
      return AsyncThrowingStream { rest.withLock { $0.popFirst() } }
    }
  }

  private func builder(_ store: any Store) -> Builder {
    Builder().store(store).model(Echo()).session {
      $0.provider = "echo"
      $0.model = "m"
    }
  }

  @Test func aForkSharesThePastAndGoesItsOwnWay() async throws {
    let host = builder(MemoryStore(spools: "/s")).build()
    let first = try await host.run("one")
    _ = try await host.run("two", in: first.sessionID)
    let log = try host.store.log(of: first.sessionID)
    let end = try #require(log.first { $0.fact.type == "session.idled" }).sequence
    let fork = try await host.open(OpenRequest(source: .fork(first.sessionID, at: end)))
    let answer = try await host.run("three", in: fork.id)
    #expect(answer.text == "three")
    let texts = try await host.inspect(fork.id).messages.flatMap { $0.content.compactMap(\.text) }
    #expect(texts == ["one", "one", "three", "three"])
    #expect(try host.store.log(of: first.sessionID) == log)
    let origin = try #require(try host.store.summary(of: fork.id)?.origin)
    #expect(origin == Origin(sessionID: first.sessionID, sequence: end, kind: .fork))
  }

  @Test func aForkInTheMiddleOfATurnRunsNothingOfIt() async throws {
    let calls: [(String, JSON)] = [("once", ["name": "a"]), ("command", ["name": "b"])]
    let steps = [Step(calls: calls), Step(text: "x")]
    let scenario = Scenario(steps)
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(session?.id)
    let log = try scenario.log(id)
    for end in 1...log.count {
      let fork = Scenario(steps, seed: UInt64(end + 10), store: scenario.store)
      let copy = Mutex<SessionID?>(nil)
      let host = Builder(world: fork.executor.world).store(fork.store).model(fork.model)
        .tool(OnceTool(stage: fork.stage)).tool(CommandTool(stage: fork.stage)).build()
      Task(executorPreference: fork.executor) {
        let port = try await host.open(
          OpenRequest(source: .fork(id, at: end), continuing: .never))
        copy.withLock { $0 = port.id }
      }
      fork.executor.run()
      let state = SessionState(
        id: try #require(copy.withLock { $0 }),
        log: try scenario.log(try #require(copy.withLock { $0 })))
      #expect(state.turn == nil, "fork at \(end)")
      #expect(fork.stage { $0.effects } == [:], "fork at \(end)")
      checkHistory(state.conversation.messages, "fork at \(end)")
    }
  }

  @Test func rewindingForgetsAndRedoRemembers() async throws {
    let host = builder(MemoryStore(spools: "/s")).build()
    let id = try await host.run("one").sessionID
    let end = try #require(try host.store.log(of: id).last).sequence
    _ = try await host.run("two", in: id)
    let port = try await host.open(OpenRequest(source: .resume(id)))
    func texts() async throws -> [String] {
      try await host.inspect(id).messages.flatMap { $0.content.compactMap(\.text) }
    }
    let before = try #require(try host.store.log(of: id).last).sequence
    guard case .recorded = await port.submit(.rewind(toSequence: end)) else {
      Issue.record("not rewound")
      return
    }
    #expect(try await texts() == ["one", "one"])
    _ = await port.submit(.rewind(toSequence: before))
    #expect(try await texts() == ["one", "one", "two", "two"])
    _ = await port.submit(.rewind(toSequence: end))
    #expect(try await host.run("three", in: id).text == "three")
    #expect(try await texts() == ["one", "one", "three", "three"])
  }

  @Test func anInputHandedToTheDriverIsAnsweredThere() async throws {
    let directory = try TemporaryDirectory()
    func store() throws -> SQLiteStore {
      try SQLiteStore(directory: directory.path, access: .readWrite)
    }
    let driver = builder(try store()).build()
    let id = try await driver.run("one").sessionID
    _ = try await driver.open(OpenRequest(source: .resume(id)))
    let other = builder(try store()).build()
    // Held open, so that it is a follower that takes over below.
    _ = try await other.open(OpenRequest(source: .resume(id)))
    let answer = try await other.run("two", in: id)
    #expect(answer.text == "two")
    await driver.close()
    #expect(try await other.run("three", in: id).text == "three")
    await other.close()
    let log = try other.store.log(of: id)
    #expect(log.map(\.sequence) == Array(1...log.count))
    checkFacts(log, "handed over")
  }

  @Test func drivenElsewhereIsAnErrorWhereFollowingIsNotWanted() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(directory: directory.path, access: .readWrite)
    let driver = builder(store).build()
    let id = try await driver.run("one").sessionID
    _ = try await driver.open(OpenRequest(source: .resume(id)))
    let other = builder(try SQLiteStore(directory: directory.path, access: .readWrite)).build()
    await #expect(throws: HostError.drivenElsewhere(id)) {
      _ = try await other.open(OpenRequest(source: .resume(id), contention: .fail))
    }
    await driver.close()
  }

  @Test func aClosedSessionCanBeOpenedAgain() async throws {
    let host = builder(MemoryStore(spools: "/s")).build()
    let id = try await host.run("one").sessionID
    let port = try await host.open(OpenRequest(source: .resume(id)))
    await port.close()
    #expect(try await host.run("two", in: id).text == "two")
  }

  @Test func aRunLetsTheSessionGoAgain() async throws {
    let store = MemoryStore(spools: "/s")
    let host = builder(store).build()
    let id = try await host.run("one").sessionID
    let own = try store.own(id)
    #expect(own != nil)
    own?.release()
    let port = try await host.open(OpenRequest(source: .resume(id)))
    _ = try await host.run("two", in: id)
    // It was open before, so it stays open.
    #expect(try store.own(id) == nil)
    await port.close()
  }

  @Test func sessionsAreFoundByEndingIdOrTitle() async throws {
    let host = builder(MemoryStore(spools: "/s")).build()
    let id = try await host.run("find me").sessionID
    _ = try await host.run("another")
    for text in [id.text, id.short, String(id.text.suffix(4)), "find me"] {
      guard case .sessions(let found) = try await host.ask(.sessionsMatching(text)) else { return }
      #expect(found.map(\.id) == [id], "by \(text)")
    }
    guard case .sessions(let none) = try await host.ask(.sessionsMatching("zzz")) else { return }
    #expect(none == [])
  }
}
